"""When a provider is passed over, and how it comes back."""

from bot.services.health import FIRST_REST, STRIKES, Health, Turn
from providers.errors import (
    AccountError,
    KeyRefused,
    ModerationRefused,
    ProviderError,
    ServiceUnavailable,
)
from tests.fakes.clock import FakeClock


def _broken(health: Health, error: ProviderError, times: int = STRIKES) -> None:
    for _ in range(times):
        health.note_failure("p", error)


def test_one_failure_is_no_pattern() -> None:
    """A provider is passed over after failures in a row, not after one."""
    health = Health(FakeClock())
    _broken(health, ServiceUnavailable(), STRIKES - 1)
    assert not health.is_open("p")

    _broken(health, ServiceUnavailable(), 1)

    assert health.is_open("p")


def test_a_success_forgets_the_failures() -> None:
    """Only failures in a row count."""
    health = Health(FakeClock())
    _broken(health, ServiceUnavailable(), STRIKES - 1)
    health.note_answer("p")
    _broken(health, ServiceUnavailable(), STRIKES - 1)

    assert not health.is_open("p")


def test_a_refused_prompt_is_not_the_provider_s_fault() -> None:
    """Moderation never takes a provider out."""
    health = Health(FakeClock())
    _broken(health, ModerationRefused(), 10)

    assert not health.is_open("p")


async def test_after_the_rest_one_job_probes_and_the_others_wait() -> None:
    """Half open: a single job finds out, the rest go elsewhere until it has."""
    clock = FakeClock()
    health = Health(clock)
    _broken(health, ServiceUnavailable())
    await clock.advance(FIRST_REST + 1)
    assert not health.is_open("p")

    health.note_asked("p")
    assert health.is_open("p")
    health.note_answer("p")

    assert not health.is_open("p")


async def test_a_failed_probe_doubles_the_rest() -> None:
    """A provider that stays down is asked ever more seldom."""
    clock = FakeClock()
    health = Health(clock)
    _broken(health, ServiceUnavailable())
    await clock.advance(FIRST_REST + 1)
    health.note_asked("p")
    health.note_failure("p", ServiceUnavailable())
    await clock.advance(FIRST_REST + 1)
    assert health.is_open("p")

    await clock.advance(FIRST_REST)

    assert not health.is_open("p")


def test_the_operator_hears_once_of_a_broken_account_and_once_of_its_return() -> None:
    """A refused key takes the provider out at once; the admins get two messages, not two hundred."""
    told: list[tuple[str, Turn]] = []

    def tell(name: str, turn: Turn, error: AccountError) -> None:
        assert error.code == "key_refused"
        told.append((name, turn))

    health = Health(FakeClock(), tell=tell)
    _broken(health, KeyRefused(), 5)
    assert health.is_open("p")
    assert health.blamed() == ("p",)
    health.note_answer("p")
    health.note_answer("p")

    assert told == [("p", Turn.OUT), ("p", Turn.BACK)]


async def test_a_probe_that_says_nothing_leaves_room_for_another() -> None:
    """A probe that ended in moderation must not block the provider for ever."""
    clock = FakeClock()
    health = Health(clock)
    _broken(health, ServiceUnavailable())
    await clock.advance(FIRST_REST + 1)
    health.note_asked("p")
    health.note_failure("p", ModerationRefused())

    assert not health.is_open("p")
