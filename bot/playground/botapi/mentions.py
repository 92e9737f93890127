"""Links to people: what a bot writes as ``tg://user?id=`` arrives as a mention of that person."""

import re
from dataclasses import replace

from bot.playground.botapi.contents import Content
from bot.playground.botapi.entities import Entity
from bot.playground.botapi.world import World

_PERSON = re.compile(r"tg://user\?id=(\d+)")


def with_mentions(world: World, content: Content) -> Content:
    """Turn links to people whom the server knows into mentions (Bot API, formatting options)."""
    entities = tuple(_mention(world, entity) for entity in content.entities)
    return (
        content if entities == content.entities else replace(content, entities=entities)
    )


def _mention(world: World, entity: Entity) -> Entity:
    found = _PERSON.fullmatch(entity.get("url", ""))
    user = world.users.get(int(found[1])) if found else None
    if user is None:
        return entity
    place = {key: entity[key] for key in ("offset", "length")}
    return {"type": "text_mention", **place, "user": user.to_api()}
