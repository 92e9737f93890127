"""The same scenes for people of every language in every kind of chat, and how one of them looks.

Each scene plays in a chat of its own, so that Telegram's limits of one chat hold up no other.
"""

import asyncio
import html
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.i18n.texts import Texts
from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, visitor
from tests.acceptance.world import World

Json = dict[str, Any]
TEXTS = Texts(is_strict=True)
LANGUAGES = {"en": "en-GB", "zh": "zh-hans", "ru": "ru"}  # ours, and as apps tell them
WORDS = {"en": "make it night", "zh": "改成夜晚", "ru": "сделай ночь"}
DRAWN = {"en": "a red fox", "zh": "红狐狸", "ru": "рыжая лиса"}
NAMES = {"en": "Emma", "zh": "小明", "ru": "Роман"}
PRIVATE, GROUP, TOPIC, GENERAL = "private", "group", "topic", "general"
TAG = re.compile(r"<[^>]+>")
CYRILLIC, HAN = re.compile(r"[\u0430-\u044f]", re.IGNORECASE), re.compile(r"[一-鿿]")
LATIN_PROSE = re.compile(
    r"(?<![\w/-])[a-z]{2,} [a-z]{2,}\b"
)  # two English words in a row
FOREIGN = {
    "en": (CYRILLIC, HAN),
    "zh": (CYRILLIC, LATIN_PROSE),
    "ru": (HAN, LATIN_PROSE),
}
OWN_NAMES = re.compile("English|Русский|中文")  # languages are named in themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody with a language, in a place.

    Attributes:
        language: ours, not the app's tag.
        kind: of the chat.
        is_first: they made the group.
    """

    who: Visitor
    language: str
    kind: str
    here: Place
    is_first: bool

    @property
    def world(self) -> World:
        """Where all this is."""
        return self.who.world

    @property
    def is_private(self) -> bool:
        """Is nobody else in the chat?"""
        return self.kind == PRIVATE

    @property
    def words(self) -> str:
        """What they want done, in their language."""
        return WORDS[self.language]

    def text(self, key: str, **args: str | float) -> str:
        """A text of the catalogue as they should see it."""
        return plain(TEXTS.get(self.language, key, **args))

    @property
    def drawn(self) -> str:
        """What they want drawn, in their language."""
        return DRAWN[self.language]

    async def say(self, text: str, *, to: Json | None = None) -> Json:
        """Write here, in answer to a message or not."""
        return await self.who.say(text, self.at(to))

    async def show(self, photo: bytes, caption: str = "") -> Json:
        """Send a photo here."""
        return await self.who.show(photo, caption, self.here)

    def at(self, to: Json | None) -> Place:
        """This place, in answer to a message."""
        return Place(
            chat_id=self.here.chat_id,
            thread_id=self.here.thread_id,
            reply_to=to["message_id"] if to else None,
        )

    async def result(self, words: str) -> Json:
        """Say something, and wait for what comes of it."""
        return await self.who.ending(await self.say(words))

    async def told(self, command: str) -> str:
        """What a command is answered."""
        return str((await self.who.answer(await self.say(command)))["text"])

    def said(self) -> list[Json]:
        """All that the bot has said here."""
        return self.world.people.messages(self.chat_id, from_bot=True)

    @property
    def chat_id(self) -> int:
        """The chat's id."""
        return self.here.chat_id or self.who.user_id


Scene = Callable[[Guest], Awaitable[None]]


def plain(text: str) -> str:
    """A text without its marks."""
    return html.unescape(TAG.sub("", text))


def guests(world: World, kind: str, *, bot_role: Any = "member") -> list[Guest]:
    """Three people, each with a language, in one chat; in private each with a chat of theirs."""
    people = {
        language: visitor(world, NAMES[language], tag)
        for language, tag in LANGUAGES.items()
    }
    here = Place() if kind == PRIVATE else _chat(world, kind, people, bot_role)
    return [
        Guest(
            who=who,
            language=language,
            kind=kind,
            here=here,
            is_first=who is next(iter(people.values())),
        )
        for language, who in people.items()
    ]


def _chat(world: World, kind: str, people: dict[str, Visitor], bot_role: Any) -> Place:
    chat = world.people.add_chat(
        "Friends",
        members=[who.user_id for who in people.values()],
        type="group" if kind == GROUP else "supergroup",
        is_forum=kind != GROUP,
        bot_role=bot_role,
    )
    if kind != TOPIC:
        return Place(chat_id=chat["id"])
    topic = world.people.add_topic(chat["id"], "Art")
    return Place(chat_id=chat["id"], thread_id=topic["message_thread_id"])


async def play(scene: Scene, everybody: list[Guest]) -> None:
    """Have everybody play a scene at the same time; then look at how they were spoken to."""
    await asyncio.gather(*(_alone(scene, guest) for guest in everybody))
    for guest in everybody:
        check_place(guest)
        if guest.is_private:
            check_language(guest)


async def _alone(scene: Scene, guest: Guest) -> None:
    try:
        await scene(guest)
    except BaseException as error:
        error.add_note(f"{scene.__name__}: {guest.language} in {guest.kind}")
        raise


def check_place(guest: Guest) -> None:
    """Everything is said in the topic; in General, as in chats without any, no thread is named."""
    topic = guest.here.thread_id
    calls = [
        call
        for call in guest.world.telegram.log.calls(chat_id=guest.chat_id)
        if call["method"].startswith("send")
    ]
    assert calls
    assert {call["params"].get("message_thread_id") for call in calls} == {topic}
    assert {view["thread_id"] for view in guest.said()} == {topic}


def check_language(guest: Guest) -> None:
    """Nothing on the screen is in another language than the person's."""
    for shown in shown_to(guest):
        rest = OWN_NAMES.sub("", shown)
        assert not any(each.search(rest) for each in FOREIGN[guest.language]), shown


def shown_to(guest: Guest) -> Iterator[str]:
    """Texts, captions, buttons and toasts of a private chat, earlier states included."""
    for view in guest.said():
        for state in (view, *view["history"]):
            yield state["text"]
            yield from (key["text"] for row in state["buttons"] for key in row)
    for event in guest.world.people.events(
        chat_id=guest.chat_id, kind="callback_answer"
    ):
        yield str(event["answer"]["text"] or "")
