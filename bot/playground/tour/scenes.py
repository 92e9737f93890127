"""What the person does, scene by scene."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.tour.chat import Chat, is_over, words_on_buttons
from bot.playground.tour.environment import DEMO
from bot.playground.tour.photo import picture_size
from bot.playground.tour.process import BotProcess
from bot.playground.tour.screen import Screen
from bot.playground.tour.troubles import TourFailed

Json = dict[str, Any]
_ISLAND = "/gen an island in the sea at dusk --ar 3:2"
_SKETCH = "/edit make it a pencil sketch"
_MOUNTAINS = f"/gen mountains in the morning --n 1 --provider {DEMO}"
_TYPO = "/gen a castle in the clouds --sizes 9"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenery:
    """What the scenes play with."""

    chat: Chat
    screen: Screen
    bot: BotProcess
    photo: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One part of the tour.

    Attributes:
        name: how the names of its pictures begin, behind its number.
    """

    title: str
    name: str
    play: Callable[[Scenery], Awaitable[None]]


async def draw(scenery: Scenery) -> None:
    """Words become four pictures, and the button below enlarges one."""
    chat = scenery.chat
    asked = await chat.send(_ISLAND)
    line = await chat.answer(asked, is_over, "the pictures")
    button = next((each for each in words_on_buttons(line) if "4x" in each), None)
    if button is None:
        scenery.screen.note("these are too large to be enlarged four times")
        return
    await chat.catch_up()
    await chat.press(line, button)
    page = await chat.answer(asked, _has_numbers, "the question which picture")
    first = next(each for each in words_on_buttons(page) if "4x" in each)
    await chat.press(line, first)
    await _enlarged(scenery, line)


async def enlarge(scenery: Scenery) -> None:
    """A photo alone comes back twice as large."""
    chat = scenery.chat
    asked = await chat.send_photo(scenery.photo)
    await chat.catch_up()
    # What counts is what arrived: Telegram makes large photos smaller before a bot sees them.
    size = picture_size(await chat.keep(asked["media"], "before"))
    await _enlarged(scenery, asked, size)


async def edit(scenery: Scenery) -> None:
    """The words under a photo change it."""
    asked = await scenery.chat.send_photo(scenery.photo, _SKETCH)
    await scenery.chat.answer(asked, is_over, "the edited picture")


async def misspell(scenery: Scenery) -> None:
    """What cannot be done is said, and costs nothing."""
    asked = await scenery.chat.send(_TYPO)
    await scenery.chat.answer(asked, _has_text, "an answer to the misspelt order")
    asked = await scenery.chat.send("/quota")
    await scenery.chat.answer(asked, _has_text, "the quota")


async def survive(scenery: Scenery) -> None:
    """The bot is killed in the middle of a job, and the job goes on."""
    chat = scenery.chat
    asked = await chat.send(_MOUNTAINS)
    status = await chat.answer(asked, _is_under_way, "the job to be under way")
    await chat.catch_up()
    await scenery.bot.kill()
    scenery.screen.note("💥 kill -9: the bot's process is gone; it is started again")
    await scenery.bot.start()
    result = await chat.answer(asked, is_over, "the job to go on")
    if result["message_id"] != status["message_id"]:
        raise TourFailed("the status message was not carried on after the kill")
    await chat.catch_up()
    scenery.screen.note("✔ the same message went on and became the picture")


SCENES = (
    Scene(
        title="/gen, and one of the pictures four times as large", name="gen", play=draw
    ),
    Scene(title="A photo alone: twice as large", name="enlarged", play=enlarge),
    Scene(title="/edit under a photo", name="edit", play=edit),
    Scene(title="A slip of the pen costs nothing", name="slip", play=misspell),
    Scene(title="kill -9 in the middle of a job", name="killed", play=survive),
)


async def _enlarged(
    scenery: Scenery, asked: Json, before: tuple[int, int] | None = None
) -> None:
    """Wait for an enlarged file and its preview, and say what became of the picture."""
    chat, began = scenery.chat, time.monotonic()
    file = await chat.answer(asked, _is_file, "the enlarged file")
    took = time.monotonic() - began
    await chat.answer(asked, _is_preview, "its preview")
    path = await chat.saved(file)
    after = picture_size(await asyncio.to_thread(path.read_bytes))
    sizes = " → ".join(f"{size[0]}×{size[1]}" for size in (before, after) if size)  # noqa: RUF001 - the sign of sizes
    scenery.screen.note(f"✔ {sizes}, {took:.1f} s: {path}")


def _is_file(view: Json) -> bool:
    return bool(view["media"]) and view["media"]["kind"] == "document"


def _has_numbers(view: Json) -> bool:
    return sum("4x" in words for words in words_on_buttons(view)) > 1


def _is_preview(view: Json) -> bool:
    is_photo = bool(view["media"]) and view["media"]["kind"] == "photo"
    return is_photo and not view["media_group_id"]


def _is_under_way(view: Json) -> bool:
    # Edited: so the bot has noted which message it is, and may be killed.
    return "%" in view["text"] and view["edit_date"] is not None


def _has_text(view: Json) -> bool:
    return bool(view["text"])
