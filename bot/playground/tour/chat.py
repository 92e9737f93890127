"""One person's chat with the bot: what they send, and what they wait for."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.playground.botapi import BotApi
from bot.playground.tour.folder import PlayFolder
from bot.playground.tour.process import BotProcess
from bot.playground.tour.screen import Screen
from bot.playground.tour.troubles import TourFailed

Json = dict[str, Any]
CANCEL, TRY_AGAIN = "Cancel", "Try again"
FAILURE = "❌"  # failures that no other try can mend have no button


class Chat:
    """Acts as the person, follows the chat on the screen and keeps the pictures.

    Args:
        telegram: the server; the person joins it.
        bot: the process, whose end ends every wait.
        patience: seconds that a job may take.
    """

    def __init__(
        self,
        telegram: BotApi,
        bot: BotProcess,
        screen: Screen,
        folder: PlayFolder,
        *,
        patience: float,
    ) -> None:
        self._telegram = telegram
        self._people = telegram.people
        self._bot = bot
        self._screen = screen
        self._folder = folder
        self._patience = patience
        self._me: int = self._people.add_user("You", language_code="en")["id"]
        self._seen = 0
        self._prefix = ""
        self._showing = asyncio.Lock()

    async def send(self, text: str) -> Json:
        """Write a message."""
        return await self._people.send_text(self._me, text)

    async def send_photo(self, photo: bytes, caption: str = "") -> Json:
        """Send a picture as a photo."""
        return await self._people.send_photo(self._me, photo, caption=caption)

    async def press(self, view: Json, button: str) -> None:
        """Press a button of a message."""
        self._screen.note(f"👆 You press [ {button} ]")
        await self._people.press(self._me, view["message_id"], button)

    async def answer(
        self, asked: Json, fits: Callable[[Json], bool], what: str
    ) -> Json:
        """The first message of the bot behind `asked` that is, or becomes, as wanted.

        Raises:
            TourFailed: the bot said that the job failed, ended, or was silent for too long.
        """

        def wanted(view: Json) -> bool:
            is_later = view["message_id"] > asked["message_id"]
            return is_later and (fits(view) or has_failed(view))

        waiting = self._people.wait_message(self._me, wanted, timeout=self._patience)
        view = await self._bot.while_alive(waiting, what)
        if has_failed(view):
            raise TourFailed(f"waited for {what}, and the bot said: {view['text']}")
        return view

    async def saved(self, view: Json) -> Path:
        """Where a message's picture was put, once all that happened is on the screen."""
        await self.catch_up()
        return Path(self._screen.saved[view["message_id"], view["media"]["file_id"]])

    def begin(self, prefix: str) -> None:
        """A new scene; pictures that come get names that begin so."""
        self._prefix = prefix

    async def follow(self) -> None:
        """Show what happens, for ever."""
        while True:
            with suppress(TimeoutError):
                await self._people.wait_event(self._seen, chat_id=self._me)
            await self.catch_up()

    async def catch_up(self) -> None:
        """Show what has happened so far."""
        async with self._showing:
            for event in self._people.events(self._seen, chat_id=self._me):
                self._seen = event["seq"]
                await self._take(event)

    async def _take(self, event: Json) -> None:
        if event["kind"] == "delete":
            self._screen.remove(event["message_id"])
        elif event["kind"] in {"message", "edit"}:
            view = event["message"]
            if event["from_bot"] and is_result(view):
                await self._keep_result(view)
            self._screen.show(view)

    async def keep(self, media: Json, name: str) -> bytes:
        """Put a picture into the folder under a name of this scene; its bytes."""
        data = await self._people.download(media["file_id"])
        await asyncio.to_thread(self._folder.keep, self._named(media, name), data)
        return data

    async def _keep_result(self, view: Json) -> None:
        """Put the picture of a message of the bot's into the folder, once."""
        media = view["media"]
        key = view["message_id"], media["file_id"]
        if key not in self._screen.saved:
            number = str(self._count() + 1)
            await self.keep(media, number)
            path = self._folder.path / self._named(media, number)
            self._screen.saved[key] = str(path)

    def _named(self, media: Json, name: str) -> str:
        suffix = Path(media["file_name"] or "photo.jpg").suffix or ".jpg"
        return f"{self._prefix}-{name}{suffix}"

    def _count(self) -> int:
        names = (Path(path).name for path in self._screen.saved.values())
        return sum(name.startswith(f"{self._prefix}-") for name in names)


def words_on_buttons(view: Json) -> list[str]:
    """What the buttons of a message say."""
    return [button["text"] for row in view["buttons"] for button in row]


def has_failed(view: Json) -> bool:
    """Does the message say that its job failed?"""
    return view["text"].startswith(FAILURE) or any(
        TRY_AGAIN in words for words in words_on_buttons(view)
    )


def is_result(view: Json) -> bool:
    """Is it a picture that was asked for? A file's preview is not: the file itself is."""
    media = view["media"]
    if media is None:
        return False
    words = "".join(words_on_buttons(view))
    in_album = view["media_group_id"] is not None
    return media["kind"] == "document" or in_album or "Original" in words


def is_over(view: Json) -> bool:
    """Has a status message become a result?"""
    words = words_on_buttons(view)
    return bool(view["media"] and not view["media_group_id"]) or any(
        CANCEL not in each for each in words
    )
