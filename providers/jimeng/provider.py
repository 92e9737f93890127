"""Jimeng behind the contract of the providers."""

import asyncio
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from typing_extensions import override

from providers.base import (
    Artifact,
    Balance,
    Capabilities,
    ImageProvider,
    Operation,
    Prepared,
    Request,
    Snapshot,
    SourcePicture,
    Submission,
)
from providers.clock import Clock
from providers.errors import (
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RequestRejected,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
)
from providers.http import HttpClient, host_of
from providers.jimeng.capabilities import describe
from providers.jimeng.client import JimengClient
from providers.jimeng.credits import read_balance
from providers.jimeng.models import canonical_model_name
from providers.jimeng.orders import Order, order_of
from providers.jimeng.records import read_record, remote_id_of
from providers.jimeng.settings import JimengSettings
from providers.jimeng.upload import Uploader

UNKNOWN_GRACE = 30.0  # seconds in which a fresh id may be missing from the poll
SEEDS = (2_500_000_000, 2_600_000_000)  # of the site's own random seeds


class JimengProvider(ImageProvider):
    """Pictures from text, edits and super resolution on one account.

    Args:
        settings: addresses, versions, the session.
        http: shared by all vendors; not closed here.
        clock: of the signs, the tokens and the grace for fresh ids.
        randomness: draws the seed where the user gave none.
    """

    name: ClassVar[str] = "jimeng"

    def __init__(
        self,
        *,
        settings: JimengSettings,
        http: HttpClient,
        clock: Clock,
        randomness: random.Random | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._http = http.bind(home=settings.api_url, secrets=(settings.session_id,))
        self._client = JimengClient(settings, self._http, clock)
        self._uploader = Uploader(settings, self._client, self._http, clock)
        self._randomness = randomness or random.SystemRandom()
        self._unseen: dict[str, float] = {}  # fresh ids, and since when they are missed
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

    @override
    async def prepare(self, request: Request) -> Prepared:
        if not request.sources:
            return Prepared(request=request)
        return Prepared(request=request, uploads=await self._upload(request.sources))

    async def _upload(self, sources: tuple[SourcePicture, ...]) -> tuple[str, ...]:
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

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        order = self._order(prepared)
        try:
            return await self._submit(order, key)
        except OutOfCredit:
            smaller = order.stepped_down() if self._settings.steps_down else None
            if smaller is None:
                raise
        # The refusal left the key unused, so that a lost answer of this try is still found by it.
        taken = await self._submit(smaller, key)
        return replace(taken, notices=("resolution_reduced",))

    def _order(self, prepared: Prepared) -> Order:
        return order_of(
            prepared,
            self._settings,
            seed=self._randomness.randint(*SEEDS),
            time_ms=int(self._clock.now().timestamp() * 1000),
        )

    async def _submit(self, order: Order, key: str) -> Submission:
        envelope = await self._client.generate(order.draft(), key)
        remote_id = _accepted_id(envelope.get("data"))
        if remote_id is None:
            raise SubmissionUnknown("accepted without an id")
        self._unseen[remote_id] = self._clock.monotonic()
        return Submission(remote_id=remote_id)

    @override
    async def find(self, key: str) -> str | None:
        record = (await self._history(submit_ids=[key])).get(key)
        return remote_id_of(record) if isinstance(record, Mapping) else None

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        record = (await self._history(history_ids=[remote_id])).get(remote_id)
        if not isinstance(record, Mapping):
            return self._missing(remote_id)
        self._unseen.pop(remote_id, None)
        return read_record(record, now=self._clock.now().timestamp())

    async def _history(self, **ids: list[str]) -> dict[str, Any]:
        try:
            return await self._client.history(**ids)
        except ModerationRefused:
            raise
        except (RequestRejected, TaskFailed) as exc:
            # The question was refused, which says nothing about the task.
            raise ServiceUnavailable(exc.detail) from None

    def _missing(self, remote_id: str) -> Snapshot:
        """A fresh id may not be stored yet; after a restart its grace counts from the first poll."""
        now = self._clock.monotonic()
        if now - self._unseen.setdefault(remote_id, now) < UNKNOWN_GRACE:
            return Snapshot(is_done=False)
        self._unseen.pop(remote_id, None)
        raise TaskLost(f"{remote_id} is not known")

    @override
    async def fetch(self, artifact: Artifact, destination: Path) -> None:
        if artifact.url is None:
            raise TaskFailed("a picture without an address", code="result_broken")
        limits = self._capabilities.operations[Operation.UPSCALE]
        await self._http.download(
            artifact.url,
            destination,
            allowed_hosts=(
                *self._settings.result_hosts,
                host_of(self._settings.api_url),
            ),
            max_bytes=limits.max_result_bytes,
            max_pixels=limits.max_result_pixels,
        )

    @override
    async def balance(self) -> Balance | None:
        return read_balance(await self._client.user_credit())


def _accepted_id(data: object) -> str | None:
    task = data.get("aigc_data") if isinstance(data, Mapping) else None
    return remote_id_of(task) if isinstance(task, Mapping) else None
