"""The drawing provider: as long and as moody as a real service, with nothing behind it."""

import asyncio
import os
import tempfile
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import (
    Artifact,
    Capabilities,
    ImageProvider,
    Limits,
    Operation,
    Pace,
    Prepared,
    Progress,
    Recovery,
    Snapshot,
    Submission,
)
from providers.clock import Clock
from providers.demo.painter import SIZES, paint
from providers.demo.recipe import DEFAULT_COUNT, Recipe, recipe_for
from providers.demo.troubles import (
    DOWN,
    FAIL,
    MODERATION,
    PARTIAL,
    PLACES,
    QUEUE,
    SECONDS_A_PLACE,
    SLOW,
    SLOWNESS,
)
from providers.errors import (
    ModerationRefused,
    ServiceUnavailable,
    TaskFailed,
    TaskLost,
)

SCHEME = "demo:"
"""What stands for a picture's address: the scheme, its number, the remote id."""

QUEUED = 0.15  # the share of the time spent "waiting" behind others
FIRST_PICTURE = 0.7  # when the first of several pictures is there

GENERATE = Limits(
    aspect_ratios=tuple(SIZES),
    max_count=DEFAULT_COUNT,
    default_count=DEFAULT_COUNT,
    bundled=True,
    takes_seed=True,
    takes_negative_prompt=True,
)

EDIT = Limits(
    max_count=DEFAULT_COUNT,
    default_count=DEFAULT_COUNT,
    bundled=True,
    max_sources=4,
    takes_seed=True,
    takes_negative_prompt=True,
    min_source_side=2,
)


class DemoProvider(ImageProvider):
    """Draws from the words of the prompt; each picture carries the word "demo".

    It keeps nothing: the remote id holds the whole order and its start, a poll compares the
    clock with it, and a fetch draws. So tasks survive a restart of the bot.
    """

    name: ClassVar[str] = "demo"

    def __init__(self, *, clock: Clock, seconds: float = 6.0) -> None:
        """Take the settings.

        Args:
            clock: the wall clock tells how old a task is.
            seconds: how long a task takes; 0 makes it done at the first poll.
        """
        self._clock = clock
        self._seconds = seconds
        self._cancelled: set[str] = set()

    @property
    @override
    def capabilities(self) -> Capabilities:
        return Capabilities(
            operations={Operation.GENERATE: GENERATE, Operation.EDIT: EDIT},
            recovery=Recovery.REPEAT,
            pace=Pace(
                intervals=((0.0, 0.5), (10.0, 1.0)), deadline=120.0, hard_deadline=900.0
            ),
            concurrency=16,
            can_cancel=True,
            is_free=True,
        )

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        request = prepared.request
        if MODERATION in request.prompt:
            raise ModerationRefused("the prompt asks for a refusal")
        if DOWN in request.prompt:
            raise ServiceUnavailable("the prompt asks for nobody to be there")
        started_at = self._clock.now().timestamp()
        recipe = recipe_for(request, key, started_at, GENERATE.aspect_ratios[0])
        return Submission(remote_id=recipe.encode())

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        recipe = Recipe.decode(remote_id)
        share, left = self._age(recipe)
        if remote_id in self._cancelled:
            raise TaskFailed("cancelled")
        if FAIL in recipe.prompt and share >= 0.5:  # noqa: PLR2004 - half-way
            raise TaskFailed("the prompt asks for a failure")
        if share < QUEUED:
            ahead = self._ahead(recipe) or (2 if share < QUEUED / 2 else 1)
            progress = Progress(fraction=0.0, queue_position=ahead, seconds_left=left)
            return Snapshot(is_done=False, progress=progress, expected=recipe.count)
        artifacts = tuple(
            Artifact(
                artifact_id=f"{recipe.key}-{number}",
                url=f"{SCHEME}{number}:{remote_id}",
            )
            for number in range(_ready(recipe, share))
        )
        return Snapshot(
            is_done=share >= 1,
            progress=Progress(
                fraction=(share - QUEUED) / (1 - QUEUED), seconds_left=left
            ),
            artifacts=artifacts,
            expected=recipe.count,
            notices=("some_refused",) if share >= 1 and _lost(recipe) else (),
        )

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        address = (artifact.url or "").removeprefix(SCHEME)
        number, _, remote_id = address.partition(":")
        if not number.isdecimal():
            raise TaskFailed(f"{artifact.artifact_id} is no demo picture")
        recipe = Recipe.decode(remote_id)
        try:
            await asyncio.to_thread(_draw, recipe, int(number), destination)
        except OSError as error:
            raise TaskFailed(str(error)) from error

    @override
    async def cancel(self, remote_id: str) -> bool:
        try:
            recipe = Recipe.decode(remote_id)
        except TaskLost:
            return False
        share, _ = self._age(recipe)
        if share >= 1:
            return False
        self._cancelled.add(remote_id)
        return True

    def _age(self, recipe: Recipe) -> tuple[float, float]:
        """How much of its time a task has had, 0..1, and the seconds left."""
        total = self._seconds * (SLOWNESS if SLOW in recipe.prompt else 1)
        age = self._clock.now().timestamp() - recipe.started_at - _wait(recipe)
        if age >= total:
            return 1.0, 0.0
        return max(0.0, age / total), min(total + _wait(recipe), total - age)

    def _ahead(self, recipe: Recipe) -> int:
        """How many are in front of it in the line that the prompt asks for."""
        left = recipe.started_at + _wait(recipe) - self._clock.now().timestamp()
        return max(0, ceil(left / SECONDS_A_PLACE))


def _wait(recipe: Recipe) -> float:
    """Seconds in that line."""
    return PLACES * SECONDS_A_PLACE if QUEUE in recipe.prompt else 0.0


def _lost(recipe: Recipe) -> int:
    """How many of several pictures do not come."""
    return int(PARTIAL in recipe.prompt and recipe.count > 1)


def _ready(recipe: Recipe, share: float) -> int:
    """How many pictures are there: one after another in the last part of the time."""
    coming = recipe.count - _lost(recipe)
    if share >= 1:
        return coming
    if share < FIRST_PICTURE:
        return 0
    return int(coming * (share - FIRST_PICTURE) / (1 - FIRST_PICTURE))


def _draw(recipe: Recipe, number: int, destination: Path) -> None:
    """Put the picture in place whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=destination.parent)
    os.close(handle)
    part = Path(name)
    try:
        paint(recipe, number, part)
        part.replace(destination)
    finally:
        with suppress(FileNotFoundError):
            part.unlink()
