"""The provider against its strict emulator: what happens on good days and on bad ones."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import Artifact, Operation, Request
from providers.dreamina.models import MODELS
from providers.errors import (
    AccountBlocked,
    AccountError,
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
    TransientError,
    UnsupportedRequest,
)
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.jimeng.conftest import KEY, Stage


def opened(file: Path) -> tuple[int, int]:
    """The size of a picture that really decodes."""
    with Image.open(file) as picture:
        picture.load()
        return picture.size


async def test_four_pictures_come_one_after_another(stage: Stage) -> None:
    """The list grows in order, the first picture is no end, all four are fetched."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate(aspect_ratio="16:9"))

    seen = await stage.until_done(provider, remote_id)

    counts = [len(snapshot.artifacts) for snapshot in seen]
    assert counts == sorted(counts)
    assert {1, 2, 3} <= set(counts[:-1])
    assert counts[-1] == 4
    fractions = [snapshot.progress.fraction or 0 for snapshot in seen]
    assert fractions == sorted(fractions)
    for index, artifact in enumerate(seen[-1].artifacts):
        await provider.fetch(artifact, stage.folder / f"{index}")
        assert opened(stage.folder / f"{index}") == (64, 36)
    different = {(stage.folder / f"{index}").read_bytes() for index in range(4)}
    assert len(different) == 4


@pytest.mark.parametrize("model", [model.name for model in MODELS])
async def test_every_model_is_taken(stage: Stage, model: str) -> None:
    """The newer and the older models of the contracts have keys that the service knows."""
    await stage.order(stage.provider(), stage.generate(model=model))

    assert len(stage.emulator.log.paid_submits) == 1


@pytest.mark.parametrize("name", ["jimeng-image-4.5", "Jimeng 4.5", "jimeng-4.5"])
async def test_a_model_has_nicknames(stage: Stage, name: str) -> None:
    """The seeds' long name and what people type mean the short one."""
    await stage.order(stage.provider(), stage.generate(model=name))

    (entry,) = stage.emulator.log.of("generate")
    assert entry.body["extend"]["root_model"] == "high_aes_general_v40l"


async def test_sizes_can_follow_their_label(stage: Stage) -> None:
    """A switch sends real 1k sizes for the models whose label says so."""
    provider = stage.provider(sizes_follow_label=True)
    await stage.order(provider, stage.generate(model="3.0", aspect_ratio="1:1"))

    (task,) = stage.emulator.tasks.values()
    assert (task.order.width, task.order.label) == (1328, "1k")


@pytest.mark.parametrize("scale", [2, 4])
async def test_super_resolution_enlarges(stage: Stage, scale: int) -> None:
    """The upload itself comes back, larger."""
    provider = stage.provider()
    request = Request(
        operation=Operation.UPSCALE, sources=(stage.source(),), scale=scale
    )
    remote_id = await stage.order(provider, request)

    (artifact,) = (await stage.until_done(provider, remote_id))[-1].artifacts
    await provider.fetch(artifact, stage.folder / "result")

    assert opened(stage.folder / "result") == (48 * scale, 32 * scale)


async def test_the_queue_shows_its_places(stage: Stage) -> None:
    """While the task waits, its place falls and the time left falls with it."""
    stage.emulator.faults.fail_next("queue", places=5, seconds=30)
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    seen = await stage.until_done(provider, remote_id)

    places = [snapshot.progress.queue_position for snapshot in seen]
    waited = [place for place in places if place]
    assert waited == sorted(waited, reverse=True)
    assert (waited[0], waited[-1]) == (5, 1)
    assert places[-1] is None
    left = seen[0].progress.seconds_left
    assert left == pytest.approx(38, abs=1)


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


async def test_the_same_key_is_the_same_task(stage: Stage) -> None:
    """Even a repeat that should not happen is not paid twice."""
    provider = stage.provider()

    first = await stage.order(provider, stage.generate())
    second = await stage.order(provider, stage.generate())

    assert first == second
    assert len(stage.emulator.log.paid_submits) == 1


