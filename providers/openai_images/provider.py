"""OpenAI's images API, and what is compatible with it, behind the contract of the providers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import override

from providers.at_once import snapshot_of, submission_of
from providers.base import (
    Artifact,
    Balance,
    Capabilities,
    ImageProvider,
    Operation,
    Prepared,
    Request,
    Snapshot,
    Submission,
    check_limits,
)
from providers.clock import Clock
from providers.errors import (
    RequestRejected,
    SubmissionUnknown,
    TaskLost,
    UnsupportedRequest,
)
from providers.http import Answer, Call, HttpClient, fetch_artifact
from providers.openai_images.answers import read_pictures
from providers.openai_images.capabilities import describe, limits_of
from providers.openai_images.events import StreamListener
from providers.openai_images.families import family_of, is_known
from providers.openai_images.orders import call_of
from providers.openai_images.refusals import (
    error_of_event,
    is_about_streaming,
    raise_refusal,
)
from providers.openai_images.settings import OpenaiSettings
from providers.openai_images.shelf import Shelf


class OpenaiProvider(ImageProvider):
    """Pictures from text, and edits of one or several. Each order is answered with its pictures.

    The service keeps no task, so the remote id holds the addresses, or the names of the files into
    which base64 was written: a restart between the answer and the last fetch loses nothing that is
    still in the folder.

    Args:
        settings: address, key, model and bounds.
        http: shared by all vendors; not closed here.
        clock: tells the age of files that nobody fetched.
        scratch: a folder for pictures that came inside an answer.
    """

    name: ClassVar[str] = "openai"

    def __init__(
        self,
        *,
        settings: OpenaiSettings,
        http: HttpClient,
        clock: Clock,
        scratch: Path,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._shelf = Shelf(scratch)
        self._http = http.bind(
            home=settings.base_url,
            secrets=(settings.api_key,),
            read_timeout=settings.read_timeout,
        )
        self._capabilities = describe(settings.model)
        self._streams = True  # until the service refuses the fields

    @property
    @override
    def capabilities(self) -> Capabilities:
        return self._capabilities

    @override
    def check(self, request: Request) -> None:
        usual = self._settings.model
        model = request.model or usual
        usual_limits = self._capabilities.operations.get(request.operation)
        if usual_limits is None:
            raise UnsupportedRequest(
                f"{usual} does not {request.operation}", code="operation_unsupported"
            )
        limits = limits_of(model, usual=usual).get(request.operation)
        if limits is None:
            raise UnsupportedRequest(
                f"{model} does not {request.operation}",
                code="model_unsupported",
                args_for_text={"allowed": ", ".join(usual_limits.models), "option": ""},
            )
        if is_known(model):
            request = replace(request, model=None)  # newer ones of a family are taken
        check_limits(request, limits)

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        await asyncio.to_thread(self._shelf.tidy, self._clock.now().timestamp())
        items = await self._order(prepared)
        wanted = prepared.request.count or 1
        snapshot = await asyncio.to_thread(
            read_pictures, items, self._shelf, wanted=wanted
        )
        return submission_of(key, snapshot)

    async def _order(self, prepared: Prepared) -> Sequence[Any]:
        listener = self._listener(prepared)
        if listener is not None:
            try:
                return await self._streamed(prepared.request, listener)
            except RequestRejected as refusal:
                if not is_about_streaming(refusal):
                    raise
                self._streams = False  # the refusal took nothing: order without
        call = call_of(prepared.request, self._settings, streams=False)
        return await _listed(await self._http.send(call))

    def _listener(self, prepared: Prepared) -> StreamListener | None:
        """Who watches the order, if anybody does; events do not say to which of several they belong."""
        request = prepared.request
        family = family_of(request.model or self._settings.model)
        can_stream = self._streams and family.streams and (request.count or 1) == 1
        if prepared.preview is None or not can_stream:
            return None
        return StreamListener(prepared.preview)

    async def _streamed(
        self, request: Request, listener: StreamListener
    ) -> Sequence[Any]:
        call = call_of(request, self._settings, streams=True)
        try:
            answer = await self._http.send(call, listener=listener)
        except SubmissionUnknown:
            if listener.results:  # the line broke when the picture was here
                return listener.results
            raise
        if listener.results:
            return listener.results
        raise_refusal(answer)
        if listener.error is not None:
            raise error_of_event(listener.error)
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            raise answer.lost("the stream ended without a picture")
        return await _listed(answer)

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        snapshot = snapshot_of(remote_id, now=self._clock.now().timestamp())
        artifacts = snapshot.artifacts
        if artifacts and not await asyncio.to_thread(_any_is_there, artifacts):
            raise TaskLost("the files of the answer are gone")
        return snapshot

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        limits = self._capabilities.operations[Operation.GENERATE]
        if artifact.path is not None:
            await asyncio.to_thread(
                self._shelf.take, artifact.path, destination, limits
            )
            return
        hosts = self._settings.result_hosts
        await fetch_artifact(
            self._http, artifact, destination, hosts=hosts, limits=limits
        )

    @override
    async def balance(self) -> Balance | None:
        """None: the API tells no balance. Its list of models is a free call that wants the key."""
        call = Call(
            method="GET",
            url=f"{self._settings.base_url}/models",
            headers={"Authorization": f"Bearer {self._settings.api_key}"},
        )
        answer = await self._http.read(call)
        if answer.status != HTTPStatus.NOT_FOUND:  # some relays have no such list
            answer.raise_for_status()
        return None


def _any_is_there(artifacts: Sequence[Artifact]) -> bool:
    return any(one.path is None or one.path.exists() for one in artifacts)


async def _listed(answer: Answer) -> Sequence[Any]:
    """`data` of an answer.

    Raises:
        SubmissionUnknown: there is none.
    """
    raise_refusal(answer)
    body = await asyncio.to_thread(answer.json_object)
    error, listed = body.get("error"), body.get("data")
    if isinstance(error, Mapping):  # some relays say no with 200
        raise error_of_event(error)
    if not isinstance(listed, list):
        raise answer.lost(f"no list of pictures: {answer.text}")
    return listed
