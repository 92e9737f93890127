"""One account at the site: its uploads, its tasks, its results."""

import asyncio
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from providers.base import Artifact, Limits, Snapshot, SourcePicture
from providers.clock import Clock
from providers.dreamina.account import Account
from providers.dreamina.client import SiteClient
from providers.dreamina.records import Record, read_record
from providers.dreamina.upload import Uploader
from providers.errors import (
    ModerationRefused,
    ProviderError,
    RequestRejected,
    ServiceUnavailable,
    TaskFailed,
)
from providers.grace import Grace
from providers.http import HttpClient, fetch_artifact

UNKNOWN_GRACE = 30.0  # seconds in which a fresh id may be missing from the poll


class IdKind(StrEnum):
    """By which of its two names a task is asked for."""

    HISTORY = "history_ids"  # the site's own, digits
    SUBMIT = "submit_ids"  # ours, a uuid


class Site:
    """What the vendors share behind their different ways of ordering.

    Attributes:
        client: makes the signed calls.
    """

    def __init__(self, account: Account, http: HttpClient, clock: Clock) -> None:
        self._account = account
        self._clock = clock
        self._http = http.bind(home=account.api_url, secrets=account.secrets)
        self.client = SiteClient(account, self._http, clock)
        self._uploader = Uploader(account, self.client, self._http, clock)
        self._grace = Grace(clock, UNKNOWN_GRACE)

    async def upload(self, sources: Sequence[SourcePicture]) -> tuple[str, ...]:
        """Upload all at once, in order; the first error ends the others."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._uploader.upload(source))
                    for source in sources
                ]
        except ExceptionGroup as errors:
            ours, others = errors.split(ProviderError)
            raise (others or ours or errors).exceptions[0] from None
        return tuple(task.result() for task in tasks)

    def expect(self, task_id: str) -> None:
        """A task was just ordered: the grace for its appearance begins."""
        self._grace.expect(task_id)

    async def find(self, submit_id: str) -> Record | None:
        """The record of the task that was ordered with this uuid."""
        record = (await self._history(submit_ids=[submit_id])).get(submit_id)
        return record if isinstance(record, Mapping) else None

    async def poll(self, task_id: str, *, by: IdKind = IdKind.HISTORY) -> Snapshot:
        """The task now; errors as `ImageProvider.poll`."""
        record = (await self._history(**{by: [task_id]})).get(task_id)
        if not isinstance(record, Mapping):
            return self._grace.missing(task_id)
        self._grace.end(task_id)
        return read_record(record, now=self._clock.now().timestamp())

    async def _history(self, **ids: list[str]) -> dict[str, Any]:
        try:
            return await self.client.history(**ids)
        except ModerationRefused:
            raise
        except (RequestRejected, TaskFailed) as exc:
            # The question was refused, which says nothing about the task.
            raise ServiceUnavailable(exc.detail) from None

    async def fetch(
        self, artifact: Artifact, destination: Path, limits: Limits
    ) -> None:
        """Bring a result into a file; errors as `ImageProvider.fetch`."""
        hosts = self._account.result_hosts
        await fetch_artifact(
            self._http, artifact, destination, hosts=hosts, limits=limits
        )
