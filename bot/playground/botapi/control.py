"""The users' side over HTTP: ``/control``, for tests and pages in other processes.

====== ========================= ==================================================
POST   people/{verb}             any verb of VERBS; the body holds its arguments, the
                                 fields of Place beside them, bytes as base64 (or a
                                 form: ``json`` with the arguments, and the files)
POST   people                    ``{"acts": [{"verb": verb, arguments}, ...]}``, one right
                                 after the other: a crowd that acts in one moment
GET    state                     bot, users, chats with members and topics, switches
GET    messages                  chat_id, as_user, thread_id, from_bot, with_deleted
GET    message                   chat_id, message_id
GET    files/{file_id}           the file's bytes
GET    events                    after, timeout; chat_id, message_id, kind, from_bot,
                                 has, text: ``{"last_seq": n, "items": [...]}``
GET    callback_answer           query_id, timeout
GET    log                       after, timeout; method, chat_id, ok: as events
DELETE log                       forget the calls
GET    violations                what no correct client does, as short lines
POST   faults                    method, kind; times, chat_id, retry_after, seconds
GET    faults                    what is armed; DELETE disarms
GET    limits                    count of 429s; DELETE forgets counts and holds
POST   switches                  any setting of BotApiConfig
====== ========================= ==================================================

Answers are JSON. A wrong request is 400 with ``{"error": text}``; an unknown user,
chat, message, button or file is 404; a wait that ended empty is 408, but for
``events`` and ``log``, which then list nothing.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.playground.botapi.call_log import CallLog
from bot.playground.botapi.config import BotApiConfig
from bot.playground.botapi.errors import ApiError
from bot.playground.botapi.faults import Faults
from bot.playground.botapi.feed import Feed, Match
from bot.playground.botapi.limits import FloodLimiter
from bot.playground.botapi.people import People
from bot.playground.botapi.queries import Query
from bot.playground.botapi.verbs import act, arguments

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The routes below ``/control``."""

    people: People
    log: CallLog
    faults: Faults
    limiter: FloodLimiter
    switch: Callable[..., BotApiConfig]

    def routes(self) -> list[BaseRoute]:
        """List the routes."""
        table: list[tuple[str, Endpoint, str]] = [
            ("/people/{verb}", self._act, "POST"),
            ("/people", self._act_together, "POST"),
            ("/state", self._state, "GET"),
            ("/messages", self._messages, "GET"),
            ("/message", self._message, "GET"),
            ("/files/{file_id}", self._file, "GET"),
            ("/events", self._events, "GET"),
            ("/callback_answer", self._callback_answer, "GET"),
            ("/log", self._log, "GET"),
            ("/log", self._clear_log, "DELETE"),
            ("/violations", self._violations, "GET"),
            ("/faults", self._arm, "POST"),
            ("/faults", self._armed, "GET"),
            ("/faults", self._disarm, "DELETE"),
            ("/limits", self._limits, "GET"),
            ("/limits", self._clear_limits, "DELETE"),
            ("/switches", self._switch, "POST"),
        ]
        return [
            Route(path, _with_errors(endpoint), methods=[verb])
            for path, endpoint, verb in table
        ]

    async def _act(self, request: Request) -> Response:
        verb = request.path_params["verb"]
        return JSONResponse(await act(self.people, verb, await arguments(request)))

    async def _act_together(self, request: Request) -> Response:
        acts = (await arguments(request))["acts"]
        done = [await act(self.people, each.pop("verb"), each) for each in acts]
        return JSONResponse(done)

    async def _state(self, _request: Request) -> Response:
        world = self.people.world
        config = asdict(world.config)
        del config["token"]
        return JSONResponse(
            {
                "bot": world.bot.to_api(),
                "users": [user.to_api() for user in world.users.values()],
                "chats": [
                    chat.to_api()
                    | {
                        "members": {
                            str(key): member.role
                            for key, member in chat.members.items()
                        },
                        "topics": [asdict(topic) for topic in chat.topics.values()],
                    }
                    for chat in world.chats.values()
                ],
                "switches": config,
                "last_seq": world.events.last_seq,
                "last_call_seq": self.log.feed.last_seq,
                "allowed_updates": world.updates.allowed,
                "pending_updates": len(world.updates.pending),
            }
        )

    async def _messages(self, request: Request) -> Response:
        query = Query(request)
        found = self.people.messages(
            query.need("chat_id"),
            as_user=query.integer("as_user"),
            thread_id=query.integer("thread_id"),
            from_bot=query.boolean("from_bot"),
            with_deleted=query.boolean("with_deleted") or False,
        )
        return JSONResponse(found)

    async def _message(self, request: Request) -> Response:
        query = Query(request)
        return JSONResponse(
            self.people.message(query.need("chat_id"), query.need("message_id"))
        )

    async def _file(self, request: Request) -> Response:
        data = await self.people.download(request.path_params["file_id"])
        return Response(data, media_type="application/octet-stream")

    async def _events(self, request: Request) -> Response:
        query = Query(request)
        return await _newer(self.people.world.events, query, query.event_match())

    async def _callback_answer(self, request: Request) -> Response:
        query = Query(request)
        answer = await self.people.callback_answer(
            query.text("query_id") or "", timeout=query.number("timeout", 30.0)
        )
        return JSONResponse(answer)

    async def _log(self, request: Request) -> Response:
        query = Query(request)
        return await _newer(self.log.feed, query, query.call_match())

    async def _clear_log(self, _request: Request) -> Response:
        self.log.clear()
        return JSONResponse({})

    async def _violations(self, _request: Request) -> Response:
        return JSONResponse(self.log.violations())

    async def _arm(self, request: Request) -> Response:
        fault = self.faults.fail_next(**await arguments(request))
        return JSONResponse(asdict(fault))

    async def _armed(self, _request: Request) -> Response:
        return JSONResponse(self.faults.armed())

    async def _disarm(self, _request: Request) -> Response:
        self.faults.clear()
        return JSONResponse({})

    async def _limits(self, _request: Request) -> Response:
        refusals = self.limiter.refusals
        return JSONResponse(
            {
                "refused": refusals.total(),
                "by_chat": {str(chat_id): count for chat_id, count in refusals.items()},
            }
        )

    async def _clear_limits(self, _request: Request) -> Response:
        self.limiter.clear()
        return JSONResponse({})

    async def _switch(self, request: Request) -> Response:
        config = asdict(self.switch(**await arguments(request)))
        del config["token"]
        return JSONResponse(config)


async def _newer(feed: Feed, query: Query, match: Match) -> Response:
    after = query.integer("after") or 0
    timeout = query.number("timeout", 0.0)
    if timeout > 0 and not feed.after(after, match):
        try:
            await feed.wait(after, match, timeout)
        except TimeoutError:
            return JSONResponse({"last_seq": feed.last_seq, "items": []})
    return JSONResponse({"last_seq": feed.last_seq, "items": feed.after(after, match)})


def _with_errors(endpoint: Endpoint) -> Endpoint:
    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except LookupError as error:
            return JSONResponse({"error": str(error)}, 404)
        except TimeoutError:
            return JSONResponse({"error": "nothing happened in time"}, 408)
        except (TypeError, ValueError, PermissionError, ApiError) as error:
            return JSONResponse({"error": str(error)}, 400)

    return answered
