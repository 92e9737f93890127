"""The provider against its strict emulator: what happens on bad days."""

import pytest

from providers.base import Artifact
from providers.errors import (
    AccountBlocked,
    AccountError,
    KeyRefused,
    ModerationRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
    TransientError,
    UnsupportedRequest,
)
from tests.unit.jimeng.conftest import Stage
from tests.unit.provider_stage import KEY


@pytest.mark.parametrize("prompt, kind", [
    ("EMU_BLOCK", ModerationRefused), ("EMU_BUSY", TaskFailed),
])  # fmt: skip
async def test_magic_prompts_fail(
    stage: Stage, prompt: str, kind: type[ProviderError]
) -> None:
    """The emulator's magic words end in the branch that they stand for."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate(prompt))

    with pytest.raises(ProviderError) as raised:
        await stage.until_done(provider, remote_id)

    assert type(raised.value) is kind


async def test_a_busy_service_leaves_part(stage: Stage) -> None:
    """Pictures lost to the service's own fault are called partial, not refused."""
    stage.emulator.faults.fail_next("partial", failed=2, reason="SystemBusy")
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    last = (await stage.until_done(provider, remote_id))[-1]

    assert (len(last.artifacts), last.expected) == (2, 4)
    assert last.notices == ("partial_result",)


async def test_a_fresh_id_may_be_late(stage: Stage) -> None:
    """An id that the service has not stored yet counts as running."""
    stage.emulator.faults.fail_next("late_id", polls=3)
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    first = await provider.poll(remote_id)

    assert not first.is_done
    assert (await stage.until_done(provider, remote_id))[-1].artifacts


async def test_the_grace_ends(stage: Stage) -> None:
    """After 30 seconds an unknown id is lost."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    stage.emulator.forget_tasks()

    await stage.clock.advance(29)
    assert not (await provider.poll(remote_id)).is_done
    await stage.clock.advance(1)
    with pytest.raises(TaskLost):
        await provider.poll(remote_id)


async def test_after_a_restart_the_grace_counts_from_the_first_poll(
    stage: Stage,
) -> None:
    """A new instance does not know when the order was made and is patient once more."""
    provider = stage.provider()

    assert not (await provider.poll("123")).is_done
    await stage.clock.advance(30)
    with pytest.raises(TaskLost):
        await provider.poll("123")


async def test_a_lost_answer_is_found_once_the_id_appears(stage: Stage) -> None:
    """The look-up says no while the task is hidden, then gives the history id."""
    stage.emulator.faults.fail_next("late_id", polls=1)
    stage.emulator.faults.fail_next("lost_answer")
    provider = stage.provider()
    with pytest.raises(SubmissionUnknown):
        await stage.order(provider, stage.generate())

    assert await provider.find(KEY) is None
    remote_id = await provider.find(KEY)

    assert remote_id in stage.emulator.tasks
    assert len(stage.emulator.log.of("generate")) == 1


async def test_too_many_tasks_are_refused_for_free(stage: Stage) -> None:
    """Above the account's places the service says 1010, and later there is room."""
    stage.emulator.max_running = 1
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    prepared = await provider.prepare(stage.generate())
    other_key = KEY[:-1] + "f"

    with pytest.raises(RateLimited):
        await provider.submit(prepared, other_key)
    await stage.until_done(provider, remote_id)

    assert (await provider.submit(prepared, other_key)).remote_id != remote_id


@pytest.mark.parametrize("code, kind", [
    ("1015", KeyRefused), ("1019", AccountBlocked), ("2038", ModerationRefused),
    ("1014", AccountError), ("5001", ServiceUnavailable), ("1161", UnsupportedRequest),
])  # fmt: skip
async def test_a_refused_submit_tells_why(
    stage: Stage, code: str, kind: type[ProviderError]
) -> None:
    """The envelope's code decides, although the status is 200."""
    stage.emulator.faults.fail_next("ret", code=code, message="why")

    with pytest.raises(ProviderError) as raised:
        await stage.order(stage.provider(), stage.generate())

    assert type(raised.value) is kind


@pytest.mark.parametrize("status", [200, 500, 502, 504])
async def test_a_page_in_answer_to_a_submit_is_unknown(
    stage: Stage, status: int
) -> None:
    """A gateway's page says nothing about the task: look it up."""
    stage.emulator.faults.fail_next("http_error", status=status)

    with pytest.raises(SubmissionUnknown):
        await stage.order(stage.provider(), stage.generate())


async def test_a_wrong_clock_is_the_operators_matter(stage: Stage) -> None:
    """A sign outside the service's window names the clock."""
    provider = stage.provider()
    stage.emulator.doors.clock = type(stage.clock)()
    await stage.clock.advance(301)

    with pytest.raises(AccountError) as raised:
        await stage.order(provider, stage.generate())

    assert "clock" in raised.value.detail


@pytest.mark.parametrize("code, kind", [
    ("1000", ServiceUnavailable), ("1010", RateLimited), ("777", ServiceUnavailable),
    ("1", ServiceUnavailable), ("1015", KeyRefused), ("2038", ModerationRefused),
])  # fmt: skip
async def test_a_refused_poll_says_nothing_about_the_task(
    stage: Stage, code: str, kind: type[ProviderError]
) -> None:
    """A question that is refused for its form is asked again; account and content are verdicts."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    stage.emulator.faults.fail_next("ret", call="poll", code=code)

    with pytest.raises(ProviderError) as raised:
        await provider.poll(remote_id)

    assert type(raised.value) is kind


async def test_a_poll_is_one_call(stage: Stage) -> None:
    """A gateway's page in answer to a poll is transient, and not repeated inside."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())
    stage.emulator.faults.fail_next("http_error", call="poll", status=503)

    with pytest.raises(TransientError):
        await provider.poll(remote_id)

    assert len(stage.emulator.log.of("poll")) == 1


async def test_a_stranger_among_the_addresses_is_not_asked(stage: Stage) -> None:
    """Pictures come from the service's hosts alone."""
    stray = Artifact(artifact_id="1", url="https://pictures.example/1.webp")

    with pytest.raises(TaskFailed) as refused:
        await stage.provider().fetch(stray, stage.folder / "result")

    assert refused.value.code == "result_refused"
