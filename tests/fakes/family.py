"""Family trees of pictures in memory."""

from typing_extensions import override

from bot.domain.job import Address
from bot.services.families import Kin
from bot.services.ports import FamilyStore
from tests.fakes.shelves import Shelves


class FakeFamilyStore(FamilyStore):
    """Walks from job to job."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def line(self, job_id: str, *, limit: int) -> tuple[Kin, ...]:
        found: list[Kin] = []
        job = self._shelves.jobs.get(job_id)
        while job is not None and len(found) < limit:
            found.append(
                Kin(
                    job_id=job.job_id,
                    chat_id=self._shelves.home(job.address.chat_id),
                    parent_id=job.parent_id,
                    sources=job.sources,
                )
            )
            job = self._shelves.jobs.get(job.parent_id or "")
        return tuple(found)

    @override
    async def newest_edit(
        self, user_id: int, address: Address
    ) -> tuple[str, int] | None:
        for place, shown in sorted(self._shelves.shown.items(), reverse=True):
            job = self._shelves.jobs[shown[0]]
            is_here = place[0] == address.chat_id
            is_here &= job.address.thread_id == address.thread_id
            if is_here and job.user_id == user_id and job.sources:
                return shown
        return None
