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
    TaskFailed,
    TaskLost,
    TransientError,
)
from providers.http import HttpClient
from providers.ideogram_api import UPSCALE_LIMITS, check_fields
from providers.ideogram_gateway.answers import read_submission, read_task
from providers.ideogram_gateway.client import GatewayClient
from providers.ideogram_gateway.refusals import complaint_of, error_of
from providers.ideogram_gateway.settings import GatewaySettings

UNKNOWN_GRACE = 15.0  # seconds in which a fresh id may be missing from the query

CAPABILITIES = Capabilities(
    operations={Operation.UPSCALE: UPSCALE_LIMITS},
    recovery=Recovery.NONE,
    pace=Pace(steps=((0.0, 3.0),), deadline=300.0, hard_deadline=600.0),
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
        self._unseen: dict[str, float] = {}  # ids that are missed, and since when

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
            self._unseen.pop(remote_id, None)
            return read_task(answer)
        if answer.status == 404 or complaint.is_about_unknown_task:  # noqa: PLR2004 - the name of an HTTP status
            return self._missing(remote_id)
        error = error_of(answer, complaint)
        if isinstance(error, ModerationRefused | KeyRefused | TransientError):
            raise error
        # The question was refused, which says nothing about the task.
        raise ServiceUnavailable(error.detail)

    def _missing(self, remote_id: str) -> Snapshot:
        now = self._clock.monotonic()
        if now - self._unseen.setdefault(remote_id, now) < UNKNOWN_GRACE:
            return Snapshot(is_done=False)
        self._unseen.pop(remote_id, None)
        raise TaskLost(
            f"{remote_id} is not known; is IDEOGRAM_GATEWAY_TASK_PATH right?"
        )

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        if artifact.url is None:
            raise TaskFailed("a picture without an address", code="result_broken")
        limits = CAPABILITIES.operations[Operation.UPSCALE]
        await self._client.http.download(
            artifact.url,
            destination,
            allowed_hosts=self._settings.result_hosts,
            max_bytes=limits.max_result_bytes,
            max_pixels=limits.max_result_pixels,
        )
