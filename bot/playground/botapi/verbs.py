"""What people do, asked for over HTTP: a verb and its arguments."""

import base64
import inspect
import json
from dataclasses import fields
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.playground.botapi.people import People
from bot.playground.botapi.scene import UnknownPerson
from bot.playground.botapi.speaking import Place

Json = dict[str, Any]

# What POST /control/people/{verb} may call; the body holds the method's arguments.
VERBS = frozenset(
    {
        "add_user",
        "add_chat",
        "set_member",
        "set_bot_may_write",
        "add_topic",
        "set_topic_closed",
        "delete_topic",
        "set_blocked",
        "delete_account",
        "delete_chat",
        "migrate_chat",
        "repeat_update",
        "send_text",
        "send_photo",
        "send_document",
        "send_sticker",
        "send_album",
        "edit_text",
        "delete_message",
        "react",
        "press",
        "menu",
    }
)
_PLACE = tuple(field.name for field in fields(Place))
_BYTES = frozenset({"photo", "document", "sticker"})


async def act(people: People, verb: str, given: Json) -> object:
    """Have a person do something; what comes of it, as JSON.

    Raises:
        LookupError: there is no such verb, person, chat, message or button.
        TypeError, ValueError, PermissionError: it cannot be done so.
    """
    if verb not in VERBS:
        raise UnknownPerson(f"no verb {verb}; known: {', '.join(sorted(VERBS))}")
    if verb.startswith("send_"):
        place = {key: given.pop(key) for key in _PLACE if key in given}
        given["place"] = Place(**place)
    result = getattr(people, verb)(**given)
    return await result if inspect.isawaitable(result) else result


async def arguments(request: Request) -> Json:
    """Read JSON, or a form with the same names, ``json`` and files."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/form-data"):
        return await _form_arguments(request)
    given: Json = json.loads(await request.body() or b"{}")
    for key in _BYTES.intersection(given):
        given[key] = base64.b64decode(given[key])
    if "photos" in given:
        given["photos"] = [base64.b64decode(photo) for photo in given["photos"]]
    return given


async def _form_arguments(request: Request) -> Json:
    async with request.form() as form:
        given: Json = json.loads(str(form.get("json", "{}")))
        for key, part in form.multi_items():
            if not isinstance(part, UploadFile):
                continue
            data = await part.read()
            if key == "photos":
                given.setdefault("photos", []).append(data)
            else:
                given[key] = data
    return given
