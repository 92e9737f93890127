"""Signed calls to the site and its envelope (contracts 1.2, 1.3)."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from providers.clock import Clock
from providers.http import Answer, Call, HttpClient
from providers.jimeng.codes import refusal
from providers.jimeng.drafts import Draft, site_query
from providers.jimeng.settings import JimengSettings
from providers.jimeng.sign import AID, poll_headers, submit_headers

GENERATE = "/mweb/v1/aigc_draft/generate"
HISTORY = "/mweb/v1/get_history_by_ids"
UPLOAD_TOKEN = "/mweb/v1/get_upload_token"  # noqa: S105 - a path
USER_CREDIT = "/commerce/v1/benefits/user_credit"

ACCEPT = "application/json, text/plain, */*"
Envelope = dict[str, Any]


class JimengClient:
    """The calls that the provider needs; answers are envelopes whose `ret` was "0"."""

    def __init__(
        self, settings: JimengSettings, http: HttpClient, clock: Clock
    ) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock

    async def generate(self, draft: Draft, submit_id: str) -> Envelope:
        """Order pictures: the call that costs, made once.

        Raises:
            SubmissionUnknown: the answer was lost or made no sense.
        """
        headers = self._headers(submit_headers, GENERATE)
        if draft.extend:  # the seed of super resolution sends neither
            headers["Accept"] = ACCEPT
        answer = await self._http.send(
            Call(
                method="POST",
                url=f"{self._settings.api_url}{GENERATE}",
                headers=headers,
                params=draft.query,
                json=draft.body(submit_id),
            )
        )
        return unwrap(answer)

    async def history(self, **ids: list[str]) -> dict[str, Any]:
        """The records of tasks, asked for by `history_ids` or `submit_ids`, keyed by the same."""
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{self._settings.api_url}{HISTORY}",
                headers=self._headers(poll_headers, HISTORY),
                params=site_query(None),
                json={**ids, "http_common_info": {"aid": AID}},
            ),
            attempts=1,  # the job polls again
        )
        data = unwrap(answer).get("data")
        return data if isinstance(data, dict) else {}

    async def upload_token(self) -> dict[str, Any]:
        """A temporary key for the upload service."""
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{self._settings.api_url}{UPLOAD_TOKEN}",
                headers=self._headers(submit_headers, UPLOAD_TOKEN)
                | {"Accept": ACCEPT},
                params=site_query(self._settings.draft_version),
                json={"scene": 2},
            )
        )
        data = unwrap(answer).get("data")
        if not isinstance(data, dict):
            raise answer.lost("an upload token without data")
        return data

    async def user_credit(self) -> Envelope:
        """The account's credits, in an envelope of their own kind."""
        answer = await self._http.read(
            Call(
                method="POST",
                url=f"{self._settings.api_url}{USER_CREDIT}",
                headers=self._headers(submit_headers, USER_CREDIT) | {"Accept": ACCEPT},
                json={},
            )
        )
        return unwrap(answer)

    def _headers(
        self, kind: Callable[..., dict[str, str]], path: str
    ) -> dict[str, str]:
        return kind(
            path,
            session_id=self._settings.session_id,
            app_version=self._settings.app_version,
            device_time=int(self._clock.now().timestamp()),
        )


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
        raise refusal(code, _message(envelope))
    return envelope


def _message(envelope: Mapping[str, Any]) -> str:
    data = envelope.get("data")
    said = data.get("fail_starling_message") if isinstance(data, Mapping) else ""
    return str(said or envelope.get("errmsg") or "")
