"""An order without Telegram: who is asked, what is paid, what a stop leaves behind."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.making.errand import Ending, Errand, GaveUp, Moment, Stage
from bot.cli.making.following import Made
from bot.cli.making.placing import MAX_SUBMITS, make
from bot.domain.errors import Refused
from bot.services.health import Health
from bot.services.routing import Routes
from providers.base import Operation, Recovery, Request
from providers.errors import (
    KeyRefused,
    ModerationRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    UnsupportedRequest,
)
from tests.fakes.clock import FakeClock, settle
from tests.fakes.imaging import FakePictureTools, picture_bytes
from tests.fakes.provider import FakeProvider, running

GENERATE = Request(operation=Operation.GENERATE, prompt="a cat", count=2)
HOURS = 3 * 3600.0
Start = Callable[..., Errand]


def fake(name: str = "one", **options: object) -> FakeProvider:
    """A provider whose pictures can be measured."""
    return FakeProvider(name, make_picture=picture_bytes, **options)  # type: ignore[arg-type]


def errand(
    folder: Path,
    *fakes: FakeProvider,
    request: Request = GENERATE,
    insist: str | None = None,
) -> tuple[Errand, list[Moment]]:
    """An errand to these providers in this order, and everything that a screen is told."""
    seen: list[Moment] = []
    clock = FakeClock()
    routes = Routes(
        providers={each.name: each for each in fakes},
        order=dict.fromkeys(Operation, tuple(each.name for each in fakes)),
        health=Health(clock),
    )
    made = Errand(
        request=request,
        insist=insist,
        routes=routes,
        tools=FakePictureTools(),
        clock=clock,
        folder=folder,
        watch=seen.append,
    )
    return made, seen


async def finish(one: Errand) -> Made:
    """Run an errand with time passing; a fetch in a thread may be under way at any step."""
    task = asyncio.ensure_future(make(one))
    clock = one.clock
    assert isinstance(clock, FakeClock)
    while not task.done():
        if clock.sleepers:
            await clock.advance(1.0)
        await settle(5)
        await asyncio.wait({task}, timeout=0.001)
    return task.result()


async def failure(one: Errand) -> GaveUp:
    """How an errand ends that brings nothing."""
    with pytest.raises(GaveUp) as caught:
        await finish(one)
    return caught.value


async def test_pictures_arrive_up_to_the_number_wanted(tmp_path: Path) -> None:
    """Two of the provider's four, one submit."""
    provider = fake()
    one, seen = errand(tmp_path, provider)
    provider.poll_script.append(running(0.5, queue_position=3))

    made = await finish(one)

    assert [picture.number for picture in made.pictures] == [1, 2]
    assert all(
        picture.path and picture.path.is_file() and picture.media_type == "image/png"
        for picture in made.pictures
    )
    assert len(provider.submits) == 1
    assert [moment.stage for moment in seen[:2]] == [Stage.ORDERING, Stage.WORKING]
    assert 0.5 in [moment.progress.fraction for moment in seen]
    assert 3 in [moment.progress.queue_position for moment in seen]


