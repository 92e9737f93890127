"""The last word of a status message: it becomes a text, or the picture itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import structlog
from telegram import Message

from bot.delivery.errors import MessageIsMedia
from bot.delivery.lines import Line, LineWriter, check_reach
from bot.delivery.media import Exhibit, Media
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.delivery.rendering import Rendered
from bot.delivery.sendings import Sending, Sendings
from bot.domain.errors import MessageGone
from bot.domain.job import Address
from bot.services.values import Picture, Receipt

_log = structlog.get_logger(__name__)

STATUS = "status"  # names the sending that turns the status message
MESSAGE = "message"  # names that of a new message, where there is none to turn
LINE = "line"  # names that of the words and buttons of a new photo that may be lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Whose ending it is.

    Attributes:
        picture: the one that the message will show; None for several or none.
        is_result: pictures came, and the store notes which message shows them.
    """

    line: Line
    job_id: str
    picture: Picture | None = None
    is_result: bool = True
    receipts: Mapping[str, Receipt] = field(default_factory=dict)
    priority: Priority = Priority.FINAL_STATUS

    @property
    def address(self) -> Address:
        """Where the message is."""
        return self.line.status.address

    @property
    def is_done(self) -> bool:
        """Did an earlier run get this far?"""
        sendings = (self.receipts.get(name) for name in (STATUS, MESSAGE, LINE))
        return any(receipt is not None and receipt.is_done for receipt in sendings)


class Endings:
    """Edits where there is a message, sends where there is none; once, with a receipt."""

    def __init__(self, sendings: Sendings, media: Media, writer: LineWriter) -> None:
        self._sendings = sendings
        self._media = media
        self._writer = writer

    async def as_photo(self, ending: Ending, exhibit: Exhibit) -> None:
        """Make the message show a picture.

        Raises:
            ChatGone, NotAllowed, TooLarge: it cannot be.
        """

        async def turn(here: Address, slot: Slot) -> Message | None:
            check_reach(ending.line, here)
            message_id = ending.line.status.message_id or 0
            return await self._media.turn_into(message_id, exhibit, here, slot)

        send = partial(self._media.send, [exhibit])
        if ending.is_done:
            return
        line = ending.line
        if line.status.message_id is not None:
            try:
                message = await self._sendings.edit(
                    ending.address, ending.priority, turn
                )
            except MessageGone as error:
                _log.info("status.gone", why=str(error))  # said anew, below
            else:
                await self._confirm(ending, message)
                await self._writer.note_media(line)
                return
        sent = await self._sendings.send(_new(ending), ending.receipts, send)
        if sent is None:
            # With no message of its own the job would have left nothing in the chat: a press
            # brings what was paid for.
            rendered = Rendered(text=exhibit.caption, markup=exhibit.markup)
            await self._say_anew(replace(_new(ending), name=LINE), ending, rendered)
        for message in sent or ():
            await self._writer.note(line, message, is_media=True)

    async def as_text(self, ending: Ending, rendered: Rendered) -> None:
        """Make the message say this.

        Raises:
            ChatGone, NotAllowed: it cannot be.
        """
        if ending.is_done:
            return
        if ending.line.status.message_id is not None:
            try:
                await self.edit_text(ending.line, rendered, ending.priority)
            except MessageGone as error:
                _log.info("status.gone", why=str(error))  # said anew, below
            else:
                await self._confirm(ending, None)
                return
        await self._say_anew(_new(ending), ending, rendered)

    async def edit_text(
        self, line: Line, rendered: Rendered, priority: Priority
    ) -> None:
        """Edit the message's text, or its caption where it is a picture by now."""

        async def write(here: Address, slot: Slot) -> None:
            await self._writer.write(line, rendered, here, slot)

        if line.shown == rendered:
            return
        try:
            await self._sendings.edit(line.status.address, priority, write)
        except MessageIsMedia:
            await self._writer.note_media(line)
            await self._sendings.edit(line.status.address, priority, write)
        line.shown = rendered

    async def _say_anew(
        self, sending: Sending, ending: Ending, rendered: Rendered
    ) -> None:
        async def send(here: Address, slot: Slot) -> Sequence[Message]:
            return [await self._writer.send(rendered, here, slot)]

        sent = await self._sendings.send(sending, ending.receipts, send)
        for message in sent or ():
            await self._writer.note(ending.line, message, is_media=False)

    async def _confirm(self, ending: Ending, message: Message | None) -> None:
        if not ending.is_result:
            return
        message_id = ending.line.status.message_id or 0
        await self._sendings.confirm_edit(
            ending.job_id, message_id, message, ending.picture
        )


def _new(ending: Ending) -> Sending:
    shown = () if ending.picture is None else (ending.picture,)
    return Sending(
        job_id=ending.job_id,
        name=MESSAGE,
        address=ending.address,
        pictures=shown,
        priority=ending.priority,
    )