async def test_too_little_credit_for_2k_steps_down_to_1k(stage: Stage) -> None:
    """A refusal at 2k is tried once more at 1k, with the same key, and the user is told."""
    stage.emulator.faults.fail_next("no_credit_2k", times=-1)
    provider = stage.provider()

    submission = await provider.submit(
        await provider.prepare(stage.generate(model="4.0", aspect_ratio="1:1")), KEY
    )

    assert submission.notices == ("resolution_reduced",)
    refused, taken = stage.emulator.log.of("generate")
    assert (refused.ret, taken.ret) == ("1006", "0")
    assert refused.body["submit_id"] == taken.body["submit_id"] == KEY
    (task,) = stage.emulator.tasks.values()
    assert (task.order.width, task.order.label) == (1328, "1k")


async def test_the_step_down_can_be_switched_off(stage: Stage) -> None:
    """Then the refusal stands at once."""
    stage.emulator.faults.fail_next("no_credit_2k", times=-1)

    with pytest.raises(OutOfCredit):
        await stage.order(stage.provider(steps_down=False), stage.generate(model="4.0"))

    assert len(stage.emulator.log.of("generate")) == 1


@pytest.mark.parametrize("model, tries", [("3.0", 1), ("4.0", 2)])
async def test_an_empty_account_is_out_of_credit(
    stage: Stage, model: str, tries: int
) -> None:
    """No credit at all is said as such, and 1k has nothing to step down to."""
    stage.emulator.credits[SESSION] = 0

    with pytest.raises(OutOfCredit):
        await stage.order(stage.provider(), stage.generate(model=model))

    assert len(stage.emulator.log.of("generate")) == tries


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
    stage.emulator.clock = type(stage.clock)()
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


async def test_cancel_asks_nobody(stage: Stage) -> None:
    """The service has no cancel: the answer is no, and not a byte is sent."""
    provider = stage.provider()

    assert not provider.capabilities.can_cancel
    assert not await provider.cancel("1")
    assert stage.emulator.log.entries == []


async def test_the_session_is_never_told(stage: Stage) -> None:
    """Neither settings nor an error that echoes it show the session."""
    stage.emulator.faults.fail_next("ret", code="1015", message=f"bad {SESSION}")

    with pytest.raises(KeyRefused) as refused:
        await stage.order(stage.provider(), stage.generate())

    assert SESSION not in f"{refused.value!r} {stage.settings!r}"


async def test_forty_orders_at_once(stage: Stage) -> None:
    """Many tasks side by side keep apart, each submitted once."""
    provider = stage.provider()
    prepared = await provider.prepare(stage.generate())
    keys = [f"{KEY[:-2]}{number:02d}" for number in range(40)]

    taken = await asyncio.gather(*(provider.submit(prepared, key) for key in keys))

    assert len({submission.remote_id for submission in taken}) == 40
    assert len(stage.emulator.log.paid_submits) == 40


async def test_the_balance_falls_with_a_run(stage: Stage) -> None:
    """What is left is the account's sum, and a run costs."""
    stage.emulator.credits[SESSION] = 14
    provider = stage.provider()

    await stage.order(provider, stage.generate())
    balance = await provider.balance()

    assert balance is not None
    assert (balance.amount, balance.unit) == (13, "credits")


def wire(entry: Any) -> str:
    """Everything that a call carried, as one text."""
    return json.dumps([entry.query, entry.headers, entry.body])


async def test_the_session_goes_to_the_site_alone(stage: Stage) -> None:
    """Upload service and result host never see the cookie."""
    provider = stage.provider()
    request = Request(operation=Operation.UPSCALE, sources=(stage.source(),))
    remote_id = await stage.order(provider, request)
    last = (await stage.until_done(provider, remote_id))[-1]
    await provider.fetch(last.artifacts[0], stage.folder / "result")

    for call in ("apply", "put", "commit", "download"):
        (entry,) = stage.emulator.log.of(call)
        assert SESSION not in wire(entry)
