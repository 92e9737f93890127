"""The engine as a provider: queue, progress, cancel, failure, and what stays on the disk."""

import asyncio
import logging
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from providers.base import Operation, Prepared, Recovery, Request
from providers.errors import TaskFailed, TaskLost
from providers.local import LocalProvider
from tests.fakes.clock import FakeClock
from tests.unit.local.gated import Gated, left_in, over, started, submit
from tests.unit.local.photos import load, save


async def test_progress_and_time_left_are_told(
    provider: LocalProvider, clock: FakeClock, craft: Gated
) -> None:
    """Half the work after eight seconds leaves eight more."""
    remote_id = await submit(provider, "one")
    await started(craft)
    await clock.advance(8)

    snapshot = await provider.poll(remote_id)

    assert not snapshot.is_done
    assert snapshot.progress.fraction == 0.5
    assert snapshot.progress.seconds_left == pytest.approx(8)
    assert not snapshot.progress.queue_position


async def test_who_waits_for_a_core_is_told_the_place(
    provider: LocalProvider, craft: Gated
) -> None:
    """One job per core: with one worker the second and third order wait behind the first."""
    await submit(provider, "one")
    await started(craft)
    await submit(provider, "two")
    await submit(provider, "three")

    second, third = await provider.poll("two"), await provider.poll("three")

    assert second.progress.queue_position == 1
    assert third.progress.queue_position == 2
    assert provider.capabilities.concurrency == 1


async def test_the_same_key_is_one_order(provider: LocalProvider, craft: Gated) -> None:
    """A repeated submit does not make the picture twice."""
    await submit(provider, "one")
    await submit(provider, "one")
    craft.open()
    await over(provider, "one")

    assert len(craft.threads) == 1


async def test_a_failed_order_can_be_repeated_with_its_key(
    provider: LocalProvider, craft: Gated
) -> None:
    """Recovery by repetition must not meet the old failure again."""
    craft.open()
    await submit(provider, "one", prompt="break")
    await over(provider, "one")

    await submit(provider, "one")
    await over(provider, "one")

    assert (await provider.poll("one")).is_done
    assert provider.capabilities.recovery is Recovery.REPEAT


async def test_a_running_task_ends_when_cancelled(
    provider: LocalProvider, craft: Gated, tmp_path: Path
) -> None:
    """The worker hears it at its next tile, and its half file is gone."""
    await submit(provider, "one")
    await started(craft)

    assert await provider.cancel("one")
    craft.open()
    await over(provider, "one")

    with pytest.raises(TaskFailed):
        await provider.poll("one")
    assert not await provider.cancel("one")
    assert left_in(tmp_path) == []


async def test_a_waiting_task_never_starts_when_cancelled(
    provider: LocalProvider, craft: Gated
) -> None:
    """Its place goes to the next one."""
    await submit(provider, "one")
    await started(craft)
    await submit(provider, "two")
    await submit(provider, "three")

    assert await provider.cancel("two")

    assert (await provider.poll("three")).progress.queue_position == 1
    craft.open()
    await over(provider, "three")
    assert len(craft.threads) == 2


async def test_a_restart_forgets_and_says_so(
    provider: LocalProvider, tmp_path: Path, clock: FakeClock
) -> None:
    """TaskLost is what makes the job start again."""
    remote_id = await submit(provider, "one")

    after = LocalProvider(tmp_path / "scratch", clock=clock)

    with pytest.raises(TaskLost):
        await after.poll(remote_id)


async def test_whatever_breaks_in_a_worker_fails_one_job_and_is_logged_once(
    provider: LocalProvider,
    craft: Gated,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    """A codec's odd exception must neither kill the worker nor leak through the contract."""
    craft.open()
    await submit(provider, "one", prompt="break")
    await over(provider, "one")

    for _ in range(2):
        with pytest.raises(TaskFailed):
            await provider.poll("one")

    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert left_in(tmp_path) == []
    await submit(provider, "two")
    await over(provider, "two")
    assert (await provider.poll("two")).is_done


async def test_close_calls_off_and_leaves_nothing(
    tmp_path: Path, clock: FakeClock, craft: Gated
) -> None:
    """Stopping the bot must not wait for a picture of a minute."""
    engine = LocalProvider(tmp_path / "scratch", clock=clock, crafts=[craft])
    await submit(engine, "one")
    await started(craft)
    closing = asyncio.create_task(engine.close())
    await asyncio.to_thread(lambda: None)
    craft.open()

    await closing

    assert not list((tmp_path / "scratch").iterdir())


async def test_work_is_done_off_the_event_loop(
    provider: LocalProvider, craft: Gated
) -> None:
    """The loop's own thread never runs a craft."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")

    assert threading.current_thread().name not in craft.threads


async def test_a_real_upscale_leaves_the_loop_awake(
    tmp_path: Path, clock: FakeClock
) -> None:
    """While every worker computes, the loop answers many times and never waits for the end."""
    engine = LocalProvider(tmp_path / "scratch", clock=clock)
    source = save(load("coffee.png").crop((0, 0, 320, 240)), tmp_path / "in.png")
    request = Request(operation=Operation.UPSCALE, sources=(source,))
    engine.check(request)
    keys = [f"job-{number}" for number in range(engine.capabilities.concurrency)]
    for key in keys:
        await engine.submit(Prepared(request=request), key)

    lags: list[float] = []
    began_at = time.perf_counter()
    never = asyncio.get_running_loop().create_future()
    for key in keys:
        while not (await engine.poll(key)).is_done:
            asked_at = time.perf_counter()
            await asyncio.wait([never], timeout=0.005)
            lags.append(time.perf_counter() - asked_at - 0.005)
    in_all = time.perf_counter() - began_at
    result = (await engine.poll(keys[0])).artifacts[0].path

    assert result is not None
    with Image.open(result) as image:
        assert image.size == (640, 480)
    assert len(lags) > 10
    assert max(lags) < in_all / 2  # a blocked loop would wait for nearly all of it
    await engine.close()
