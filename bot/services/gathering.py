"""Bringing a task's pictures into the spool, as soon as they are there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import Refused
from bot.services.run import JobRun, log
from bot.services.values import Picture, PictureFacts
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
    waiting = [
        artifact
        for artifact in snapshot.artifacts
        if artifact.artifact_id not in into.fetched.keys() | into.lost
    ]
    while waiting and (missing := wanted - len(into.fetched)) > 0:
        round_, waiting = waiting[:missing], waiting[missing:]
        arrivals = await _fetch_all(run, provider, round_, into)
        await _file(run, provider, arrivals, into)


async def _fetch_all(
    run: JobRun,
    provider: ImageProvider,
    artifacts: Sequence[Artifact],
    into: Gathered,
) -> dict[str, Path]:
    """Where each lies that has arrived, by its id."""
    arrivals: dict[str, Path] = {}
    for number, artifact in enumerate(artifacts, start=1):
        arrival = run.shop.spool.arrival(run.job.job_id, number)
        if await _fetch(run, provider, artifact, arrival, into):
            arrivals[artifact.artifact_id] = arrival
    return arrivals


async def _fetch(
    run: JobRun,
    provider: ImageProvider,
    artifact: Artifact,
    arrival: Path,
    into: Gathered,
) -> bool:
    try:
        async with run.shop.downloads:
            await provider.fetch(artifact, arrival)
    except TransientError as error:
        failures = into.failures.get(artifact.artifact_id, 0) + 1
        into.failures[artifact.artifact_id] = failures
        log.info(
            "picture.not_fetched", detail=error.detail, failures=failures, **run.facts
        )
        if failures >= FETCH_TRIES:
            into.lost.add(artifact.artifact_id)
    except ProviderError as error:
        _note_lost(run, artifact.artifact_id, error, into)
    else:
        return True
    return False


async def _file(
    run: JobRun, provider: ImageProvider, arrivals: Mapping[str, Path], into: Gathered
) -> None:
    """Give arrivals their final names, once their headers say that they are pictures of sane size."""
    if not arrivals:
        return
    limits = provider.capabilities.operations[run.job.recipe.operation]
    found = await run.shop.tools.inspect(
        list(arrivals.values()), max_pixels=limits.max_result_pixels
    )
    moves: list[tuple[Path, Path]] = []
    pictures: dict[str, Picture] = {}
    for (artifact_id, arrival), facts in zip(arrivals.items(), found, strict=True):
        if isinstance(facts, Refused):
            _note_lost(run, artifact_id, facts, into)
            continue
        number = len(into.fetched) + len(pictures) + 1
        path = run.shop.spool.result(run.job.job_id, number, facts.media_type)
        pictures[artifact_id] = _picture(run, number, path, facts)
        moves.append((arrival, path))
    await asyncio.to_thread(_move, moves)
    into.fetched.update(pictures)


def _picture(run: JobRun, number: int, path: Path, facts: PictureFacts) -> Picture:
    return Picture(
        job_id=run.job.job_id,
        number=number,
        path=path,
        media_type=facts.media_type,
        width=facts.width,
        height=facts.height,
        size=facts.size,
        has_alpha=facts.has_alpha,
    )


def _note_lost(
    run: JobRun, artifact_id: str, error: ProviderError | Refused, into: Gathered
) -> None:
    log.warning("picture.lost", code=error.code, detail=str(error), **run.facts)
    into.lost.add(artifact_id)


def _move(moves: Sequence[tuple[Path, Path]]) -> None:
    for arrival, path in moves:
        arrival.replace(path)
