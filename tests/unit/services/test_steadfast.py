"""What happened is saved, and what is away is waited for."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from typing_extensions import override

from bot.domain.errors import Unreachable
from bot.domain.events import PutDown, Submitted, Submitting
from bot.domain.job import Job, JobState
from bot.services.values import Picture
from bot.services.workflow import new_run
from providers.base import Operation
from tests.fakes.imaging import picture_bytes
from tests.fakes.jobs import FakeJobStore
from tests.fakes.provider import FakeProvider
from tests.unit.services.bench import PHOTO, open_bench


@dataclass(slots=True)
class Gate:
    """Holds a write between its commit and its answer."""

    written: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)


class SlowJobStore(FakeJobStore):
    """Writes at once, answers when the gate opens."""

    gate: Gate | None = None

    @override
    async def save(self, job: Job, pictures: Sequence[Picture] = ()) -> Job:
        saved = await super().save(job, pictures)
        if self.gate is not None:
            self.gate.written.set()
            await self.gate.opened.wait()
        return saved


async def test_a_stop_keeps_the_state_that_is_being_written(tmp_path: Path) -> None:
    """Cancelled while "running" is written: the job is put down running, with its remote id."""
    async with open_bench(tmp_path, max_jobs=0) as bench:
        placed = await bench.order()
        store = SlowJobStore(bench.stores.shelves)
        run = new_run(replace(bench.shop, store=store), await bench.job(placed))
        await run.apply(Submitting(provider="fake", key="key", wanted=1))
        gate = store.gate = Gate()
        taken = Submitted(remote_id="task-1", at=bench.clock.now())
        moving = asyncio.create_task(run.apply(taken))
        await gate.written.wait()

        moving.cancel()
        gate.opened.set()
        with pytest.raises(asyncio.CancelledError):
            await moving
        await run.apply(PutDown())

        stored = await bench.job(placed)
        assert (stored.state, stored.remote_id) == (JobState.RUNNING, "task-1")


async def test_telegram_may_be_away_while_inputs_are_fetched(tmp_path: Path) -> None:
    """Twenty minutes without Telegram: the job waits for its picture and does not fail."""
    async with open_bench(tmp_path) as bench:
        bench.files.errors.extend([Unreachable("getFile")] * 25)
        placed = await bench.order(operation=Operation.EDIT, sources=(PHOTO,))
        await bench.pass_time(1200)

        assert (await bench.job(placed)).state is JobState.SUCCEEDED
        assert len(bench.provider.submits) == 1


async def test_a_stop_puts_down_each_job_once_its_submit_is_answered(
    tmp_path: Path,
) -> None:
    """While another answer is waited for, no delivery begins that the stop would break off."""
    quick = FakeProvider("quick", make_picture=picture_bytes)
    slow = FakeProvider("slow", make_picture=picture_bytes)
    quick.submit_gate, slow.submit_gate = asyncio.Event(), asyncio.Event()
    async with open_bench(tmp_path, quick, slow) as bench:
        placed = await bench.order(provider="quick")
        await bench.order(provider="slow")
        await bench.settle()

        stopping = asyncio.create_task(bench.runner.stop())
        await bench.settle()
        quick.submit_gate.set()
        await bench.pass_time(2)
        is_waiting = not stopping.done()
        slow.submit_gate.set()
        await bench.pass_time(2)
        await stopping

        assert is_waiting
        assert not (await bench.job(placed)).state.is_final
        assert bench.messenger.deliveries == []
