"""Whatever people do, in whatever order: each press is answered, and the bot breaks nowhere."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.everywhere import (
    GENERAL,
    GROUP,
    PRIVATE,
    TOPIC,
    Guest,
    guests,
)
from tests.acceptance.visitor import data_of, serving
from tests.acceptance.world import PATIENCE, World, open_world
from tests.unit.imaging.samples import as_bytes, scene

Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")
ACTS = 100
SAID = (
    *("/gen fox --n 1", "/gen foxes --n 2", "/gen", "/gen x --seed", "/gen --n 99 x"),
    *("/edit night", "/edit", "/upscale", "/upscale 4", "make it night", "hello"),
    *("undo", "compare", "from step 1: red", "from step 7", "/undo", "/compare"),
    *("/jobs", "/cancel", "/cancel zzz", "/quota", "/settings", "/help", "/nothing"),
    *("@imagewright_bot red", "/jobs@imagewright_bot", "/gen@other_bot x", "\u2800"),
)
CAPTIONS = ("", "/edit red", "red", "/upscale", "/gen red", "@imagewright_bot red")


@dataclass(slots=True)
class Crowd:
    """People of three languages in every kind of chat, who act as dice tell them.

    Attributes:
        presses: ids of their queries.
    """

    world: World
    dice: random.Random
    everybody: list[Guest]
    presses: list[str] = field(default_factory=list)

    async def act(self) -> None:
        """One act of somebody, somewhere; what the bot hears of, it has heard of then."""
        deeds: tuple[Callable[[Guest, list[Json]], Awaitable[bool]], ...] = (
            self._say,
            self._show,
            self._press,
            self._press,
            self._edit,
            self._delete,
        )
        guest = self.dice.choice(self.everybody)
        messages = self.world.people.messages(guest.chat_id)
        seen = self.world.telegram.log.feed.last_seq
        if await self.dice.choice(deeds)(guest, messages):
            log = self.world.telegram.log
            await log.wait("getUpdates", after=seen, timeout=PATIENCE)

    async def _say(self, guest: Guest, messages: list[Json]) -> bool:
        answered = self.dice.choice([None, *messages])
        said = await guest.say(self.dice.choice(SAID), to=answered)
        return said["update_id"] is not None

    async def _show(self, guest: Guest, _messages: list[Json]) -> bool:
        shown = await guest.show(PHOTO, self.dice.choice(CAPTIONS))
        return shown["update_id"] is not None

    async def _press(self, guest: Guest, messages: list[Json]) -> bool:
        pressed = [(each, data) for each in messages[-8:] for data in data_of(each)]
        if not pressed:
            return await self._say(guest, messages)
        message, data = self.dice.choice(pressed)
        people = self.world.people
        query_id = await people.press(
            guest.who.user_id, message["message_id"], data, chat_id=guest.chat_id
        )
        self.presses.append(query_id)
        return True

    async def _edit(self, guest: Guest, messages: list[Json]) -> bool:
        own = [each for each in messages if _is_by(each, guest)]
        if not own:
            return await self._show(guest, messages)
        message, text = self.dice.choice(own), self.dice.choice(SAID)
        await self.world.people.edit_text(
            guest.who.user_id, message["message_id"], text, chat_id=guest.chat_id
        )
        return False

    async def _delete(self, guest: Guest, messages: list[Json]) -> bool:
        own = [each for each in messages if guest.is_private or _is_by(each, guest)]
        if not own:
            return await self._say(guest, messages)
        message = self.dice.choice(own)
        await self.world.people.delete_message(
            guest.who.user_id, message["message_id"], chat_id=guest.chat_id
        )
        return False


def _is_by(message: Json, guest: Guest) -> bool:
    sender = message["from"] or {}
    return sender.get("id") == guest.who.user_id and not message["service"]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A bot of whom much may be asked."""
    async with (
        open_world(tmp_path, privacy_mode=True) as opened,
        serving(opened, QUOTA_USER_DAILY="500"),
    ):
        yield opened


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_people_do_is_answered(world: World, seed: int) -> None:
    """A crowd at random, with a kill -9 in the middle: nothing fails, no press is left open."""
    everybody = [
        guest
        for kind in (PRIVATE, GROUP, TOPIC, GENERAL)
        for guest in guests(world, kind)
    ]
    crowd = Crowd(world, random.Random(seed), everybody)
    for number in range(ACTS):
        if number == ACTS // 2:
            await world.kill()
            await world.start()
        await crowd.act()
    for query_id in crowd.presses:
        await world.people.callback_answer(query_id, timeout=PATIENCE)

    assert len(crowd.presses) > ACTS // 10
    for trouble in ("update.failed", "Traceback", "text.missing", "text.incomplete"):
        assert trouble not in world.log
