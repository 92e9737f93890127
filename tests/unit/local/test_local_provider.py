"""The engine as a provider: queue, progress, cancel, failure, and what stays on the disk."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import wait
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image
from typing_extensions import override

from providers.base import Limits, Operation, Prepared, Recovery, Request
from providers.errors import TaskFailed, TaskLost, TransientError
from providers.local import LocalProvider
from providers.local.craft import Craft
from providers.local.provider import KEPT_SECONDS
from providers.local.scratch import Scratch
from providers.local.watch import Watch
from tests.fakes.clock import FakeClock
from tests.unit.local.photos import load, save


class Gated(Craft):
    """Works in two steps, each of which waits for the test."""

    operation: ClassVar[Operation] = Operation.UPSCALE
    limits: ClassVar[Limits] = Limits(scales=(2,), max_sources=1, prompt_required=False)

    def __init__(self) -> None:
        self.started = threading.Semaphore(0)
        self.half = threading.Event()
        self.end = threading.Event()
        self.threads: list[str] = []

    @override
    def check(self, request: Request) -> None:
        return

    @override
    def make(self, request: Request, folder: Path, name: str, watch: Watch) -> Path:
        self.threads.append(threading.current_thread().name)
        file = folder / f"{name}.png"
        file.write_bytes(b"half")
        self.half.wait()
        watch.report(0.5)
        self.started.release()
        self.end.wait()
        watch.report(0.9)
        if request.prompt == "break":
            raise ValueError("no such pixels")
        file.write_bytes(b"whole")
        return file

    def open(self) -> None:
        """Let everything through."""
        self.half.set()
        self.end.set()


@pytest.fixture
def clock() -> FakeClock:
    """The engine's time."""
    return FakeClock()


@pytest.fixture
def craft() -> Gated:
    """What the workers do."""
    return Gated()


@pytest.fixture
async def provider(
    tmp_path: Path, clock: FakeClock, craft: Gated
) -> AsyncIterator[LocalProvider]:
    """An engine with one worker."""
    engine = LocalProvider(tmp_path / "scratch", clock=clock, workers=1, crafts=[craft])
    yield engine
    craft.open()
    await engine.close()


async def submit(provider: LocalProvider, key: str, prompt: str = "") -> str:
    """Order something."""
    request = Request(operation=Operation.UPSCALE, prompt=prompt)
    return (await provider.submit(Prepared(request=request), key)).remote_id


async def over(provider: LocalProvider, remote_id: str) -> None:
    """Wait until a task has ended, however it ends."""
    task = provider._workshop.task(remote_id)
    assert task is not None
    await asyncio.to_thread(wait, [task.future], 60)


def left_in(folder: Path) -> list[str]:
    """The pictures in the engine's scratch."""
    return [file.name for file in folder.glob("scratch/*/*.png")]


async def started(craft: Gated) -> None:
    """Wait until a worker has done the first half of a task."""
    craft.half.set()
    await asyncio.to_thread(craft.started.acquire)


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


async def test_a_result_is_copied_whole_and_can_be_fetched_again(
    provider: LocalProvider, craft: Gated, tmp_path: Path
) -> None:
    """A crash between fetch and the note of it makes the runner fetch once more."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")
    artifact = (await provider.poll("one")).artifacts[0]
    spool = tmp_path / "spool"
    spool.mkdir()

    await provider.fetch(artifact, spool / "a.png")
    await provider.fetch(artifact, spool / "b.png")

    assert sorted(file.name for file in spool.iterdir()) == ["a.png", "b.png"]
    assert (spool / "a.png").read_bytes() == (spool / "b.png").read_bytes() == b"whole"


async def test_a_result_that_is_gone_is_asked_for_again(
    provider: LocalProvider, craft: Gated, tmp_path: Path
) -> None:
    """The next poll decides; nothing lies at the destination meanwhile."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")
    artifact = (await provider.poll("one")).artifacts[0]
    assert artifact.path is not None
    artifact.path.unlink()
    spool = tmp_path / "spool"
    spool.mkdir()

    with pytest.raises(TransientError):
        await provider.fetch(artifact, spool / "a.png")

    assert not list(spool.iterdir())


async def test_old_results_leave_the_disk(
    provider: LocalProvider, craft: Gated, clock: FakeClock, tmp_path: Path
) -> None:
    """A bot that runs for months must not fill its scratch folder."""
    craft.open()
    await submit(provider, "one")
    await over(provider, "one")
    await provider.poll("one")

    await clock.advance(KEPT_SECONDS + 1)
    await submit(provider, "two")
    await over(provider, "two")

    assert left_in(tmp_path) == ["two.png"]
    with pytest.raises(TaskLost):
        await provider.poll("one")


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


def test_folders_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    """Kill -9 leaves a folder without a lock; a command beside the bot has one with."""
    dead = tmp_path / "engine-dead"
    dead.mkdir()
    (dead / ".lock").touch()
    (dead / "result.png").touch()
    alive = Scratch(tmp_path)
    (alive.folder / "result.png").touch()

    newcomer = Scratch(tmp_path)

    assert newcomer.folder != alive.folder
    assert not dead.exists()
    assert (alive.folder / "result.png").exists()
    alive.close()
    newcomer.close()
    assert not list(tmp_path.iterdir())


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
