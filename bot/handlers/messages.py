"""Messages: what is asked of the bot, by whom, and who carries it out."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from telegram import Message

from bot.domain.errors import BotError, Refused
from bot.domain.job import Address
from bot.handlers.access import Access
from bot.handlers.account import Account
from bot.handlers.addressing import (
    Heard,
    Identity,
    Speaker,
    address_of,
    hear,
    is_private,
    speaker_of,
)
from bot.handlers.albums import Parcel
from bot.handlers.asides import Asides, reader_of
from bot.handlers.asks import Ask
from bot.handlers.commands import Commands
from bot.handlers.excuses import Excuses
from bot.handlers.habits import Habits
from bot.handlers.lull import Lull
from bot.handlers.own_data import OwnData
from bot.handlers.refusals import DRAINING
from bot.handlers.replies import Replies
from bot.handlers.settings import Settings
from bot.handlers.sources import has_picture
from bot.handlers.steps import Steps

# A crowd's signs of life must not stand behind what is looked up and written for each of them.
ORDERS_AT_ONCE = 16
ORDERS = frozenset({"gen", "edit", "upscale"})
WORDS_ALONE = (None, "edit")  # they may ask for a look back, which is no order


async def _greet_nobody(_: Address) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """Serves one message, or the messages of one album.

    Attributes:
        greet: shows the chat that an order was heard; a crowd's greetings go before its orders.
        lull: knows whether more of a crowd is still to be greeted.
        places: for orders that are being written down.
    """

    me: Identity
    access: Access
    commands: Commands
    account: Account
    steps: Steps
    settings: Settings
    own_data: OwnData
    habits: Habits
    replies: Replies
    asides: Asides
    excuses: Excuses
    greet: Callable[[Address], Awaitable[None]] = _greet_nobody
    lull: Lull = field(default_factory=Lull)
    places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(ORDERS_AT_ONCE)
    )

    async def serve(self, parcel: Parcel) -> bool:
        """Do what is asked, or say why not; False when the next start shall do it."""
        address = address_of(parcel.main)
        language = self.replies.language
        try:
            ask = await self._ask(parcel, address)
            if ask is not None:
                language = ask.language
                await self._carry_out(ask, parcel)
        except BotError as error:
            if error.code == DRAINING:
                return False
            await self.excuses.tell(error, reader_of(parcel.main), address, language)
        except Exception:  # noqa: BLE001 - the last resort: one update must not take others down
            reader = reader_of(parcel.main)
            await self.excuses.confess(parcel.update_ids[0], reader, address, language)
        return True

    def handlers(self) -> Mapping[str, Callable[[Ask], Awaitable[None]]]:
        """What carries out each command; whatever is not here is unknown."""
        return {
            "gen": self.commands.gen,
            "edit": self.commands.edit,
            "upscale": self.commands.upscale,
            "undo": self.steps.undo,
            "compare": self.steps.compare,
            "quota": self.account.quota,
            "jobs": self.account.jobs,
            "cancel": self.account.cancel,
            "settings": self.settings.open,
            "privacy": self.own_data.privacy,
            "forgetme": self.own_data.forget,
            "start": self.account.start,
            "help": self.account.help,
        }

    async def _ask(self, parcel: Parcel, address: Address) -> Ask | None:
        """What is asked of this bot by someone whom it serves; None when nothing is."""
        heard = hear(parcel.spokesman, self.me)
        speaker = speaker_of(parcel.main)
        if heard is None or speaker is None:
            return None
        is_served = self.access.allows(speaker.user_id, address.chat_id)
        if is_served and _is_order(heard, parcel.messages):
            await self.greet(address)
            await self.lull.wait()
        language = await self.habits.language(
            speaker.user_id, speaker.language_code, address.chat_id
        )
        if not is_served:
            await self._turn_away(speaker, parcel.main, language)
            return None
        return Ask(
            update_ids=parcel.update_ids,
            messages=parcel.messages,
            main=parcel.main,
            speaker=speaker,
            heard=heard,
            address=address,
            language=language,
            is_admin=self.access.is_admin(speaker.user_id),
        )

    async def _turn_away(
        self, speaker: Speaker, message: Message, language: str
    ) -> None:
        if is_private(message) and self.access.must_be_told(speaker.user_id):
            await self.replies.say(
                address_of(message),
                language,
                "access-denied",
                user=str(speaker.user_id),
            )

    async def _carry_out(self, ask: Ask, parcel: Parcel) -> None:
        command = ask.heard.command
        if parcel.earlier and not _is_upscale(ask):
            # Its siblings are an order by now; on its own it would become another one.
            raise Refused(code="album_late")
        if command in WORDS_ALONE and await self.steps.words(ask):
            return
        if command is None:
            async with self.places:
                is_order = await self.commands.words(ask)
            if not is_order:
                await self._hint(ask)
            return
        handlers = self.handlers()
        if command in ORDERS:
            async with self.places:
                await handlers[command](ask)
        elif handler := handlers.get(command):
            await handler(ask)
        elif ask.is_private or ask.heard.is_by_name:
            await self._notify(ask, "command-unknown", command=command)

    async def _hint(self, ask: Ask) -> None:
        """How to go on; silence for a group's small talk and for service messages."""
        if ask.is_private:
            if ask.main.text or ask.main.effective_attachment:
                key = "hint-words" if ask.heard.words else "hint"
                await self.replies.say(
                    ask.address, ask.language, key, words=ask.heard.words
                )
        elif ask.heard.is_by_name:
            await self._notify(ask, "hint-group")

    async def _notify(self, ask: Ask, key: str, **args: str) -> None:
        await self.asides.say(ask.reader, ask.address, ask.language, key, **args)


def _is_order(heard: Heard, messages: Sequence[Message]) -> bool:
    """Is this plainly an order? Words in answer to a picture may be one, too: that is looked up."""
    if heard.command is None:
        return any(has_picture(message) for message in messages)
    return heard.command in ORDERS


def _is_upscale(ask: Ask) -> bool:
    is_bare = ask.heard.command is None and not ask.heard.words
    return is_bare or ask.heard.command == "upscale"
