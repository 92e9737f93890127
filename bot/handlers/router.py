"""One entry for every update: which handler, and the bookkeeping around it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update

from bot.domain.buttons import PAGES, Button, Verb, parse_button
from bot.domain.choices import parse_choice
from bot.domain.errors import AlreadyHandled, BotError, Refused
from bot.domain.job import Address, Job
from bot.domain.parting import parse_parting
from bot.handlers.access import Access
from bot.handlers.account import Account
from bot.handlers.addressing import (
    Heard,
    Identity,
    Speaker,
    address_of,
    hear,
    is_private,
    move_of,
    speaker_of,
)
from bot.handlers.albums import Albums, Parcel
from bot.handlers.asks import Ask
from bot.handlers.buttons import Buttons
from bot.handlers.commands import Commands
from bot.handlers.desk import FrontDesk
from bot.handlers.habits import Habits
from bot.handlers.keyboards import offers
from bot.handlers.lull import Lull
from bot.handlers.notices import Notices, Reader, reader_of
from bot.handlers.owndata import OwnData
from bot.handlers.presses import DoubleTaps, Press
from bot.handlers.refusals import DRAINING, key_of, told
from bot.handlers.replies import Replies
from bot.handlers.settings import Settings
from bot.handlers.sources import has_picture
from bot.handlers.steps import Steps
from bot.services.ports import ChatStore, UpdateLog
from providers.clock import Clock

# A crowd's signs of life must not stand behind what is looked up and written for each of them.
ORDERS_AT_ONCE = 16
ORDERS = frozenset({"gen", "edit", "upscale"})
SUPERGROUPS = -1_000_000_000_000  # their ids are below, other groups' above
WORDS_ALONE = (None, "edit")  # they may ask for a look back, which is no order
_log = structlog.get_logger(__name__)


async def _greet_nobody(_: Address) -> None:
    return


@dataclass(slots=True, kw_only=True)
class Router:
    """Decides with plain code; built once by the composition root.

    Attributes:
        greet: shows the chat that an order was heard; a crowd's greetings go before its orders.
        lull: knows whether more of a crowd is still to be greeted.
        places: for orders that are being written down.
    """

    me: Identity
    access: Access
    albums: Albums
    commands: Commands
    account: Account
    buttons: Buttons
    steps: Steps
    settings: Settings
    own_data: OwnData
    desk: FrontDesk
    habits: Habits
    replies: Replies
    notices: Notices
    taps: DoubleTaps
    updates: UpdateLog
    chats: ChatStore
    clock: Clock
    greet: Callable[[Address], Awaitable[None]] = _greet_nobody
    lull: Lull = field(default_factory=Lull)
    places: asyncio.Semaphore = field(
        default_factory=lambda: asyncio.Semaphore(ORDERS_AT_ONCE)
    )

    async def handle(self, update: Update) -> None:
        """Deal with one update for good: an order, an answer, or silence.

        Noted as handled at the end, so that a crash before leaves it for the next start.
        """
        if update.callback_query is not None:
            await self._press(update.update_id, update.callback_query)
        elif update.message is not None and (move := move_of(update.message)):
            await self.chats.move(*move)
            await self.updates.handled((update.update_id,))
        elif update.message is not None:
            parcel = await self.albums.gather(update.update_id, update.message)
            if parcel is not None:
                await self._parcel(parcel)
        else:
            await self.updates.handled((update.update_id,))

    async def _parcel(self, parcel: Parcel) -> None:
        address = address_of(parcel.main)
        language = self.replies.language
        try:
            ask = await self._ask(parcel, address)
            if ask is not None:
                language = ask.language
                await self._serve(ask, parcel)
        except BotError as error:
            if error.code == DRAINING:
                return
            await self._tell(error, reader_of(parcel.main), address, language)
        except Exception:  # noqa: BLE001 - the last resort: one update must not take others down
            reader = reader_of(parcel.main)
            await self._confess(parcel.update_ids[0], reader, address, language)
        await self.updates.handled(parcel.update_ids)

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

    async def _serve(self, ask: Ask, parcel: Parcel) -> None:
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
        await self.notices.say(ask.reader, ask.address, ask.language, key, **args)

    async def _press(self, update_id: int, query: CallbackQuery) -> None:
        language = self.replies.language
        try:
            person = query.from_user
            chat_id = query.message.chat.id if query.message else person.id
            language = await self.habits.language(
                person.id, person.language_code, chat_id
            )
            press = None
            if not self.access.allows(person.id, chat_id):
                await self.replies.toast(
                    query, language, "access-denied", user=str(person.id)
                )
            elif choice := parse_choice(query.data or ""):
                await self.settings.press(query, choice, language)
            elif parting := parse_parting(query.data or ""):
                await self.own_data.press(query, parting, language)
            else:
                press = await self._decode(update_id, query, language, chat_id)
        except Exception:  # noqa: BLE001 - the last resort, as for messages
            _log.exception("update.failed", update_id=update_id)
            await self.replies.toast(query, language, key_of("internal"))
            press = None
        if press is None or await self._act(press):
            await self.updates.handled((update_id,))

    async def _act(self, press: Press) -> bool:
        """Do what the button says; False when the next start shall do it."""
        try:
            await self.buttons.act(press)
        except BotError as error:
            if error.code == DRAINING:
                return False
            await self._tell(error, press.reader, press.address, press.language)
        except Exception:  # noqa: BLE001 - as above
            where = press.reader, press.address, press.language
            await self._confess(press.update_id, *where)
            await self.replies.acknowledge(press.query)  # it may have come before that
        return True

    async def _confess(
        self, update_id: int, reader: Reader, address: Address, language: str
    ) -> None:
        """Log a fault of ours once, and say so; the update is not fed again."""
        _log.exception("update.failed", update_id=update_id)
        await self.notices.say(reader, address, language, key_of("internal"))

    async def _decode(
        self, update_id: int, query: CallbackQuery, language: str, chat_id: int
    ) -> Press | None:
        """The press; None when a toast has said already why there is nothing to do."""
        button = parse_button(query.data or "")
        job = await self.desk.job(button.job_id) if button else None
        if button is None or job is None or not _may_press(button, job, query, chat_id):
            await self.replies.toast(query, language, "button-gone")
            return None
        is_order = button.verb not in PAGES
        if is_order and self.taps.is_second(query.from_user.id, button.data):
            await self.replies.toast(query, language, "button-twice")
            return None
        return Press(
            update_id=update_id,
            query=query,
            button=button,
            job=job,
            language=language,
            is_admin=self.access.is_admin(query.from_user.id),
        )

    async def _tell(
        self, error: BotError, reader: Reader, address: Address, language: str
    ) -> None:
        if isinstance(error, AlreadyHandled):
            return
        if not isinstance(error, Refused):
            _log.error("update.failed", code=error.code, error=repr(error))
        key, args = told(error, self.clock.now())
        await self.notices.say(reader, address, language, key, **args)


def _is_order(heard: Heard, messages: Sequence[Message]) -> bool:
    """Is this plainly an order? Words in answer to a picture may be one, too: that is looked up."""
    if heard.command is None:
        return any(has_picture(message) for message in messages)
    return heard.command in ORDERS


def _is_upscale(ask: Ask) -> bool:
    is_bare = ask.heard.command is None and not ask.heard.words
    return is_bare or ask.heard.command == "upscale"


def _may_press(button: Button, job: Job, query: CallbackQuery, chat_id: int) -> bool:
    """Callback data can be forged: a job is shown in its own chat, and to its owner.

    A question elsewhere would be noted under a number that is somebody else's message at home, and
    an order of a picture that never was would be taken, to fail later.
    """
    if button.number > (job.wanted or 1):
        return False
    if chat_id == job.address.chat_id:
        return True
    is_theirs = query.from_user.id == job.user_id or _came_along(job, query.message)
    return is_theirs and button.verb is not Verb.EDIT


def _came_along(job: Job, message: MaybeInaccessibleMessage | None) -> bool:
    """Did the group become a supergroup while the job was under way? Its result lies there then."""
    return (
        isinstance(message, Message)
        and message.chat.id < SUPERGROUPS < job.address.chat_id < 0
        and offers(message, job.job_id)
    )
