"""The API as one organisation sees it.

In Python:

    emulator = IdeogramEmulator(clock=clock)
    async with serve(emulator.app) as url:
        emulator.faults.fail_next("unsafe", count=1)

Calls: `submit` (all three orders), `download`. Failures beside those of `faults` and `results`:

| name | more | what happens |
|---|---|---|
| queue | seconds | the answer comes so much later |
| too_many | seconds | 429 `inflight_limit`, with `Retry-After` |
| no_funds | reason | 402 `insufficient_funds`, or `daily_limit` |
| unsafe | count | so many pictures of the next order are withheld |
| no_address | count | so many pictures of the next order have a null address |
| no_pictures | | the next answer has an empty list |

`EMU_BLOCK` in a prompt is refused with 422; `EMU_UNSAFE` withholds every picture.
"""

import asyncio
from typing import Any, ClassVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from providers.clock import Clock
from tests.emulators import results
from tests.emulators.doors import Doors, Refused
from tests.emulators.forms import BrokenForm, Part, read_form, told
from tests.emulators.ideogram import orders
from tests.emulators.ideogram.orders import Ordered, bad
from tests.emulators.keyed import KeyedEmulator
from tests.emulators.log import Entry

KEY = "emulator-ideogram-key"
LONG_SIDE = 1024


class IdeogramEmulator(KeyedEmulator):
    """Answers an order when its pictures are made.

    Args:
        clock: of the runs and the addresses.
        key: the `Api-Key` that is known.
        run_seconds: from order to answer, by the clock.
        tiny: pictures of 64 pixels.
        link_life: seconds that an address works.
    """

    own_faults: ClassVar[tuple[str, ...]] = (
        "queue",
        "too_many",
        "no_funds",
        "unsafe",
        "no_address",
        "no_pictures",
    )

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        key: str = KEY,
        run_seconds: float = 0.0,
        tiny: bool = False,
        link_life: float = 3600.0,
    ) -> None:
        super().__init__(clock, key=key, run_seconds=run_seconds, link_life=link_life)
        self._tiny = tiny
        route = self.doors.route
        self.app = self.opened(
            route("POST", "/upscale", "submit", self._upscale),
            route("POST", "/v1/ideogram-v3/generate", "submit", self._generate),
            route("POST", "/v1/ideogram-v3/remix", "submit", self._remix),
        )

    async def _upscale(self, request: Request, body: bytes, entry: Entry) -> Response:
        self._check_key(request, 403)
        parts = _form(request, body, entry)
        order = orders.read_upscale(parts, wants_json_type=True)
        return await self._answer(request, order, entry)

    async def _generate(self, request: Request, _body: bytes, entry: Entry) -> Response:
        self._check_key(request, 401)
        try:
            entry.body = await request.json()
        except ValueError:
            raise bad("no JSON") from None
        return await self._answer(request, orders.read_generate(entry.body), entry)

    async def _remix(self, request: Request, body: bytes, entry: Entry) -> Response:
        self._check_key(request, 403)
        order = orders.read_remix(_form(request, body, entry))
        return await self._answer(request, order, entry)

    def _check_key(self, request: Request, status: int) -> None:
        if request.headers.get("api-key") != self.key:
            raise Refused(status, {"error": "not authorised"})

    async def _answer(self, request: Request, order: Ordered, entry: Entry) -> Response:
        self._refuse(order)
        entry.notes = {"paid": True, "count": order.count}
        await self.work()
        root = str(request.base_url).rstrip("/")
        if self.faults.take("no_pictures") is not None:
            return JSONResponse({"created": _created(self.doors), "data": []})
        listed = await asyncio.to_thread(self._pictures, order, root)
        return JSONResponse({"created": _created(self.doors), "data": listed})

    def _refuse(self, order: Ordered) -> None:
        if (busy := self.faults.take("too_many")) is not None:
            wait = str(busy.get("seconds", 1))
            body = {"error": "too many", "reject_reason": "inflight_limit"}
            raise Refused(429, body, {"Retry-After": wait})
        if (poor := self.faults.take("no_funds")) is not None:
            reason = poor.get("reason", "insufficient_funds")
            raise Refused(402, {"error": "payment", "reject_reason": reason})
        if "EMU_BLOCK" in order.prompt:
            raise Refused(422, {"error": "prompt failed the safety check"})

    def _pictures(self, order: Ordered, root: str) -> list[dict[str, Any]]:
        unsafe = (self.faults.take("unsafe") or {}).get("count", 0)
        if "EMU_UNSAFE" in order.prompt:
            unsafe = order.count
        nowhere = (self.faults.take("no_address") or {}).get("count", 0)
        is_stale = self.faults.take("expired_links") is not None
        items = []
        for number in range(order.count):
            picture = self._draw(order, number)
            facts = results.size_of(picture)
            assert facts is not None
            name = self.host.put(picture)
            is_safe = number >= unsafe
            has_url = is_safe and number < order.count - nowhere
            url = self.host.address(root, name, is_stale=is_stale)
            items.append(
                {
                    "url": url if has_url else None,
                    "prompt": order.prompt,
                    "resolution": f"{facts[1]}x{facts[2]}",
                    "is_image_safe": is_safe,
                    "seed": order.seed or 12345,
                    "style_type": "GENERAL",
                }
            )
        return items

    def _draw(self, order: Ordered, number: int) -> bytes:
        if order.source is not None and order.ratio == "1x1":
            return results.enlarge(order.source, 2)
        width, height = (int(side) for side in order.ratio.split("x"))
        scale = LONG_SIDE / max(width, height)
        size = (round(width * scale), round(height * scale))
        return results.draw(*(results.shrink(*size) if self._tiny else size), number)


def _form(request: Request, body: bytes, entry: Entry) -> list[Part]:
    try:
        parts = read_form(request, body)
    except BrokenForm as broken:
        raise bad(str(broken)) from None
    entry.body = told(parts)
    return parts


def _created(doors: Doors) -> str:
    return doors.clock.now().isoformat()
