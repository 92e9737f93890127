"""One status message in memory: what it says, what it shall say, who is at it."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from telegram import LinkPreviewOptions, Message
from telegram.constants import ParseMode

from bot.delivery.calls import Calls, answering
from bot.delivery.media import Exhibit, Media
from bot.delivery.outbox.gate import Slot
from bot.delivery.rendering import Rendered
from bot.delivery.upkeep import Upkeep
from bot.domain.errors import MessageGone
from bot.domain.job import Address
from bot.services.ports import StatusStore
from bot.services.values import Status, StatusView

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # of addresses in people's prompts


@dataclass(slots=True, kw_only=True, eq=False)
class Line:
    """A status message.

    Attributes:
        newest: the newest view, wherever it is shown.
        wanted: the newest view that was not shown yet.
        attempted: the view of the last call.
        shown: what the message says, as far as this process knows.
        upkeep: brings it up to date, while there is something to do.
        chat_id: where the message was sent; after a migration it is out of reach.
        is_settled: the end has begun: no progress any more.
        is_dead: no call for it can succeed.
        is_recalled: the store was asked for its message id.
        photo: the coarse picture that the message shows.
    """

    status: Status
    newest: StatusView | None = None
    wanted: StatusView | None = None
    attempted: StatusView | None = None
    shown: Rendered | None = None
    upkeep: Upkeep = field(default_factory=Upkeep)
    chat_id: int | None = None
    is_settled: bool = False
    is_dead: bool = False
    is_recalled: bool = False
    photo: Path | None = None


class LineWriter:
    """Sends and edits the texts of status messages, and stores what became of them."""

    def __init__(self, calls: Calls, store: StatusStore, media: Media) -> None:
        self._calls = calls
        self._store = store
        self._media = media

    async def recall(self, line: Line) -> None:
        """Look up the message id once: a view may be older than the first send."""
        if line.is_recalled:
            return
        stored = await self._store.get_status(line.status.status_id)
        if stored is not None and stored.message_id is not None:
            line.status = stored
        line.chat_id = line.status.address.chat_id
        line.is_recalled = True

    async def write(
        self, line: Line, rendered: Rendered, here: Address, slot: Slot
    ) -> None:
        """Send the message, or edit it; exactly one call."""
        message_id = line.status.message_id
        if message_id is None:
            message = await self.send(rendered, here, slot)
            await self.note(line, message, is_media=False)
            return
        check_reach(line, here)
        if line.status.is_media:
            await self._calls.telegram_bot.edit_message_caption(
                here.chat_id,
                message_id,
                caption=rendered.text,
                parse_mode=ParseMode.HTML,
                reply_markup=rendered.markup,
                rate_limit_args=slot,
            )
        else:
            await self._calls.telegram_bot.edit_message_text(
                rendered.text,
                here.chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                reply_markup=rendered.markup,
                link_preview_options=NO_PREVIEW,
                rate_limit_args=slot,
            )

    async def show_photo(
        self, line: Line, photo: Path, rendered: Rendered, here: Address, slot: Slot
    ) -> None:
        """Turn the message into a coarse picture with the text under it; exactly one call."""
        check_reach(line, here)
        line.photo = photo
        exhibit = Exhibit(
            source=photo,
            name="preview.jpg",
            caption=rendered.text,
            markup=rendered.markup,
        )
        await self._media.turn_into(line.status.message_id or 0, exhibit, here, slot)
        if not line.status.is_media:
            await self.note_media(line)

    async def send(self, rendered: Rendered, here: Address, slot: Slot) -> Message:
        """Send the text as an answer to the user's message."""
        return await self._calls.telegram_bot.send_message(
            here.chat_id,
            rendered.text,
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.markup,
            link_preview_options=NO_PREVIEW,
            reply_parameters=answering(here),
            message_thread_id=here.thread_id,
            rate_limit_args=slot,
        )

    async def note(self, line: Line, message: Message, *, is_media: bool) -> None:
        """Store which message it is now."""
        line.chat_id = message.chat.id
        line.status = replace(
            line.status, message_id=message.message_id, is_media=is_media
        )
        await self._store.save_status(line.status)

    async def note_media(self, line: Line) -> None:
        """Store that the message shows a picture."""
        line.status = replace(line.status, is_media=True)
        await self._store.save_status(line.status)


def check_reach(line: Line, here: Address) -> None:
    """After a migration old ids may belong to other messages of the new chat.

    Raises:
        MessageGone: the message is in another chat.
    """
    if line.chat_id != here.chat_id:
        raise MessageGone(f"left behind in {line.chat_id}")
