"""A person in a world: asks, waits for the end, and looks around afterwards."""

import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from bot.domain.quota import QuotaRules
from bot.playground.botapi.people import Place
from tests.acceptance.world import PATIENCE, TOKEN, World, buttons_of
from tests.emulators.jimeng.emulator import SESSION

Json = dict[str, Any]
PRIVATE = Place()


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person of the world."""

    world: World
    user_id: int

    async def say(self, text: str, place: Place = PRIVATE) -> Json:
        """Write."""
        return await self.world.people.send_text(self.user_id, text, place)

    async def show(
        self, photo: bytes, caption: str = "", place: Place = PRIVATE
    ) -> Json:
        """Send a photo."""
        return await self.world.people.send_photo(
            self.user_id, photo, place, caption=caption
        )

    async def hand(
        self, file: bytes, name: str, caption: str = "", place: Place = PRIVATE
    ) -> Json:
        """Send a file."""
        return await self.world.people.send_document(
            self.user_id, file, name, place, caption=caption
        )

    async def answer(self, asked: Json) -> Json:
        """The first thing that the bot says to a message."""
        return await self.world.people.wait_message(
            asked["chat_id"],
            lambda view: view["reply_to"] == asked["message_id"],
            timeout=PATIENCE,
        )

    async def ending(self, asked: Json) -> Json:
        """The status message of an order, once it says how the order ended."""
        return await self.world.people.wait_message(
            asked["chat_id"],
            lambda view: view["reply_to"] == asked["message_id"] and has_ended(view),
            timeout=PATIENCE,
        )

    async def press(self, message: Json, button: str) -> tuple[str, Json]:
        """Press a button, by text or data: the toast, and what Telegram knows of the answer."""
        query_id = await self.world.people.press(
            self.user_id, message["message_id"], button, chat_id=message["chat_id"]
        )
        answer = await self.world.people.callback_answer(query_id, timeout=PATIENCE)
        return answer.get("text") or "", answer

    async def pick(self, message: Json, button: str, picture: str) -> tuple[str, Json]:
        """Press a button that asks which picture, then the picture: as for `press`."""
        await self.press(message, button)
        page = await self.world.people.wait_message(
            message["chat_id"],
            lambda view: (
                view["message_id"] == message["message_id"]
                and any(picture in words for words in buttons_of(view))
            ),
            timeout=PATIENCE,
        )
        words = next(words for words in buttons_of(page) if picture in words)
        return await self.press(message, words)

    async def spent(self) -> int:
        """Credits used or set aside today."""
        timezone = ZoneInfo(self.world.settings.get("QUOTA_TIMEZONE", "UTC"))
        rules = QuotaRules(timezone=timezone)
        async with self.world.stores() as stores:
            allowances = await stores.ledger.allowances(
                self.user_id, self.user_id, rules, datetime.now(UTC)
            )
        return allowances[0].used

    def heard(self, asked: Json) -> list[Json]:
        """Everything that the bot has said to a message, oldest first."""
        return [
            view
            for view in self.world.people.messages(asked["chat_id"], from_bot=True)
            if view["reply_to"] == asked["message_id"]
        ]

    async def picture(self, message: Json) -> Image.Image:
        """Open the picture that a message shows."""
        data = await self.world.people.download(message["media"]["file_id"])
        return Image.open(io.BytesIO(data))


def visitor(world: World, name: str = "Alice", language: str = "en") -> Visitor:
    """Somebody who has never been here."""
    user = world.people.add_user(name, language_code=language)
    return Visitor(world, user["id"])


def enlarged(width: int, height: int, maker: str = "Jimeng", *, step: int = 1) -> str:
    """What stands under an enlarged picture, and which step it is of those made here."""
    size = f"✅ {width}\N{MULTIPLICATION SIGN}{height} · {maker}"
    return size if step == 1 else f"{size} · Step {step}"


def data_of(view: Json) -> list[str]:
    """The callback data of a message's buttons; what only copies words has none."""
    return [
        button["callback_data"]
        for row in view["buttons"] or []
        for button in row
        if "callback_data" in button
    ]


def has_ended(view: Json) -> bool:
    """Does a status message say how its order ended? By its buttons, or by a failure without."""
    verbs = {data[0] for data in data_of(view)}
    is_sheet_of_some = view["media"] is not None and "❌" in view["text"]
    has_words = view["text"].startswith("❌") or is_sheet_of_some
    return "c" not in verbs and (bool(verbs) or has_words)


def kept_files(world: World) -> set[str]:
    """What lies in the folder of pictures, without what is only passing through."""
    root = world.folder / "data" / "pictures"
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def kept_sums(world: World) -> set[str]:
    """The sha256 of every result that is kept."""
    root = world.folder / "data" / "pictures"
    return {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("picture-*")
    }


@asynccontextmanager
async def serving(world: World, **settings: str) -> AsyncIterator[World]:
    """A started bot; in the end it was polite to Telegram and kept its secrets."""
    world.settings.update(settings)
    await world.start()
    yield world
    check_manners(world)


def check_manners(world: World) -> None:
    """No call that a correct client would not make, no query unanswered, no secret told."""
    assert world.telegram.log.violations() == []
    assert secrets_told(world) == []


def unanswered(world: World) -> set[str]:
    """Presses without an answer, and answers without a press."""
    pressed, answered = (
        {event["query_id"] for event in world.people.events(kind=kind)}
        for kind in ("press", "callback_answer")
    )
    return pressed ^ answered


def secrets_told(world: World) -> list[str]:
    """Where the bot's token or Jimeng's session stands though it must not."""
    token, session = TOKEN.partition(":")[2], SESSION
    said = [str(call["params"]) for call in world.telegram.log.calls()]
    asked = [
        f"{entry.path} {entry.query} {entry.body} {entry.headers}"
        for entry in world.jimeng.log.entries
    ]
    bodies = [
        f"{entry.path} {entry.query} {entry.body}" for entry in world.jimeng.log.entries
    ]
    found = [
        f"log: {line}"
        for line in world.log.splitlines()
        if token in line or session in line
    ]
    found += [f"chat: {text}" for text in said if token in text or session in text]
    found += [f"jimeng: {text}" for text in asked if token in text]
    found += [f"jimeng: {text}" for text in bodies if session in text]
    return found
