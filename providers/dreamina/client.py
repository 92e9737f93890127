"""Signed calls to the site and its envelope (contracts 1.2, 1.3)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from providers.clock import Clock
from providers.dreamina.account import Account
from providers.dreamina.codes import refusal
from providers.dreamina.sign import AID, poll_headers, site_query, submit_headers
from providers.http import Answer, Call, HttpClient

HISTORY = "/mweb/v1/get_history_by_ids"
UPLOAD_TOKEN = "/mweb/v1/get_upload_token"  # noqa: S105 - a path

ACCEPT = "application/json, text/plain, */*"
Envelope = dict[str, Any]


class SiteClient:
    """The calls that every vendor needs; answers are envelopes whose `ret` was "0"."""

    def __init__(self, account: Account, http: HttpClient, clock: Clock) -> None:
        self._account = account
        self._http = http
        self._clock = clock

    async def order(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        params: Mapping[str, str | int],
        headers: Mapping[str, str],
    ) -> Envelope:
        """Make a call that costs, once; `headers` come on top of the signed ones.

        Raises:
            SubmissionUnknown: the answer was lost or made no sense.
        """
        answer = await self._http.send(
            Call(
                method="POST",
                url=f"{self._account.api_url}{path}",
                headers=self._signed(path) | dict(headers),
                params=params,
                json=body,
            )
        )
        return unwrap(answer)

    async def ask(
        self,
        path: str,
        body: Mapping[str, Any],
        *,
        params: Mapping[str, str | int] | None = None,
    ) -> Envelope:
        """Make a call that costs nothing; it may be repeated."""
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{self._account.api_url}{path}",
                headers=self._signed(path) | {"Accept": ACCEPT},
                params=params,
                json=body,
            )
        )
        return unwrap(answer)

    async def history(self, **ids: list[str]) -> dict[str, Any]:
        """The records of tasks, asked for by `history_ids` or `submit_ids`, keyed by the same."""
        headers = poll_headers(
            HISTORY,
            cookie=self._account.cookie,
            app_version=self._account.app_version,
            device_time=self._device_time(),
        )
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{self._account.api_url}{HISTORY}",
                headers=headers,
                params=site_query(None),
                json={**ids, "http_common_info": {"aid": AID}},
            ),
            attempts=1,  # the job polls again
        )
        data = unwrap(answer).get("data")
        return data if isinstance(data, dict) else {}

    def _signed(self, path: str) -> dict[str, str]:
        return submit_headers(
            path,
            cookie=self._account.cookie,
            app_version=self._account.app_version,
            device_time=self._device_time(),
        )

    def _device_time(self) -> int:
        return int(self._clock.now().timestamp())


def unwrap(answer: Answer) -> Envelope:
    """The envelope of an accepted call.

    Raises:
        ProviderError: by `ret`; an answer without sense is unknown for a submit, else transient.
    """
    if not answer.is_json() and answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
        answer.raise_for_status()
    envelope = answer.json_object()
    if "ret" not in envelope:
        answer.raise_for_status()
        raise answer.lost(f"no ret: {answer.text}")
    code = str(envelope["ret"])
    if code != "0":
        raise refusal(code, message_of(envelope))
    return envelope


def message_of(envelope: Mapping[str, Any]) -> str:
    """What an envelope says about its `ret`."""
    data = envelope.get("data")
    said = data.get("fail_starling_message") if isinstance(data, Mapping) else ""
    return str(said or envelope.get("errmsg") or "")
