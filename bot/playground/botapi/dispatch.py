"""The bot's door: one call from the wire to the answer, with limits and faults."""

import time
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from bot.playground.botapi.call import Call
from bot.playground.botapi.call_log import CallLog
from bot.playground.botapi.checkers import SpecError
from bot.playground.botapi.connections import ConnectionDropped, drop_connection
from bot.playground.botapi.counting import cost, counted_chat, counts
from bot.playground.botapi.errors import (
    ApiError,
    Violation,
    too_many_requests,
    violation,
)
from bot.playground.botapi.faults import Fault, Faults
from bot.playground.botapi.files import Upload
from bot.playground.botapi.limits import FloodLimiter
from bot.playground.botapi.methods import METHODS
from bot.playground.botapi.params import read_values
from bot.playground.botapi.spec import MethodSpec, bot_api
from bot.playground.botapi.webhook import Webhook
from bot.playground.botapi.world import World

_GATEWAY_PAGE = "<html><body><h1>502 Bad Gateway</h1></body></html>"
_NOT_CARRIED_OUT = frozenset(
    {"429", "500", "502", "bad_gateway_html", "dropped_before"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatcher:
    """The ASGI endpoint of ``/bot{token}/{method}``."""

    world: World
    webhook: Webhook
    limiter: FloodLimiter
    faults: Faults
    log: CallLog

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call, or cut its connection."""
        request = Request(scope, receive)
        try:
            response = await self._respond(request)
        except ConnectionDropped:
            await drop_connection(scope, receive)
            return
        finally:
            await request.close()
        await response(scope, receive, send)

    async def _respond(self, request: Request) -> Response:
        if request.path_params["token"] != self.world.config.token:
            return _refusal(ApiError(401, "Unauthorized"))
        method = bot_api().method(request.path_params["method"])
        if method is None or not self._has(method):
            return _refusal(ApiError(404, "Not Found"))
        return await self._handle(request, method)

    def _has(self, method: MethodSpec) -> bool:
        """Say whether a server of the version played knows the method."""
        return self.world.config.ephemeral_messages or "Ephemeral" not in method.name

    async def _handle(self, request: Request, method: MethodSpec) -> Response:
        at, started = self.world.clock.now(), time.perf_counter()
        values: dict[str, Any] = {}
        uploads: dict[str, Upload] = {}
        fault: Fault | None = None
        answer: object
        try:
            values, uploads = await read_values(
                request, method, self.world.files, self.world.config.upload_cap
            )
            fault = self.faults.take(method.name, values.get("chat_id"))
            answer = await self._carry_out(method, values, uploads, fault)
        except ApiError as error:
            answer = error
        if method.name != "getUpdates" or await _is_worth_logging(request, answer):
            self.log.record(
                at=at,
                duration=time.perf_counter() - started + _lateness(fault),
                method=method.name,
                params={**values, **uploads},
                answer=answer,
                fault=fault.kind if fault else None,
            )
        return await self._shown(answer, fault)

    async def _carry_out(
        self,
        method: MethodSpec,
        values: dict[str, Any],
        uploads: dict[str, Upload],
        fault: Fault | None,
    ) -> object:
        if fault is not None and fault.kind in _NOT_CARRIED_OUT:
            raise self._refused_by(fault, method, values)
        try:
            method.check(values)
        except SpecError as error:
            raise violation(str(error)) from error
        self._count(method.name, values)
        play = METHODS.get(method.name)
        if play is None:
            raise Violation(
                501, f"Not Implemented: this server does not play {method.name}"
            )
        call = Call(
            world=self.world, webhook=self.webhook, values=values, uploads=uploads
        )
        return await play(call)

    def _refused_by(
        self, fault: Fault, method: MethodSpec, values: dict[str, Any]
    ) -> ApiError:
        if fault.kind == "429":
            chat_id = counted_chat(method.name, values)
            if self.world.config.flood_limits:
                self.limiter.hold(self.world.clock.now(), chat_id, fault.retry_after)
            return too_many_requests(fault.retry_after)
        if fault.kind == "500":
            return ApiError(500, "Internal Server Error")
        return ApiError(502, "Bad Gateway")

    def _count(self, method: str, values: dict[str, Any]) -> None:
        if not self.world.config.flood_limits or not counts(method):
            return
        retry_after = self.limiter.admit(
            self.world.clock.now(),
            counted_chat(method, values),
            cost=cost(method, values),
        )
        if retry_after:
            raise too_many_requests(retry_after)

    async def _shown(self, answer: object, fault: Fault | None) -> Response:
        if fault is not None:
            if fault.kind in {"dropped_before", "dropped_after"}:
                raise ConnectionDropped
            if fault.kind == "bad_gateway_html":
                return Response(_GATEWAY_PAGE, 502, media_type="text/html")
            if fault.kind == "slow":
                await self.world.clock.sleep(fault.seconds)
        if isinstance(answer, ApiError):
            return _refusal(answer)
        return JSONResponse({"ok": True, "result": answer})


def _lateness(fault: Fault | None) -> float:
    return fault.seconds if fault is not None and fault.kind == "slow" else 0.0


async def _is_worth_logging(request: Request, answer: object) -> bool:
    """Leave out empty polls, and polls of a bot that died and left them behind."""
    if isinstance(answer, ApiError):
        return not await request.is_disconnected()
    return bool(answer)


def _refusal(error: ApiError) -> Response:
    return JSONResponse(error.envelope(), error.error_code)
