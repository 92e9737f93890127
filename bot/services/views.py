"""The status messages under way: the newest view of each job, handed to the messenger."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.domain.job import Job, JobState
from bot.services.ports import JobStore, Messenger, StatusStore
from bot.services.values import JobView, Placed, Status, StatusView


@dataclass(slots=True)
class _Entry:
    status: Status
    views: dict[str, JobView]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def view(self) -> StatusView:
        return StatusView(status=self.status, jobs=tuple(self.views.values()))

    @property
    def is_over(self) -> bool:
        return all(view.job.state.is_final for view in self.views.values())


@dataclass(slots=True)
class Views:
    """What every chat is told right now. One entry a status message, dropped when it is over."""

    store: JobStore
    statuses: StatusStore
    messenger: Messenger
    _entries: dict[str, _Entry] = field(default_factory=dict)

    def admit(self, placed: Placed, places: dict[str, int]) -> None:
        """Show an order that was just accepted."""
        views = {
            job.job_id: JobView(job=job, place=places.get(job.job_id))
            for job in placed.jobs
        }
        entry = self._entries[placed.status.status_id] = _Entry(placed.status, views)
        self.messenger.show(replace(entry.view, is_new=True))

    async def open(self, job: Job) -> None:
        """Bring a claimed job's status message back into memory if a restart lost it."""
        entry = self._entries.get(job.status_id)
        if entry is None:
            status = await self.statuses.get_status(job.status_id)
            batch = await self.store.batch(job.status_id)
            # A sibling that was claimed at the same time may have been quicker: one entry, one lock.
            entry = self._entries.setdefault(
                job.status_id,
                _Entry(
                    status or Status(status_id=job.status_id, address=job.address),
                    {sibling.job_id: JobView(job=sibling) for sibling in batch},
                ),
            )
        is_back = job.state is not JobState.QUEUED
        entry.views[job.job_id] = JobView(job=job, is_back=is_back)

    def show(
        self,
        job: Job,
        *,
        place: int | None = None,
        fraction: float | None = None,
        seconds_left: float | None = None,
        photo: Path | None = None,
    ) -> None:
        """Tell the chat how far a job is; a photo stays until a newer one comes."""
        entry = self._entries[job.status_id]
        was = entry.views[job.job_id]
        has_news = was.fraction is not None and fraction != was.fraction
        entry.views[job.job_id] = replace(
            was,
            job=job,
            place=place,
            fraction=fraction,
            seconds_left=seconds_left,
            photo=photo or was.photo,
            is_back=was.is_back and not has_news,
        )
        self.messenger.show(entry.view)

    def has(self, status_id: str) -> bool:
        """Is this message under way?"""
        return status_id in self._entries

    def turn(self, job: Job) -> asyncio.Lock:
        """Jobs of one message end one after the other, so that exactly one of them is the last."""
        return self._entries[job.status_id].turn

    def ending(
        self, job: Job, *, delivered: int = 0, allowance_left: int | None = None
    ) -> tuple[StatusView, bool]:
        """The view with this job at its end, and whether it is the last of its message."""
        entry = self._entries[job.status_id]
        entry.views[job.job_id] = replace(
            entry.views[job.job_id],
            job=job,
            place=None,
            delivered=delivered,
            allowance_left=allowance_left,
        )
        others = (view for key, view in entry.views.items() if key != job.job_id)
        return entry.view, all(view.job.state.is_final for view in others)

    def note(self, job: Job) -> None:
        """Remember how a job stands without telling anybody."""
        entry = self._entries[job.status_id]
        entry.views[job.job_id] = replace(entry.views[job.job_id], job=job)

    def close(self, job: Job) -> None:
        """Forget the status message when nothing of it is under way."""
        entry = self._entries.get(job.status_id)
        if entry is not None and job.state.is_final:
            self.note(job)
            if entry.is_over:
                del self._entries[job.status_id]

    def waiting(self, is_in_hand: Callable[[str], bool], limit: int) -> list[Job]:
        """The oldest jobs that nobody has claimed."""
        found: list[Job] = []
        for entry in self._entries.values():
            found.extend(
                view.job
                for view in entry.views.values()
                if view.job.state is JobState.QUEUED and not is_in_hand(view.job.job_id)
            )
            if len(found) >= limit:
                break
        return found[:limit]
