"""The intranet endpoint behind the contract of the providers."""

from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from providers.base import (
    Operation,
    Prepared,
    Snapshot,
    Submission,
)
from providers.clock import Clock
from providers.dreamina.provider import SiteProvider
from providers.dreamina.records import remote_id_of
from providers.dreamina.site import IdKind, Site
from providers.dreamina_mcp.acceptance import accepted_id
from providers.dreamina_mcp.bodies import body_of
from providers.dreamina_mcp.capabilities import describe
from providers.dreamina_mcp.settings import DreaminaMcpSettings
from providers.http import Call, HttpClient

PATH = "/dreamina/mcp/v1/image_generate"


class DreaminaMcpProvider(SiteProvider):
    """Pictures from text and edits; ordered inside, uploaded and polled at the public site.

    Args:
        settings: addresses and the cookie, which is the same in both places.
        http: shared by all vendors; not closed here.
        clock: of the signs, the tokens and the grace for fresh ids.
    """

    name: ClassVar[str] = "dreamina_mcp"

    def __init__(
        self, *, settings: DreaminaMcpSettings, http: HttpClient, clock: Clock
    ) -> None:
        account, capabilities = settings.account, describe(settings)
        result = capabilities.operations[Operation.GENERATE]
        super().__init__(Site(account, http, clock), capabilities, result)
        self._settings = settings
        self._http = http.bind(home=settings.url, secrets=account.secrets)

    @override
    async def submit(self, prepared: Prepared, key: str) -> Submission:
        answer = await self._http.send(
            Call(
                method="POST",
                url=f"{self._settings.url}{PATH}",
                headers={
                    "Content-Type": "application/json",
                    "cookie": self._settings.cookie,
                },
                json=body_of(prepared, key),
            )
        )
        remote_id = accepted_id(answer, key)
        self._site.expect(remote_id)
        return Submission(remote_id=remote_id)

    @override
    async def find(self, key: str) -> str | None:
        record = await self._site.find(key)
        return None if record is None else remote_id_of(record) or key

    @override
    async def poll(self, remote_id: str) -> Snapshot:
        return await self._site.poll(remote_id, by=_kind_of(remote_id))


def _kind_of(remote_id: str) -> IdKind:
    """Our own name of a task is a uuid, the site's is a number."""
    try:
        UUID(remote_id)
    except ValueError:
        return IdKind.HISTORY
    return IdKind.SUBMIT
