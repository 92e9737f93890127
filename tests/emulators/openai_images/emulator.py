"""The API as one key sees it, or a relay with ways of its own.

Calls: `submit` (generations and edits), `download`. Failures beside those of `faults` and `results`:

| name | more | what happens |
|---|---|---|
| refuse | status, code, message, headers | the error body of the API |
| queue | seconds | the answer comes so much later |
| too_many | seconds | 429 `rate_limit_exceeded`, with `Retry-After` |
| no_money | status, code | 400 or 429 with a code about money |
| error_in_200 | code, message | an error body with HTTP 200 |
| fewer | count | so many pictures are missing from the next answer |
| prefixed | field | base64 behind `data:image/png;base64,`, in `b64_json` or in `url` |
| other_format | | JPEG, whatever was asked for |
| garbage | | base64 of something that is no picture |
| no_streams | | 400 `unknown_parameter` for `stream` |
| plain_answer | | a stream was asked for, JSON comes |
| early_result | | the completed event comes before the partial ones |
| stream_error | code, message | an `error` event in place of the picture |
| stream_ends | | the stream ends after a partial picture |
| late_result | seconds | the completed event waits for the clock |

`EMU_BLOCK` in a prompt is refused with `moderation_blocked`.
"""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from providers.clock import Clock
from tests.emulators import results
from tests.emulators.doors import Refused
from tests.emulators.forms import BrokenForm, read_form, told
from tests.emulators.keyed import KeyedEmulator
from tests.emulators.log import Entry
from tests.emulators.openai_images.orders import (
    Ordered,
    invalid,
    read_edit,
    read_generation,
)

KEY = "sk-emulator-openai"


