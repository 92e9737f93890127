"""One order on the bot's own workflow: accepted, carried to its end, or called off."""

import asyncio
from enum import Enum

from bot.cli.making.ask import Ask
from bot.domain.job import Job
from bot.services.intake import Intake
from bot.services.run import JobRun, Workshop
from bot.services.runner import Runner
from bot.services.workflow import Workflow, new_run

# Seconds for what is under way, such as the call that costs, after Ctrl-C.
PATIENCE = 10.0


class Ending(Enum):
    """What became of an order that was called off."""

    NOTHING_ORDERED = "nothing_ordered"
    STOPPED = "stopped"  # the provider said that it stops
    GOES_ON = "goes_on"  # it cannot be stopped, or did not say so
    UNKNOWN = "unknown"  # the call that costs had left; nobody knows


class Errand:
    """A run of the workflow that a person can call off.

    Args:
        shop: on stores of its own; nobody else orders there.
    """

    def __init__(self, shop: Workshop) -> None:
        self._shop = shop
        self._run: JobRun | None = None
        self._is_called_off = asyncio.Event()

    async def carry_out(self, ask: Ask) -> Job:
        """The job at its end, or where it was put down.

        Raises:
            Refused: nobody takes the order; nothing was paid.
        """
        runner = Runner(self._shop, max_jobs=1, per_user=1)
        await Intake(self._shop, runner).place(ask.order)
        job = await self._shop.store.claim(per_user=1)
        if job is None:
            raise AssertionError("what was accepted a moment ago waits to be claimed")
        self._run = run = new_run(self._shop, job)
        if self._is_called_off.is_set():
            run.signal.cancel()
        work = asyncio.create_task(Workflow(self._shop).run(run))
        try:
            await self._wait_for(work)
        finally:
            work.cancel()
            await asyncio.wait({work})
        if not work.cancelled():
            work.result()
        return run.job

    def call_off(self) -> bool:
        """Stop in good order; False when that was asked for before, and should be quicker."""
        is_first = not self._is_called_off.is_set()
        self._is_called_off.set()
        if self._run is not None:
            self._run.signal.cancel()
        return is_first

    @property
    def ending(self) -> Ending:
        """What calling off has left behind."""
        run = self._run
        if run is None or run.job.provider is None:
            return Ending.NOTHING_ORDERED
        if run.job.remote_id is None:
            return Ending.UNKNOWN
        return Ending.STOPPED if run.is_stopped_there else Ending.GOES_ON

    async def _wait_for(self, work: asyncio.Task[None]) -> None:
        """For as long as it takes; once it is called off not for long."""
        called_off = asyncio.create_task(self._is_called_off.wait())
        await asyncio.wait({work, called_off}, return_when=asyncio.FIRST_COMPLETED)
        called_off.cancel()
        if work.done():
            return
        alarm = asyncio.create_task(self._shop.clock.sleep(PATIENCE))
        await asyncio.wait({work, alarm}, return_when=asyncio.FIRST_COMPLETED)
        alarm.cancel()
