"""Results once more, on request: photos, or the original bytes as files."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from telegram import InlineKeyboardMarkup

from bot.delivery.albums import exhibits_of, parts
from bot.delivery.answers import Answers
from bot.delivery.files import parcels
from bot.delivery.keyboards import Keyboards
from bot.delivery.media import Exhibit
from bot.delivery.previews import Previews
from bot.delivery.sendings import with_file_id
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.values import Copies, Picture


class SendingAgain:
    """Sends what somebody pressed a button for.

    Args:
        max_upload: bytes of one file that the Bot API server takes.
    """

    def __init__(
        self,
        answers: Answers,
        previews: Previews,
        texts: Texts,
        *,
        max_upload: int,
    ) -> None:
        self._answers = answers
        self._previews = previews
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
        messages = await self._answers.send(address, exhibits)
        for picture, message in zip(part, messages, strict=False):
            await self._answers.note(with_file_id(picture, message), message)

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
