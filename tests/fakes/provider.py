"""A provider whose every answer a test writes beforehand."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from providers.base import (
    Artifact,
    Balance,
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
from providers.errors import ProviderError, TaskLost

PACE = Pace(intervals=((0.0, 2.0), (20.0, 4.0)), deadline=600.0, hard_deadline=1800.0)
FOUR = Limits(
    models=("one", "two"),
    aspect_ratios=("1:1", "16:9"),
    max_count=4,
    default_count=4,
    bundled=True,
    takes_seed=True,
    takes_negative_prompt=True,
)
EDIT = Limits(max_sources=3)
UPSCALE = Limits(scales=(2, 4), max_sources=1, prompt_required=False)


class FakeProvider(ImageProvider):
    """Remembers submits and tasks; plays back scripted errors and snapshots.

    Attributes:
        submits: keys, in the order they came: what was paid for.
        known: tasks by key, as the service would list them.
        submit_script: errors to raise at the next submits; None lets one through.
        poll_script: snapshots to answer or errors to raise; when empty the task is done.
        lose_answers: submits that are carried out and answered with the next script error.
        submit_gate: when set, answers to submits wait for it; the task is taken all the same.
        made: pictures a finished task has.
    """

    name = "fake"

    def __init__(
        self,
        name: str = "fake",
        *,
        recovery: Recovery = Recovery.LOOKUP,
        make_picture: Callable[[], bytes] = lambda: b"picture",
        made: int = 4,
        can_cancel: bool = True,
        concurrency: int = 100,
        operations: Collection[Operation] = tuple(Operation),
        bundled: bool = True,
        has_balance: bool = False,
    ) -> None:
        self.name = name  # type: ignore[misc] # several fakes side by side need several names
        self.submits: list[str] = []
        self.known: dict[str, str] = {}
        self.cancelled: list[str] = []
        self.fetched: list[str] = []
        self.submit_script: deque[ProviderError | None] = deque()
        self.poll_script: deque[ProviderError | Snapshot] = deque()
        self.fetch_script: deque[ProviderError | None] = deque()
        self.carry_out_before_error = False
        self.submit_gate: asyncio.Event | None = None
        self.made = made
        self.balance_amount = 0.0
        self._make_picture = make_picture
        self._capabilities = Capabilities(
            operations=_limits(operations, bundled=bundled),
            recovery=recovery,
            pace=PACE,
            concurrency=concurrency,
            can_cancel=can_cancel,
            has_balance=has_balance,
        )

    @property
    @override
    def capabilities(self) -> Capabilities:
        return self._capabilities

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        error = self.submit_script.popleft() if self.submit_script else None
        if error is None or self.carry_out_before_error:
            self.submits.append(key)
            self.known[key] = f"remote-{len(self.submits)}"
        if self.submit_gate is not None:
            await self.submit_gate.wait()
        if error is not None:
            raise error
        return Submission(remote_id=self.known[key])

    @override
    async def find(self, key: str) -> str | None:
        return self.known.get(key)

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        if remote_id not in self.known.values():
            raise TaskLost(remote_id)
        if self.poll_script:
            answer = self.poll_script.popleft()
            if isinstance(answer, ProviderError):
                raise answer
            return answer
        return done(self.made)

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        error = self.fetch_script.popleft() if self.fetch_script else None
        if error is not None:
            raise error
        self.fetched.append(artifact.artifact_id)
        await asyncio.to_thread(destination.write_bytes, self._make_picture())

    @override
    async def balance(self) -> Balance | None:
        return Balance(amount=self.balance_amount, unit="credits")

    @override
    async def cancel(self, remote_id: str) -> bool:
        self.cancelled.append(remote_id)
        return True


def running(
    fraction: float | None = None, *, queue_position: int | None = None
) -> Snapshot:
    """A task that is not done, with no picture yet."""
    return Snapshot(
        is_done=False,
        progress=Progress(fraction=fraction, queue_position=queue_position),
    )


def done(pictures: int) -> Snapshot:
    """A finished task."""
    return Snapshot(is_done=True, artifacts=artifacts(pictures), expected=pictures)


def artifacts(count: int) -> tuple[Artifact, ...]:
    """So many pictures, with stable ids."""
    return tuple(
        Artifact(artifact_id=f"a{n}", url=f"http://x/{n}") for n in range(1, count + 1)
    )


def _limits(
    operations: Collection[Operation], *, bundled: bool
) -> dict[Operation, Limits]:
    known = {
        Operation.GENERATE: replace(FOUR, bundled=bundled),
        Operation.EDIT: EDIT,
        Operation.UPSCALE: UPSCALE,
    }
    return {
        operation: known[operation] for operation in known if operation in operations
    }
