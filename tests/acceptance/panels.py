"""The settings as people use them: opened, pressed, drawn anew in place."""

from typing import Any

from bot.playground.botapi.speaking import Place
from tests.acceptance.visitor import Visitor, data_of
from tests.acceptance.world import PATIENCE, Json, World


async def settings_of(who: Visitor, place: Place | None = None) -> Json:
    """The message with the settings."""
    return await who.answer(await who.say("/settings", place or Place()))


async def choose(who: Visitor, panel: Json, data: str) -> tuple[str, Json]:
    """Press on the page where the button is: the toast, and the message drawn anew."""
    field = ":".join(data.split(":")[:2])
    await who.press(panel, field)
    page = await redrawn(who, panel, lambda view: data in data_of(view))
    toast, _ = await who.press(page, data)
    overview = await redrawn(who, panel, lambda view: field in data_of(view))
    return toast, overview


async def chosen(who: Visitor, *data: str, place: Place | None = None) -> Json:
    """Open the settings and choose all of that: the overview afterwards."""
    panel = await settings_of(who, place)
    for each in data:
        _, panel = await choose(who, panel, each)
    return panel


async def redrawn(who: Visitor, panel: Json, where: Any) -> Json:
    """The same message, once it looks so."""
    return await who.world.people.wait_message(
        panel["chat_id"],
        lambda view: view["message_id"] == panel["message_id"] and where(view),
        timeout=PATIENCE,
    )


def group_of(world: World, *members: Visitor, **more: Any) -> Place:
    """A group with these people and the bot; the first one made it."""
    chat = world.people.add_chat(
        "Friends", members=[one.user_id for one in members], **more
    )
    return Place(chat_id=chat["id"])
