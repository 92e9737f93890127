"""Which picture is meant: in the message itself, or in the one it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from telegram import Document, ExternalReplyInfo, Message, PhotoSize, Sticker

from bot.domain.errors import Refused
from bot.domain.job import Job
from bot.domain.recipe import PictureRef, result_of
from bot.handlers.addressing import Identity, is_from, replied_to
from bot.handlers.keyboards import shown_under
from bot.services.desk import Desk
from bot.services.displays import Displays

MEDIA_TYPES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/heic": "HEIC",
    "image/heif": "HEIC",
}
ALIASES = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/x-ms-bmp": "image/bmp",
    "image/x-bmp": "image/bmp",
    "image/heic-sequence": "image/heic",
    "image/heif-sequence": "image/heif",
}
SUFFIXES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".gif": "image/gif",
    ".heic": "image/heic",
    ".heif": "image/heif",
}
FORMATS = ", ".join(dict.fromkeys(MEDIA_TYPES.values()))
MAX_BYTES = 20 * 1024 * 1024  # what getFile hands out (Bot API, getFile)
MAX_BYTES_LOCAL = 2000 * 1024 * 1024  # Bot API, "Using a Local Bot API Server"
MAX_PICTURES = 10  # of one order: as many as an album holds

Carrier = Message | ExternalReplyInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The pictures that an order is about, and the job that made them, if one of ours did."""

    pictures: tuple[PictureRef, ...] = ()
    parent_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Finds the pictures that a message means.

    Attributes:
        max_bytes: of a file that the Bot API server hands out.
    """

    desk: Desk
    displays: Displays
    me: Identity
    max_bytes: int = MAX_BYTES

    async def meant_by(self, messages: Sequence[Message], main: Message) -> Meant:
        """The pictures of these messages themselves, else of the message that the main one answers.

        Raises:
            Refused: `picture_type`, `file_too_big`, `too_many_pictures`, `picture_which`,
                `picture_which_file`.
        """
        own = tuple(
            picture
            for message in messages
            if (picture := picture_of(message, max_bytes=self.max_bytes)) is not None
        )
        if len(own) > MAX_PICTURES:
            raise Refused(
                code="too_many_pictures", args_for_text={"allowed": MAX_PICTURES}
            )
        if own:
            return Meant(pictures=own)
        return await self.answered_by(main)

    async def answered_by(self, message: Message) -> Meant:
        """The picture in the message that this one answers, if there is one.

        Raises:
            Refused: as for `meant_by`.
        """
        reply = replied_to(message)
        if reply is None:
            return self._carried(message.external_reply)
        if shown := await self.shown_by(reply):
            return _result(*shown)
        return self._carried(reply)

    async def shown_by(self, message: Message) -> tuple[Job, int] | None:
        """Which job's picture of ours a message shows; number 0 is all of several.

        The buttons know it a moment before the store does: who answers then, or while the bot is
        dead, means the result all the same.

        Raises:
            Refused: `picture_which_file`: it shows the pictures of several jobs.
        """
        if not is_from(message, self.me):
            return None
        known = await self.displays.job_of_message(message.chat.id, message.message_id)
        shown = known or shown_under(message)
        job = await self.desk.job(shown[0]) if shown else None
        if shown is None or job is None or not job.state.shows_pictures:
            return None
        if shown[1] or job.has_several:
            return job, shown[1]
        if (count := await self.desk.batch_size(job)) > 1:
            raise Refused(code="picture_which_file", args_for_text={"count": count})
        return job, 1

    def _carried(self, carrier: Carrier | None) -> Meant:
        picture = carrier and picture_of(carrier, max_bytes=self.max_bytes)
        return Meant(pictures=(picture,)) if picture else Meant()


def _result(job: Job, number: int) -> Meant:
    if number == 0:
        raise Refused(code="picture_which", args_for_text={"count": job.wanted or 1})
    picture = result_of(job.job_id, number)
    return Meant(pictures=(picture,), parent_id=job.job_id)


def has_picture(message: Message) -> bool:
    """Does it carry anything that is looked at as a picture, usable or not? Stickers are greetings."""
    return bool(message.photo or message.document or message.animation or message.video)


def picture_of(carrier: Carrier, *, max_bytes: int) -> PictureRef | None:
    """The picture that a message carries; None when it carries no file at all.

    Raises:
        Refused: `picture_type`, `file_too_big`.
    """
    if carrier.photo:
        return _photo(max(carrier.photo, key=lambda size: size.width * size.height))
    if carrier.document is not None:  # a GIF is both, animation and document
        return _checked(_document(carrier.document), max_bytes)
    if carrier.sticker is not None:
        return _checked(_sticker(carrier.sticker), max_bytes)
    if carrier.animation or carrier.video or carrier.video_note:
        raise _not_taken()
    return None


def _photo(size: PhotoSize) -> PictureRef:
    return PictureRef(
        file_id=size.file_id,
        file_unique_id=size.file_unique_id,
        kind="photo",
        size=size.file_size,
        width=size.width,
        height=size.height,
    )


def _document(document: Document) -> PictureRef:
    return PictureRef(
        file_id=document.file_id,
        file_unique_id=document.file_unique_id,
        kind="document",
        size=document.file_size,
        media_type=_media_type(document.mime_type, document.file_name),
        name=document.file_name,
    )


def _sticker(sticker: Sticker) -> PictureRef:
    if sticker.is_animated or sticker.is_video:
        raise _not_taken()
    return PictureRef(
        file_id=sticker.file_id,
        file_unique_id=sticker.file_unique_id,
        kind="document",
        size=sticker.file_size,
        width=sticker.width,
        height=sticker.height,
        media_type="image/webp",
    )


def _media_type(told: str | None, name: str | None) -> str:
    """What the file is, by what the app says, else by its name: many apps say octet-stream."""
    media_type = (told or "").lower()
    media_type = ALIASES.get(media_type, media_type)
    if media_type in MEDIA_TYPES:
        return media_type
    by_name = SUFFIXES.get(PurePath(name or "").suffix.lower())
    if by_name is None or media_type.startswith(("video/", "audio/", "text/")):
        raise _not_taken()
    return by_name


def _checked(picture: PictureRef, max_bytes: int) -> PictureRef:
    if picture.size is not None and picture.size > max_bytes:
        raise Refused(
            code="file_too_big",
            args_for_text={
                "allowed": max_bytes // 2**20,
                "size": round(picture.size / 2**20, 1),
            },
        )
    return picture


def _not_taken() -> Refused:
    return Refused(code="picture_type", args_for_text={"allowed": FORMATS})
