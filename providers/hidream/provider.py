"""HiDream behind the contract of the providers."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.base import (
    Artifact,
    Capabilities,
    ImageProvider,
    Operation,
    Prepared,
    Request,
    Snapshot,
    Submission,
)
from providers.clock import Clock
from providers.errors import SubmissionUnknown, TaskLost
from providers.grace import Grace
from providers.hidream.bodies import body_of, encode
from providers.hidream.capabilities import check_upscale, describe
from providers.hidream.client import HidreamClient, Result
from providers.hidream.modules import MODULE_OF, RemoteTask
from providers.hidream.results import read_results
from providers.hidream.settings import HidreamSettings
from providers.hidream.sizes import canonical_model_name
from providers.http import HttpClient, fetch_artifact

UNKNOWN_GRACE = 30.0  # seconds in which a fresh task may be missing from the query


class HidreamProvider(ImageProvider):
    """Pictures from text, edits with references, and enlargements on one account.

    Args:
        settings: addresses and the token.
        http: shared by all vendors; not closed here.
        clock: of the grace for fresh tasks.
        callback_url: makes the address that the service posts to when the task of an
            idempotency key ends. Such a call only wakes the job, which then asks for itself:
            nothing in it is signed, and nothing of it is believed.
    """

    name: ClassVar[str] = "hidream"

    def __init__(
        self,
        *,
        settings: HidreamSettings,
        http: HttpClient,
        clock: Clock,
        callback_url: Callable[[str], str] | None = None,
    ) -> None:
        self._settings = settings
        self._callback_url = callback_url
        self._http = http.bind(home=settings.api_url, secrets=(settings.token,))
        self._client = HidreamClient(settings, self._http)
        self._grace = Grace(clock, UNKNOWN_GRACE)
        self._capabilities = describe(settings)

    @property
    @override
    def capabilities(self) -> Capabilities:
        return self._capabilities

    @override
    def check(self, request: Request) -> None:
        if request.model is not None:
            request = replace(request, model=canonical_model_name(request.model))
        super().check(request)
        if request.operation is Operation.UPSCALE:
            check_upscale(request)

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        request = prepared.request
        notify_url = None if self._callback_url is None else self._callback_url(key)
        body = body_of(request, key=key, notify_url=notify_url)
        content = await asyncio.to_thread(encode, body, request)
        result = await self._client.submit(MODULE_OF[request.operation], content)
        remote_id = str(_task_of(result, request))
        self._grace.expect(remote_id)
        return Submission(remote_id=remote_id)

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        task = RemoteTask.parse(remote_id)
        if task is None:
            raise TaskLost(f"{remote_id} names no task")
        result = await self._client.results(task)
        if result is None:
            return self._grace.missing(remote_id)
        self._grace.end(remote_id)
        return read_results(result, expected=task.count)

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        limits = self._capabilities.operations[Operation.UPSCALE]
        hosts = self._settings.result_hosts
        await fetch_artifact(
            self._http, artifact, destination, hosts=hosts, limits=limits
        )


def _task_of(result: Result, request: Request) -> RemoteTask:
    task_id = result.get("task_id")
    if not task_id:
        raise SubmissionUnknown("accepted without an id")
    parts = result.get("sub_task_ids")
    promised = len(parts) if isinstance(parts, list) else 0
    return RemoteTask(
        module=MODULE_OF[request.operation],
        count=promised or request.count or 1,
        task_id=str(task_id),
    )
