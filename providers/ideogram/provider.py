"""Ideogram's official API behind the contract of the providers."""

from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from providers.at_once import snapshot_of, submission_of
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
from providers.http import HttpClient, fetch_artifact
from providers.ideogram.capabilities import CAPABILITIES
from providers.ideogram.orders import call_of
from providers.ideogram.refusals import raise_refusal
from providers.ideogram.settings import IdeogramSettings
from providers.ideogram_api import check_fields, read_pictures


class IdeogramProvider(ImageProvider):
    """Pictures from text (v3), remixes and upscales. Each order is answered with its pictures.

    The service keeps no task, so the remote id holds the addresses: who restarts between the
    answer and the last download goes on from there, as long as the addresses live.

    Args:
        settings: address, key and bounds.
        http: shared by all vendors; not closed here.
        clock: tells which addresses have expired.
    """

    name: ClassVar[str] = "ideogram"

    def __init__(
        self, *, settings: IdeogramSettings, http: HttpClient, clock: Clock
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._http = http.bind(
            home=settings.api_url,
            secrets=(settings.api_key,),
            read_timeout=settings.read_timeout,
        )

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
        answer = await self._http.send(call_of(request, self._settings))
        raise_refusal(answer)
        listed = answer.json_object().get("data")
        if not isinstance(listed, list):
            raise answer.lost(f"no list of pictures: {answer.text}")
        return submission_of(key, read_pictures(listed, wanted=request.count or 1))

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        return snapshot_of(remote_id, now=self._clock.now().timestamp())

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        limits = CAPABILITIES.operations[Operation.UPSCALE]
        hosts = self._settings.result_hosts
        await fetch_artifact(
            self._http, artifact, destination, hosts=hosts, limits=limits
        )
