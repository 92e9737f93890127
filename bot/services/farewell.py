"""Forgetting a person: their jobs stop, then their files go, then what is written of them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.errors import Refused
from bot.services.ports import OwnDataStore
from bot.services.run import Workshop, log
from bot.services.runner import Runner

PATIENCE = (
    60.0  # seconds that jobs get to stop; a delivery under way cannot be called off
)
ROUND = 0.5  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Farewell:
    """Says good-bye to one user at a time."""

    shop: Workshop
    runner: Runner
    owned: OwnDataStore
    call_off: Callable[[str], Awaitable[object]]

    async def forget(self, user_id: int) -> None:
        """Erase everything of a user but sums.

        Files go first: whoever dies in between finds in the rows which files are left.

        Raises:
            Refused: `jobs_ending`: some still run after a minute; nothing was erased.
        """
        give_up = self.shop.clock.monotonic() + PATIENCE
        while await self._is_busy(user_id):
            if self.shop.clock.monotonic() >= give_up:
                raise Refused(code="jobs_ending")
            await self.shop.clock.sleep(ROUND)
        jobs = await self.owned.jobs_of(user_id)
        for job_id in jobs:
            await self.shop.spool.drop(job_id)
        if not await self.owned.erase(user_id):
            raise Refused(code="jobs_ending")
        log.info("user.forgotten", jobs=len(jobs))

    async def _is_busy(self, user_id: int) -> bool:
        """Call off what runs; True while a job, or the telling of its end, is under way."""
        running = await self.shop.store.unfinished_of(user_id)
        for job in running:
            try:
                await self.call_off(job.job_id)
            except Refused as refusal:  # it is being delivered, or has just ended
                log.info("forget.waits", job_id=job.job_id, code=refusal.code)
        if running:
            return True
        jobs = await self.owned.jobs_of(user_id)
        return any(
            self.runner.has(job_id) or self.shop.views.has(status_id)
            for job_id, status_id in jobs.items()
        )
