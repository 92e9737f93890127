"""Jimeng behind the contract of the providers."""

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from typing_extensions import override

from providers.base import (
    Balance,
    Operation,
    Prepared,
    Snapshot,
    Submission,
)
from providers.clock import Clock
from providers.dreamina.provider import SiteProvider
from providers.dreamina.records import remote_id_of
from providers.dreamina.site import Site
from providers.errors import OutOfCredit, SubmissionUnknown
from providers.http import HttpClient
from providers.jimeng.capabilities import describe
from providers.jimeng.client import JimengClient
from providers.jimeng.credits import read_balance
from providers.jimeng.orders import Order, order_of
from providers.jimeng.settings import JimengSettings

SEEDS = (2_500_000_000, 2_600_000_000)  # of the site's own random seeds


class JimengProvider(SiteProvider):
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
        capabilities = describe(settings)
        result = capabilities.operations[Operation.UPSCALE]
        super().__init__(Site(settings.account, http, clock), capabilities, result)
        self._settings = settings
        self._clock = clock
        self._client = JimengClient(self._site.client)
        self._randomness = randomness or random.SystemRandom()

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
        self._site.expect(remote_id)
        return Submission(remote_id=remote_id)

    @override
    async def find(self, key: str) -> str | None:
        record = await self._site.find(key)
        return None if record is None else remote_id_of(record)

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        return await self._site.poll(remote_id)

    @override
    async def balance(self) -> Balance | None:
        return read_balance(await self._client.user_credit())


def _accepted_id(data: object) -> str | None:
    task = data.get("aigc_data") if isinstance(data, Mapping) else None
    return remote_id_of(task) if isinstance(task, Mapping) else None
