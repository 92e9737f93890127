"""What the log says of a provider that goes away and comes back."""

from structlog.testing import capture_logs

from bot.services.health import STRIKES, Health
from providers.errors import ServiceUnavailable
from tests.fakes.clock import FakeClock


async def test_going_away_and_coming_back_are_one_line_each() -> None:
    """However many jobs meet it, and however many probes fail meanwhile."""
    clock = FakeClock()
    health = Health(clock)
    with capture_logs() as lines:
        for _ in range(STRIKES + 3):
            health.note_failure("jimeng", ServiceUnavailable())
        await clock.advance(1000)
        health.note_asked("jimeng")
        health.note_answer("jimeng")
        health.note_answer("jimeng")

    assert [(line["event"], line["provider"]) for line in lines] == [
        ("provider.away", "jimeng"),
        ("provider.back", "jimeng"),
    ]


def test_a_single_failure_is_no_news() -> None:
    """A provider that stumbles and goes on is not reported."""
    health = Health(FakeClock())
    with capture_logs() as lines:
        health.note_failure("jimeng", ServiceUnavailable())
        health.note_answer("jimeng")

    assert lines == []
