"""First texts that Telegram holds up give way to what they announce."""

from bot.domain.job import JobState
from tests.unit.delivery.rig import Rig, view_of


async def test_a_refused_first_text_is_left_out_for_the_result(rig: Rig) -> None:
    """The picture is ready before the 429 is over: it comes alone, with the first call after."""
    rig.api.faults.fail_next("sendMessage", "429", retry_after=10)
    job = rig.job(state=JobState.RUNNING)
    rig.messenger.show(view_of(job))
    await rig.api.log.wait("sendMessage")

    await rig.deliver(job, rig.pictures(job))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert rig.methods() == ["sendMessage", "sendPhoto"]
    assert rig.outbox.figures().refusals == 1
