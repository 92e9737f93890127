"""A connection that answers like a Bot API server and remembers what it was asked."""

import json
from collections import deque
from typing import Any

from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from tests.unit.handlers.updates import Raw, ids, photo


class RecordingRequest(BaseRequest):
    """Answers like a Bot API server and remembers the calls.

    Attributes:
        calls: method and parameters, oldest first.
        answers: answers by method that replace the usual one; an exception is raised.
    """

    def __init__(self) -> None:
        self.calls: list[tuple[str, Raw]] = []
        self.answers: dict[str, Any] = {}

    @property
    @override
    def read_timeout(self) -> float:
        return 5.0

    @override
    async def initialize(self) -> None:
        return

    @override
    async def shutdown(self) -> None:
        return

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        parameters = dict(request_data.parameters) if request_data else {}
        self.calls.append((name, parameters))
        answer = self.answers.get(name, _usual(name, parameters))
        if isinstance(answer, deque):
            answer = answer.popleft()
        if isinstance(answer, BaseException):
            raise answer
        return 200, json.dumps({"ok": True, "result": answer}).encode()

    def of(self, name: str) -> list[Raw]:
        """Parameters of every call of one method."""
        return [parameters for method, parameters in self.calls if method == name]


def _usual(name: str, parameters: Raw) -> Any:
    if name in {"sendMessage", "sendPhoto"}:
        chat = {"id": parameters["chat_id"], "type": "private"}
        shown = photo("sent") if name == "sendPhoto" else {"text": "…"}
        return {"message_id": next(ids), "date": 0, "chat": chat, **shown}
    return True
