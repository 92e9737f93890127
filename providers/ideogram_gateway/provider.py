"""Upscales through a gateway, behind the contract of the providers."""

from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.at_once import is_at_once, snapshot_of
from providers.base import (
    Artifact,
    Capabilities,
    ImageProvider,
    Operation,
    Pace,
    Prepared,
    Recovery,
    Request,
    Snapshot,
    Submission,
)
from providers.clock import Clock
from providers.errors import (
    KeyRefused,
    ModerationRefused,
    ServiceUnavailable,
    TransientError,
)
from providers.grace import Grace
from providers.http import HttpClient, fetch_artifact
from providers.ideogram_api import UPSCALE_LIMITS, check_fields
from providers.ideogram_gateway.answers import read_submission, read_task
from providers.ideogram_gateway.client import GatewayClient
from providers.ideogram_gateway.refusals import complaint_of, error_of
from providers.ideogram_gateway.settings import GatewaySettings

UNKNOWN_GRACE = 15.0  # seconds in which a fresh id may be missing from the query
HINT = "; is IDEOGRAM_GATEWAY_TASK_PATH right?"

CAPABILITIES = Capabilities(
    operations={Operation.UPSCALE: UPSCALE_LIMITS},
    recovery=Recovery.NONE,
    pace=Pace(intervals=((0.0, 3.0),), deadline=300.0, hard_deadline=600.0),
    # No document tells what an account stands; a relay with no room says so with 429.
    concurrency=4,
)


class GatewayProvider(ImageProvider):
    """Upscales, answered with a task to poll or with the pictures at once.

    Args:
        settings: addresses and key.
        http: shared by all vendors; not closed here.
        clock: of the grace for fresh ids and of addresses that expire.
    """

    name: ClassVar[str] = "ideogram_gateway"

    def __init__(
        self, *, settings: GatewaySettings, http: HttpClient, clock: Clock
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._client = GatewayClient(settings, http)
        self._grace = Grace(clock, UNKNOWN_GRACE)

    @property
    @override
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    @override
    def check(self, request: Request) -> None:
        super().check(request)
        check_fields(request, CAPABILITIES.operations[request.operation])

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        request = prepared.request
        answer = await self._client.upscale(request)
        complaint = complaint_of(answer)
        if complaint is not None:
            raise error_of(answer, complaint)
        return read_submission(answer, key=key, wanted=request.count or 1)

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        if is_at_once(remote_id):
            return snapshot_of(remote_id, now=self._clock.now().timestamp())
        answer = await self._client.task(remote_id)
        complaint = complaint_of(answer)
        if complaint is None:
            self._grace.end(remote_id)
            return read_task(answer)
        if answer.status == 404 or complaint.is_about_unknown_task:  # noqa: PLR2004 - the name of an HTTP status
            return self._grace.missing(remote_id, hint=HINT)
        error = error_of(answer, complaint)
        if isinstance(error, ModerationRefused | KeyRefused | TransientError):
            raise error
        # The question was refused, which says nothing about the task.
        raise ServiceUnavailable(error.detail)

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        limits = CAPABILITIES.operations[Operation.UPSCALE]
        http, hosts = self._client.http, self._settings.result_hosts
        await fetch_artifact(http, artifact, destination, hosts=hosts, limits=limits)
