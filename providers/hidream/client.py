"""Calls to the gateway and its envelope: `code` 0, or a message that says why not (contracts 2.1)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from providers.errors import (
    AccountError,
    KeyRefused,
    RequestRejected,
    ServiceUnavailable,
)
from providers.hidream.modules import Module, RemoteTask
from providers.hidream.refusals import is_unknown_task, kind_of, refusal
from providers.hidream.settings import HidreamSettings
from providers.http import Answer, Call, HttpClient

Result = Mapping[str, Any]

# Statuses that decide by themselves, whatever the body says.
_PLAIN = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.PAYMENT_REQUIRED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


class HidreamClient:
    """Submits orders and asks for them.

    Args:
        settings: the token, the root, the language.
        http: bound to this vendor.
    """

    def __init__(self, settings: HidreamSettings, http: HttpClient) -> None:
        self._settings = settings
        self._http = http

    async def submit(self, module: Module, content: bytes) -> Result:
        """Order pictures: the call that costs, made once; the `result` of the answer.

        Raises:
            SubmissionUnknown: the answer was lost or made no sense.
        """
        answer = await self._http.send(
            Call(
                method="POST",
                url=f"{self._settings.api_url}{module.submit_path}",
                headers=self._headers(),
                content=content,
            )
        )
        return _result(_accepted(answer))

    async def results(self, task: RemoteTask) -> Result | None:
        """The `result` of a query; None when the service does not know the task.

        A module without a path of its own for results answers 404; its tasks may then be found
        where those of text to image are (contracts 2.2).
        """
        for path in dict.fromkeys(
            (task.module.results_path, Module.TXT2IMG.results_path)
        ):
            answer = await self._http.read(
                Call(
                    method="GET",
                    url=f"{self._settings.api_url}{path}",
                    headers=self._headers(),
                    params={"task_id": task.task_id},
                ),
                attempts=1,  # the job polls again
            )
            if answer.status != HTTPStatus.NOT_FOUND:
                return _queried(answer)
        return None

    def _headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self._settings.token}",
            "Content-Type": "application/json",
            "X-accept-language": self._settings.language,
        }


def _accepted(answer: Answer) -> Mapping[str, Any]:
    """The envelope of a call that was answered with code 0."""
    envelope = _envelope(answer)
    code, message = str(envelope["code"]), str(envelope.get("message") or "")
    if code != "0":
        if kind_of(message) is None:
            answer.raise_for_status()
        raise refusal(code, message)
    answer.raise_for_status()
    return envelope


def _queried(answer: Answer) -> Result | None:
    envelope = _envelope(answer)
    if str(envelope["code"]) != "0" and is_unknown_task(envelope):
        return None
    try:
        return _result(_accepted(answer))
    except KeyRefused:
        raise
    except (RequestRejected, AccountError) as exc:
        # The question was refused, which says nothing about the task.
        raise ServiceUnavailable(exc.detail) from None


def _envelope(answer: Answer) -> Mapping[str, Any]:
    if answer.status in _PLAIN or not answer.is_json():
        answer.raise_for_status()
    envelope = answer.json_object()
    if "code" not in envelope:
        answer.raise_for_status()
        raise answer.lost(f"no code: {answer.text}")
    return envelope


def _result(envelope: Mapping[str, Any]) -> Result:
    result = envelope.get("result")
    return result if isinstance(result, Mapping) else {}
