"""From the provider's id to pictures in the errand's folder."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.cli.making.errand import Errand, Stage
from bot.domain.errors import Refused
from bot.services.following import MAX_PAUSE
from bot.services.gathering import FETCH_TRIES, Gathered
from bot.services.polling import interval, is_over
from bot.services.values import Picture
from providers.base import Artifact, ImageProvider, Progress, Snapshot, Submission
from providers.errors import ProviderError, TransientError


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of an order.

    Attributes:
        wanted: pictures that it was to bring.
        tried: providers that were asked.
    """

    provider: str
    pictures: tuple[Picture, ...]
    wanted: int
    notices: tuple[str, ...] = ()
    tried: int = 1


@dataclass(slots=True)
class _Age:
    """When the task began, and when it last showed a sign of life."""

    started_at: datetime
    progress_at: datetime
    progress: Progress

    def note(self, progress: Progress, now: datetime) -> None:
        if progress != self.progress:
            self.progress, self.progress_at = progress, now


async def follow(
    errand: Errand, provider: ImageProvider, submission: Submission, wanted: int
) -> Made:
    """Poll at the provider's pace until every picture is here, or no more will come.

    Raises:
        ProviderError: it ended without a picture, or has been silent for too long.
    """
    gathered, notices = Gathered(), submission.notices
    now = errand.clock.now()
    age = _Age(now, now, Progress())
    snapshot = submission.snapshot
    while True:
        pause = _pause(errand, provider, age)
        errand.tell(provider, Stage.WORKING, age.progress)
        try:
            snapshot = snapshot or await provider.poll(submission.remote_id)
        except TransientError as error:
            pause = max(pause, min(error.retry_after or 0.0, MAX_PAUSE))
        else:
            notices = tuple(dict.fromkeys((*notices, *snapshot.notices)))
            age.note(snapshot.progress, errand.clock.now())
            errand.tell(provider, Stage.WORKING, age.progress)
            await _gather(errand, provider, snapshot, gathered, wanted)
            if gathered.is_complete(snapshot, wanted):
                break
        if _is_over(errand, provider, age):
            if not gathered.fetched:
                raise ProviderError(code="timed_out")
            break
        snapshot = None
        await errand.clock.sleep(pause)
    if not gathered.fetched:
        raise ProviderError(code="no_result")
    return Made(
        provider=provider.name,
        pictures=gathered.pictures,
        wanted=wanted,
        notices=notices,
    )


def _pause(errand: Errand, provider: ImageProvider, age: _Age) -> float:
    seconds = (errand.clock.now() - age.started_at).total_seconds()
    return interval(provider.capabilities.pace, seconds, fixed=errand.poll_interval)


def _is_over(errand: Errand, provider: ImageProvider, age: _Age) -> bool:
    return is_over(
        provider.capabilities.pace,
        now=errand.clock.now(),
        progress_at=age.progress_at,
        started_at=age.started_at,
        fixed=errand.job_timeout,
    )


async def _gather(
    errand: Errand,
    provider: ImageProvider,
    snapshot: Snapshot,
    into: Gathered,
    wanted: int,
) -> None:
    """Fetch what is new, up to the number wanted."""
    for artifact in snapshot.artifacts:
        name = artifact.artifact_id
        if len(into.fetched) >= wanted:
            return
        if name in into.fetched or name in into.lost:
            continue
        try:
            into.fetched[name] = await _fetch(
                errand, provider, artifact, len(into.fetched) + 1
            )
        except TransientError:
            into.failures[name] = into.failures.get(name, 0) + 1
            if into.failures[name] >= FETCH_TRIES:
                into.lost.add(name)
        except (ProviderError, Refused):
            into.lost.add(name)


async def _fetch(
    errand: Errand, provider: ImageProvider, artifact: Artifact, number: int
) -> Picture:
    path = errand.folder / f"arrival-{number}"
    await provider.fetch(artifact, path)
    media_type, width, height = await errand.tools.measure(path)
    limits = provider.capabilities.operations[errand.request.operation]
    if width * height > limits.max_result_pixels:
        raise Refused(f"{width}x{height}", code="picture_too_large")
    size = await asyncio.to_thread(_size, path)
    return Picture(
        job_id="",
        number=number,
        path=path,
        media_type=media_type,
        width=width,
        height=height,
        size=size,
    )


def _size(path: Path) -> int:
    return path.stat().st_size
