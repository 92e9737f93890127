"""Every provider keeps the contract of `providers.base`, whatever its service does."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from providers.base import Operation, Recovery
from providers.errors import (
    KeyRefused,
    ModerationRefused,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
    TransientError,
    UnsupportedRequest,
)
from tests.contract.providers.rig import ProviderRig, Scene
from tests.contract.providers.rigs import find_rigs, rigs_for
from tests.contract.providers.walk import KEY, fetch_all, order, poll_until_done
from tests.fakes.clock import FakeClock


@pytest.fixture
async def rig(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[ProviderRig]:
    """The provider's world, up for one test."""
    kind: type[ProviderRig] = request.param
    world = kind(tmp_path, FakeClock())
    await world.start()
    yield world
    await world.stop()


def scene(name: Scene) -> pytest.MarkDecorator:
    """Run a test with each rig that can stage this scene."""
    return pytest.mark.parametrize(
        "rig", rigs_for(name), indirect=True, ids=lambda kind: kind.__name__
    )


@pytest.mark.parametrize("operation", list(Operation))
@scene(Scene.LIFE)
async def test_an_order_becomes_pictures(
    rig: ProviderRig, operation: Operation
) -> None:
    """An order is submitted once, grows monotonically, and ends in files that stand alone."""
    provider = rig.provider()
    if operation not in rig.operations:
        assert operation not in provider.capabilities.operations
        return

    remote_id = await order(provider, rig.request(operation))
    seen = await poll_until_done(rig, provider, remote_id)
    files = await fetch_all(provider, seen[-1], rig.folder)

    assert rig.paid_submits() == 1
    assert files
    assert all(file.stat().st_size > 0 for file in files)
    ids = [artifact.artifact_id for artifact in seen[-1].artifacts]
    assert len(set(ids)) == len(ids)
    for earlier, later in itertools.pairwise(seen):
        before = [artifact.artifact_id for artifact in earlier.artifacts]
        after = [artifact.artifact_id for artifact in later.artifacts]
        assert after[: len(before)] == before
    fractions = [shot.progress.fraction for shot in seen]
    assert all(part is None or 0 <= part <= 1 for part in fractions)


@scene(Scene.LIFE)
async def test_the_result_can_be_asked_for_again(rig: ProviderRig) -> None:
    """A finished task answers a second poll with the same pictures."""
    provider = rig.provider()
    remote_id = await order(provider, rig.request(rig.operations[0]))
    first = (await poll_until_done(rig, provider, remote_id))[-1]

    second = await provider.poll(remote_id)

    assert second.is_done
    assert [a.artifact_id for a in second.artifacts] == [
        a.artifact_id for a in first.artifacts
    ]


@scene(Scene.LIFE)
async def test_what_is_not_supported_is_refused_for_free(rig: ProviderRig) -> None:
    """`check` names what is wrong with its own code, before anything is paid."""
    provider = rig.provider()

    for code, request in rig.unsupported().items():
        with pytest.raises(UnsupportedRequest) as refused:
            provider.check(request)
        assert refused.value.code == code

    assert rig.paid_submits() == 0


@scene(Scene.PARTIAL)
async def test_a_partial_result_says_so(rig: ProviderRig) -> None:
    """Fewer pictures than promised are delivered, with a notice."""
    provider = rig.provider()
    await rig.stage(Scene.PARTIAL)

    remote_id = await order(provider, rig.request(rig.operations[0]))
    last = (await poll_until_done(rig, provider, remote_id))[-1]

    assert last.expected is not None
    assert 0 < len(last.artifacts) < last.expected
    assert {"some_refused", "partial_result"} & set(last.notices)


@scene(Scene.MODERATION)
async def test_moderation_is_told_apart(rig: ProviderRig) -> None:
    """A content refusal is a ModerationRefused, at submit or while polling."""
    provider = rig.provider()
    await rig.stage(Scene.MODERATION)

    with pytest.raises(ModerationRefused):
        await poll_until_done(
            rig, provider, await order(provider, rig.request(rig.operations[0]))
        )


@scene(Scene.RATE_LIMIT)
async def test_a_rate_limit_promises_that_nothing_was_taken(rig: ProviderRig) -> None:
    """A busy account is RateLimited, nothing is paid, and the same key works later."""
    provider = rig.provider()
    request = rig.request(rig.operations[0])
    await rig.stage(Scene.RATE_LIMIT)

    with pytest.raises(RateLimited):
        await order(provider, request)

    assert rig.paid_submits() == 0
    await order(provider, request)
    assert rig.paid_submits() == 1


@scene(Scene.LOST_ANSWER)
async def test_a_lost_answer_is_never_submitted_twice(rig: ProviderRig) -> None:
    """A lost answer is SubmissionUnknown, never repeated inside; a look-up finds the task."""
    provider = rig.provider()
    await rig.stage(Scene.LOST_ANSWER)

    with pytest.raises(SubmissionUnknown):
        await order(provider, rig.request(rig.operations[0]))

    assert rig.paid_submits() == 1
    if provider.capabilities.recovery is Recovery.LOOKUP:
        remote_id = await rig.provider().find(KEY)
        assert remote_id is not None
        assert (await poll_until_done(rig, rig.provider(), remote_id))[-1].artifacts
        assert rig.paid_submits() == 1


