"""Bringing a task's pictures into the spool, each one as soon as it is there."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import Refused
from bot.services.run import JobRun, log
from bot.services.values import Picture
from providers.base import Artifact, ImageProvider, Snapshot
from providers.errors import ProviderError, TransientError

FETCH_TRIES = (
    8  # rounds in which one picture may fail to arrive before it counts as lost
)


@dataclass(slots=True)
class Gathered:
    """Pictures of one task so far, by the provider's artifact id.

    Attributes:
        fetched: in the spool, numbered in the order they came.
        failures: rounds in which an artifact could not be fetched.
        lost: artifacts that will never be a picture.
    """

    fetched: dict[str, Picture] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """What came, in order."""
        return tuple(self.fetched.values())

    def is_complete(self, snapshot: Snapshot, wanted: int) -> bool:
        """Is there nothing left to wait for?"""
        if len(self.fetched) >= wanted:
            return True
        known = {artifact.artifact_id for artifact in snapshot.artifacts}
        return snapshot.is_done and known <= (self.fetched.keys() | self.lost)


async def gather(
    run: JobRun, provider: ImageProvider, snapshot: Snapshot, into: Gathered
) -> None:
    """Fetch the artifacts that are new, up to the number wanted."""
    wanted = run.job.wanted or 1
    if snapshot.artifacts and not into.fetched:
        await run.shop.spool.open(run.job.job_id)
    for artifact in snapshot.artifacts:
        if len(into.fetched) >= wanted:
            return
        if artifact.artifact_id in into.fetched or artifact.artifact_id in into.lost:
            continue
        picture = await _fetch(run, provider, artifact, into)
        if picture is not None:
            into.fetched[artifact.artifact_id] = picture


async def _fetch(
    run: JobRun, provider: ImageProvider, artifact: Artifact, into: Gathered
) -> Picture | None:
    number = len(into.fetched) + 1
    arrival = run.shop.spool.arrival(run.job.job_id, number)
    try:
        async with run.shop.downloads:
            await provider.fetch(artifact, arrival)
        return await _file(run, provider, number)
    except TransientError as error:
        failures = into.failures.get(artifact.artifact_id, 0) + 1
        into.failures[artifact.artifact_id] = failures
        log.info(
            "picture.not_fetched", detail=error.detail, failures=failures, **run.facts
        )
        if failures >= FETCH_TRIES:
            into.lost.add(artifact.artifact_id)
    except (ProviderError, Refused) as error:
        log.warning("picture.lost", code=error.code, detail=str(error), **run.facts)
        into.lost.add(artifact.artifact_id)
    return None


async def _file(run: JobRun, provider: ImageProvider, number: int) -> Picture:
    """Give an arrival its final name, once its header says that it is a picture of sane size."""
    spool, tools, job_id = run.shop.spool, run.shop.tools, run.job.job_id
    arrival = spool.arrival(job_id, number)
    limits = provider.capabilities.operations[run.job.recipe.operation]
    facts = await tools.inspect(arrival, max_pixels=limits.max_result_pixels)
    path = spool.result(job_id, number, facts.media_type)
    size = await asyncio.to_thread(_move, arrival, path)
    return Picture(
        job_id=job_id,
        number=number,
        path=path,
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        size=size,
        has_alpha=facts.has_alpha,
    )


def _move(arrival: Path, path: Path) -> int:
    """Bytes of the file that is there now."""
    return arrival.replace(path).stat().st_size
