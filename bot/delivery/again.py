"""Results once more, on request: photos, or the original bytes as files."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import structlog
from telegram import InlineKeyboardMarkup, Message

from bot.delivery.albums import exhibits_of, parts
from bot.delivery.calls import Calls
from bot.delivery.files import parcels
from bot.delivery.keyboards import Keyboards
from bot.delivery.media import Exhibit, Media
from bot.delivery.outbox.tickets import Priority
from bot.delivery.previews import Previews
from bot.delivery.sendings import with_file_id
from bot.domain.errors import DeliveryUnknown
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.ports import PictureStore
from bot.services.values import Copies, Picture

log = structlog.get_logger(__name__)


class SendingAgain:
    """Sends what somebody pressed a button for; nothing is repeated, they can press again.

    Args:
        max_upload: bytes of one file that the Bot API server takes.
    """

    def __init__(
        self,
        calls: Calls,
        media: Media,
        previews: Previews,
        store: PictureStore,
        texts: Texts,
        *,
        max_upload: int,
    ) -> None:
        self._calls = calls
        self._media = media
        self._previews = previews
        self._store = store
        self._texts = texts
        self._max_upload = max_upload

    async def send(self, copies: Copies) -> None:
        """Send them in as few messages as can be: files together, photos together.

        The buttons go under a photo that is sent alone: Telegram takes none under albums.
        """
        files = [p for p in copies.pictures if copies.as_files and self._has_file(p)]
        photos = [p for p in copies.pictures if p not in files]
        markup = self._markup(copies)
        for parcel in parcels(files, self._max_upload):
            sources = [_file_of(picture) for picture in parcel]
            exhibits = exhibits_of(parcel, sources, "", is_file=True)
            await self._send(copies.address, parcel, exhibits)
        for part in parts(photos):
            excuse = self._excuse(part, copies.language) if copies.as_files else ""
            look = Exhibit(
                source="",
                name="",
                caption=excuse,
                markup=markup if len(part) == 1 else None,
                has_spoiler=copies.has_spoiler,
            )
            await self._send_photos(copies.address, part, look)

    async def _send_photos(
        self, address: Address, part: Sequence[Picture], look: Exhibit
    ) -> None:
        fresh = [picture for picture in part if picture.photo_file_id is None]
        async with self._previews.photos(fresh) as made:
            ready: dict[int, Path] = dict(
                zip((id(picture) for picture in fresh), made, strict=True)
            )
            sources = [picture.photo_file_id or ready[id(picture)] for picture in part]
            exhibits = [
                replace(each, markup=look.markup)
                for each in exhibits_of(
                    part, sources, look.caption, has_spoiler=look.has_spoiler
                )
            ]
            await self._send(address, part, exhibits)

    async def _send(
        self, address: Address, part: Sequence[Picture], exhibits: Sequence[Exhibit]
    ) -> None:
        send = partial(self._media.send, exhibits)
        try:
            messages = await self._calls.make(
                address, Priority.ANSWER, send, cost=len(part)
            )
        except DeliveryUnknown:
            log.warning("again.doubtful", job_id=part[0].job_id)
            return
        await self._note(part, messages or ())

    async def _note(self, part: Sequence[Picture], messages: Sequence[Message]) -> None:
        """Store the new file ids, and which message shows which picture."""
        for picture, message in zip(part, messages, strict=False):
            named = with_file_id(picture, message)
            await self._store.note_copy(named, message.chat.id, message.message_id)

    def _markup(self, copies: Copies) -> InlineKeyboardMarkup | None:
        if copies.ring is None:
            return None
        menu = copies.ring.menu
        return Keyboards(self._texts, copies.language, menu).page(copies.ring)

    def _has_file(self, picture: Picture) -> bool:
        if picture.document_file_id is not None:
            return True
        return picture.path is not None and picture.size <= self._max_upload

    def _excuse(self, part: Sequence[Picture], language: str) -> str:
        """Why a photo comes where a file was asked for."""
        is_kept = any(picture.path is not None for picture in part)
        key = "status-too-large" if is_kept else "status-copy"
        return self._texts.get(language, key)


def _file_of(picture: Picture) -> Path | str:
    return picture.document_file_id or picture.path or ""