class OpenaiEmulator(KeyedEmulator):
    """Answers an order when its pictures are made; the base URL is its root and `/v1`.

    Args:
        clock: of the runs and the addresses.
        key: the bearer key that is known.
        run_seconds: from order to answer, by the clock.
        tiny: pictures of 64 pixels.
        gives_urls: addresses in place of base64, as relays do for every model.
        link_life: seconds that an address works; OpenAI's live an hour.
    """

    own_faults: ClassVar[tuple[str, ...]] = (
        "queue",
        "refuse",
        "too_many",
        "no_money",
        "error_in_200",
        "fewer",
        "prefixed",
        "other_format",
        "garbage",
        "no_streams",
        "plain_answer",
        "early_result",
        "stream_error",
        "stream_ends",
        "late_result",
    )

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        key: str = KEY,
        run_seconds: float = 0.0,
        tiny: bool = False,
        gives_urls: bool = False,
        link_life: float = 3600.0,
    ) -> None:
        super().__init__(clock, key=key, run_seconds=run_seconds, link_life=link_life)
        self._tiny = tiny
        self._gives_urls = gives_urls
        route = self.doors.route
        self.app = self.opened(
            route("POST", "/v1/images/generations", "submit", self._generate),
            route("POST", "/v1/images/edits", "submit", self._edit),
        )

    async def _generate(self, request: Request, body: bytes, entry: Entry) -> Response:
        self._check_key(request)
        if request.headers.get("content-type") != "application/json":
            raise invalid("content-type")
        try:
            entry.body = json.loads(body)
        except ValueError:
            raise invalid("body") from None
        return await self._answer(request, read_generation(entry.body), entry)

    async def _edit(self, request: Request, body: bytes, entry: Entry) -> Response:
        self._check_key(request)
        try:
            parts = read_form(request, body)
        except BrokenForm as broken:
            raise invalid("body", str(broken)) from None
        entry.body = told(parts)
        return await self._answer(request, read_edit(parts), entry)

    def _check_key(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {self.key}":
            raise _error(401, "invalid_api_key", "Incorrect API key provided")

    async def _answer(self, request: Request, order: Ordered, entry: Entry) -> Response:
        self._refuse(order)
        entry.notes = {
            "paid": True,
            "count": order.count,
            "model": order.model,
            "sources": len(order.sources),
        }
        await self.work()
        if order.streams and self.faults.take("plain_answer") is None:
            kind = "image_edit" if order.sources else "image_generation"
            return StreamingResponse(
                self._events(order, kind), media_type="text/event-stream"
            )
        root = str(request.base_url).rstrip("/")
        missing = (self.faults.take("fewer") or {}).get("count", 0)
        items = [
            await asyncio.to_thread(self._item, order, number, root)
            for number in range(order.count - missing)
        ]
        return JSONResponse({"created": int(self.doors.now()), "data": items})

    def _refuse(self, order: Ordered) -> None:
        take = self.faults.take
        if (no := take("refuse")) is not None:
            raise _error(
                int(no.get("status", 400)),
                no.get("code"),
                str(no.get("message", "no")),
                no.get("headers"),
            )
        if (busy := take("too_many")) is not None:
            wait = {"Retry-After": str(busy.get("seconds", 1))}
            raise _error(429, "rate_limit_exceeded", "Rate limit reached", wait)
        if (poor := take("no_money")) is not None:
            code = poor.get("code", "billing_hard_limit_reached")
            raise _error(int(poor.get("status", 400)), code, "billing")
        if (said := take("error_in_200")) is not None:
            raise _error(200, said.get("code"), str(said.get("message", "no")))
        if order.streams and take("no_streams") is not None:
            raise invalid(
                "stream", "Unknown parameter: 'stream'", code="unknown_parameter"
            )
        if "EMU_BLOCK" in order.prompt:
            text = "Your request was rejected by the safety system."
            raise _error(400, "moderation_blocked", text)

    def _item(self, order: Ordered, number: int, root: str) -> dict[str, Any]:
        picture = self._draw(order, number)
        if order.wants_url or self._gives_urls:
            is_stale = self.faults.take("expired_links") is not None
            name = self.host.put(picture)
            return {"url": self.host.address(root, name, is_stale=is_stale)}
        text = base64.b64encode(picture).decode()
        if (prefixed := self.faults.take("prefixed")) is not None:
            field = str(prefixed.get("field", "b64_json"))
            return {field: f"data:image/png;base64,{text}"}
        return {"b64_json": text}

    def _draw(self, order: Ordered, number: int) -> bytes:
        if self.faults.take("garbage") is not None:
            return b"this is no picture at all"
        size = results.shrink(*order.size) if self._tiny else order.size
        other = self.faults.take("other_format") is not None
        return results.draw(*size, number, "JPEG" if other else order.form)

    async def _events(self, order: Ordered, kind: str) -> AsyncIterator[bytes]:
        if (error := self.faults.take("stream_error")) is not None:
            said = {"code": error.get("code"), "message": error.get("message", "no")}
            yield _event("error", {"error": said})
            return
        partial = [
            _event(
                f"{kind}.partial_image",
                {"b64_json": self._coarse(order, number)}
                | {"partial_image_index": number},
            )
            for number in range(order.partial_images)
        ]
        if self.faults.take("stream_ends") is not None:
            yield partial[0]
            return
        final = await asyncio.to_thread(self._item, order, 0, "")
        completed = _event(f"{kind}.completed", {**final, "usage": {}})
        is_early = self.faults.take("early_result") is not None
        late = self.faults.take("late_result")
        for event in [completed, *partial] if is_early else [*partial, completed]:
            if event is completed and late is not None:
                await self.doors.clock.sleep(float(late.get("seconds", 1)))
            yield event
        yield b"data: [DONE]\n\n"

    def _coarse(self, order: Ordered, number: int) -> str:
        picture = results.draw(*results.shrink(*order.size), number + 1)
        return base64.b64encode(picture).decode()


def _event(kind: str, data: dict[str, Any]) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **data})}\n\n".encode()


def _error(status: int, code: str | None, message: str, headers: Any = None) -> Refused:
    said = {"message": message, "type": "emulator_error", "param": None, "code": code}
    return Refused(status, {"error": said}, headers)