@pytest.mark.parametrize(
    "error",
    [
        ServiceUnavailable(),
        RateLimited(),
        KeyRefused(),
        UnsupportedRequest(),
        TaskFailed(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_the_next_provider_helps_out(
    tmp_path: Path, error: ProviderError
) -> None:
    """A first provider that did not take the order, for whatever reason of its own."""
    first, second = fake("first"), fake("second")
    first.submit_script.append(error)
    one, _ = errand(tmp_path, first, second)

    made = await finish(one)

    assert (made.provider, made.tried) == ("second", 2)
    assert (len(first.submits), len(second.submits)) == (0, 1)


async def test_a_task_that_failed_is_ordered_elsewhere(tmp_path: Path) -> None:
    """The first took the order and failed it: the second is paid, the pictures are its own."""
    first, second = fake("first"), fake("second")
    first.poll_script.append(TaskFailed())
    one, _ = errand(tmp_path, first, second)

    assert (await finish(one)).provider == "second"


async def test_moderation_is_the_end(tmp_path: Path) -> None:
    """What one service's rules refuse is not carried to the next."""
    first, second = fake("first"), fake("second")
    first.submit_script.append(ModerationRefused())
    one, _ = errand(tmp_path, first, second)

    end = await failure(one)

    assert (end.cause.code, end.provider) == ("moderation", "first")
    assert second.submits == []


async def test_a_busy_provider_is_asked_again_when_there_is_no_other(
    tmp_path: Path,
) -> None:
    """The service's own `retry_after` counts, and its one picture is paid once."""
    provider = fake()
    provider.submit_script.extend([RateLimited(retry_after=20.0), None])
    one, seen = errand(tmp_path, provider)

    await finish(one)

    assert Stage.WAITING in [moment.stage for moment in seen]
    assert one.clock.monotonic() >= 20.0
    assert len(provider.submits) == 1


async def test_who_is_busy_for_ever_is_given_up(tmp_path: Path) -> None:
    """Patience has an end, with the service's reason."""
    provider = fake()
    provider.submit_script.extend(RateLimited() for _ in range(10))
    one, _ = errand(tmp_path, provider)

    assert (await failure(one)).cause.code == "provider_busy"
    assert len(provider.submit_script) == 10 - MAX_SUBMITS


async def test_a_lost_answer_is_looked_up(tmp_path: Path) -> None:
    """The task is found by its key: one submit, and the second provider is never asked."""
    first, second = fake("first"), fake("second")
    first.submit_script.append(SubmissionUnknown())
    first.carry_out_before_error = True
    one, _ = errand(tmp_path, first, second)

    assert (await finish(one)).provider == "first"
    assert (len(first.submits), second.submits) == (1, [])


async def test_a_key_that_is_not_known_is_submitted_again_as_it_is(
    tmp_path: Path,
) -> None:
    """After the grace the same key goes out again: even a late task would be the same one."""
    provider = fake()
    provider.submit_script.extend([SubmissionUnknown(), None])
    one, _ = errand(tmp_path, provider)

    await finish(one)

    assert one.clock.monotonic() >= provider.capabilities.pace.unknown_grace
    assert len(provider.submits) == 1


async def test_in_doubt_no_other_provider_is_asked(tmp_path: Path) -> None:
    """The first may have taken it and is away now: nobody else is paid for the same order."""
    first, second = fake("first"), fake("second")
    first.submit_script.extend([SubmissionUnknown(), ServiceUnavailable()])
    one, _ = errand(tmp_path, first, second)

    assert (await failure(one)).cause.code == "submission_unknown"
    assert second.submits == []


async def test_without_a_look_up_a_lost_answer_is_the_end(tmp_path: Path) -> None:
    """Told openly, and not repeated anywhere."""
    first = fake("first", recovery=Recovery.NONE)
    second = fake("second")
    first.submit_script.append(SubmissionUnknown())
    one, _ = errand(tmp_path, first, second)

    assert (await failure(one)).cause.code == "submission_unknown"
    assert second.submits == []
    assert one.ending is Ending.UNKNOWN


async def test_a_provider_that_says_nothing_is_given_up(tmp_path: Path) -> None:
    """The deadline without progress counts as in the bot."""
    provider = fake()
    provider.poll_script.extend(running() for _ in range(2000))
    one, _ = errand(tmp_path, provider)

    assert (await failure(one)).cause.code == "timed_out"
    assert 600 <= one.clock.monotonic() < 700


async def test_only_the_provider_that_is_wanted_is_asked(tmp_path: Path) -> None:
    """`--provider` insists."""
    first, second = fake("first"), fake("second")
    second.submit_script.append(KeyRefused())
    one, _ = errand(tmp_path, first, second, insist="second")

    end = await failure(one)

    assert (end.cause.code, end.provider) == ("key_refused", "second")
    assert first.submits == []


async def test_what_nobody_can_do_costs_nothing(tmp_path: Path) -> None:
    """A refusal before anybody is asked, with the values that would work."""
    provider = fake()
    request = Request(operation=Operation.GENERATE, prompt="x", aspect_ratio="7:1")
    one, seen = errand(tmp_path, provider, request=request)

    end = await failure(one)

    assert isinstance(end.cause, Refused)
    assert end.provider is None
    assert end.cause.args_for_text["allowed"] == "1:1, 16:9"
    assert seen == []


async def stopped(one: Errand) -> Ending:
    """Ctrl-C, as soon as everything stands still."""
    task = asyncio.ensure_future(make(one))
    await settle()
    task.cancel()
    await settle()
    with pytest.raises(asyncio.CancelledError):
        await task
    return one.ending


@pytest.mark.parametrize(
    "can_cancel, ending", [(True, Ending.STOPPED), (False, Ending.GOES_ON)]
)
async def test_a_stop_calls_off_a_running_task(
    tmp_path: Path, *, can_cancel: bool, ending: Ending
) -> None:
    """Where the service can stop it is asked to; where it cannot the user is told."""
    provider = fake(can_cancel=can_cancel)
    provider.poll_script.extend(running(0.1) for _ in range(10))
    one, _ = errand(tmp_path, provider)

    assert await stopped(one) is ending
    assert provider.cancelled == (["remote-1"] if can_cancel else [])


async def test_a_stop_waits_for_the_answer_to_the_call_that_costs(
    tmp_path: Path,
) -> None:
    """Only that answer names what there is to call off."""
    provider = fake()
    provider.submit_gate = asyncio.Event()
    one, _ = errand(tmp_path, provider)
    task = asyncio.ensure_future(make(one))
    await settle()
    task.cancel()
    await settle()
    is_waiting = not task.done()
    provider.submit_gate.set()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert is_waiting
    assert provider.cancelled == ["remote-1"]
    assert one.ending is Ending.STOPPED


async def test_a_stop_while_the_provider_is_busy_leaves_nothing(tmp_path: Path) -> None:
    """Nothing was ordered, so there is nothing to call off."""
    provider = fake()
    provider.submit_script.append(RateLimited())
    one, _ = errand(tmp_path, provider)

    assert await stopped(one) is Ending.NOTHING_ORDERED
    assert provider.cancelled == []