@scene(Scene.CUT_BEFORE)
async def test_a_dead_line_is_unknown_and_the_look_up_finds_nothing(
    rig: ProviderRig,
) -> None:
    """The client cannot tell a dead line from a lost answer; only the look-up can."""
    provider = rig.provider()
    await rig.stage(Scene.CUT_BEFORE)

    with pytest.raises(SubmissionUnknown):
        await order(provider, rig.request(rig.operations[0]))

    assert rig.paid_submits() == 0
    if provider.capabilities.recovery is Recovery.LOOKUP:
        assert await provider.find(KEY) is None


@scene(Scene.AWAY)
async def test_a_service_that_is_away_has_taken_nothing(rig: ProviderRig) -> None:
    """A refused connection is Transient at submit: certain that nothing was taken."""
    provider = rig.provider()
    prepared = await provider.prepare(rig.request(rig.operations[0]))
    await rig.stage(Scene.AWAY)

    with pytest.raises(ServiceUnavailable):
        await provider.submit(prepared, KEY)

    assert rig.paid_submits() == 0


@scene(Scene.SLOW_POLL)
async def test_a_poll_that_times_out_decides_nothing(rig: ProviderRig) -> None:
    """A slow answer is Transient, and the next poll goes on."""
    provider = rig.provider()
    remote_id = await order(provider, rig.request(rig.operations[0]))
    await rig.stage(Scene.SLOW_POLL)

    with pytest.raises(TransientError):
        await provider.poll(remote_id)

    assert (await poll_until_done(rig, provider, remote_id))[-1].artifacts


@scene(Scene.EXPIRED_LINK)
async def test_an_expired_link_is_renewed_by_a_poll(rig: ProviderRig) -> None:
    """A stale address is Transient; a fresh poll brings the same picture at a good address."""
    provider = rig.provider()
    await rig.stage(Scene.EXPIRED_LINK)
    remote_id = await order(provider, rig.request(rig.operations[0]))
    stale = (await poll_until_done(rig, provider, remote_id))[-1].artifacts[0]
    with pytest.raises(TransientError):
        await provider.fetch(stale, rig.folder / "result")

    fresh = (await provider.poll(remote_id)).artifacts[0]
    await provider.fetch(fresh, rig.folder / "result")

    assert fresh.artifact_id == stale.artifact_id
    assert (rig.folder / "result").stat().st_size > 0


@pytest.mark.parametrize(
    "rig, name",
    [
        (kind, name)
        for name in (Scene.HUGE_RESULT, Scene.BROKEN_RESULT)
        for kind in rigs_for(name)
    ],
    indirect=["rig"],
    ids=lambda value: getattr(value, "__name__", value),
)
async def test_a_bad_picture_never_reaches_the_spool(
    rig: ProviderRig, name: Scene
) -> None:
    """What is no picture, or over the caps, is refused and leaves no file behind."""
    provider = rig.provider()
    remote_id = await order(provider, rig.request(rig.operations[0]))
    last = (await poll_until_done(rig, provider, remote_id))[-1]
    await rig.stage(name)
    spool = rig.folder / "spool"
    spool.mkdir()

    with pytest.raises(TaskFailed):
        await provider.fetch(last.artifacts[0], spool / "result")

    assert list(spool.iterdir()) == []


@scene(Scene.RESTART)
async def test_a_task_outlives_the_instance_that_ordered_it(rig: ProviderRig) -> None:
    """A new instance polls and fetches what an old one ordered, without a second payment."""
    first = rig.provider()
    remote_id = await order(first, rig.request(rig.operations[0]))
    await first.poll(remote_id)

    second = rig.provider()
    last = (await poll_until_done(rig, second, remote_id))[-1]

    assert await fetch_all(second, last, rig.folder)
    assert rig.paid_submits() == 1


@scene(Scene.LOST_TASK)
async def test_a_forgotten_task_is_lost_in_the_end(rig: ProviderRig) -> None:
    """An id that the service does not know becomes TaskLost, after the grace it may need."""
    provider = rig.provider()
    remote_id = await order(provider, rig.request(rig.operations[0]))
    await rig.stage(Scene.LOST_TASK)

    with pytest.raises(TaskLost):
        await poll_until_done(rig, provider, remote_id)


@scene(Scene.CANCEL)
async def test_cancel_stops_a_task(rig: ProviderRig) -> None:
    """A cancelled task is promised to stop, and cancelling twice does no harm."""
    provider = rig.provider()
    assert provider.capabilities.can_cancel
    remote_id = await order(provider, rig.request(rig.operations[0]))

    assert await provider.cancel(remote_id)

    await provider.cancel(remote_id)


@pytest.mark.parametrize(
    "rig", find_rigs(), indirect=True, ids=lambda kind: kind.__name__
)
async def test_cancel_never_raises(rig: ProviderRig) -> None:
    """Cancelling what is unknown or over is no error, and says False where it cannot be done."""
    provider = rig.provider()

    promised = await provider.cancel("0")

    assert not promised


@scene(Scene.BALANCE)
async def test_the_balance_is_told(rig: ProviderRig) -> None:
    """The account's rest is a number with its unit."""
    provider = rig.provider()

    balance = await provider.balance()

    assert provider.capabilities.has_balance
    assert balance is not None
    assert balance.amount > 0
    assert balance.unit


@scene(Scene.WRONG_KEY)
async def test_a_wrong_key_is_told_apart(rig: ProviderRig) -> None:
    """A refused key is KeyRefused wherever it shows, and nothing is paid."""
    await rig.stage(Scene.WRONG_KEY)
    provider = rig.provider()

    with pytest.raises(KeyRefused):
        await order(provider, rig.request(rig.operations[0]))

    if provider.capabilities.has_balance:
        with pytest.raises(KeyRefused):
            await provider.balance()
    assert rig.paid_submits() == 0
