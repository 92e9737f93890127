"""Files of a call turned into a message's media."""

import asyncio
from typing import Any

from bot.playground.botapi.call import Call
from bot.playground.botapi.contents import Media, MediaKind
from bot.playground.botapi.errors import bad_request, violation
from bot.playground.botapi.files import StoredFile, Upload
from bot.playground.botapi.photos import make_photo, make_thumbnail, measure
from bot.playground.botapi.world import World

_MAX_THUMBNAIL_BYTES = 200_000  # Bot API, sendDocument: thumbnail under 200 kB
_MAX_THUMBNAIL_SIDE = 320
_PICTURE_TYPES = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/bmp", "image/gif"}
)


async def photo(call: Call, value: object) -> Media:
    """Make the media of a photo from an upload or a file id.

    Raises:
        ApiError: It is no photo that Telegram would take.
    """
    upload = call.attached(value)
    if upload is None:
        return _by_id(call, value, "photo")
    return await photo_from(call.world, upload)


async def photo_from(world: World, upload: Upload) -> Media:
    """Store uploaded bytes as a photo.

    Raises:
        Violation: Too large, impossible dimensions, or not a picture.
    """
    sizes = await asyncio.to_thread(
        make_photo, world.files, upload.blob, recompress=world.config.recompress
    )
    return _remembered(world, Media(kind="photo", files=sizes))


async def document(call: Call, value: object, thumbnail: object = None) -> Media:
    """Make the media of a document; its bytes stay as they are.

    Raises:
        ApiError: No such file, or the thumbnail is not one.
    """
    upload = call.attached(value)
    if upload is None:
        return _by_id(call, value, "document")
    preview = await _given_thumbnail(call, thumbnail) if thumbnail is not None else None
    return await document_from(call.world, upload, preview)


async def document_from(
    world: World, upload: Upload, preview: StoredFile | None = None
) -> Media:
    """Store uploaded bytes as a document, with a preview where it is a picture."""
    stored = world.files.register(
        "document",
        upload.blob,
        file_name=upload.file_name,
        mime_type=upload.mime_type,
    )
    if (
        preview is None
        and world.config.recompress
        and upload.mime_type in _PICTURE_TYPES
    ):
        preview = await asyncio.to_thread(make_thumbnail, world.files, upload.blob)
    return _remembered(
        world, Media(kind="document", files=(stored,), thumbnail=preview)
    )


async def input_media(call: Call, item: dict[str, Any]) -> Media:
    """Make the media of one InputMedia.

    Raises:
        Violation: A kind this server does not play.
    """
    if item["type"] == "photo":
        return await photo(call, item["media"])
    if item["type"] == "document":
        return await document(call, item["media"], item.get("thumbnail"))
    raise violation(f"InputMedia of type {item['type']} is not covered by this server")


def sticker_from(world: World, upload: Upload, size: tuple[int, int]) -> Media:
    """Store uploaded bytes as a sticker."""
    stored = world.files.register(
        "sticker",
        upload.blob,
        file_name=upload.file_name,
        mime_type="image/webp",
        width=size[0],
        height=size[1],
    )
    return _remembered(world, Media(kind="sticker", files=(stored,)))


async def _given_thumbnail(call: Call, value: object) -> StoredFile:
    upload = call.attached(value)
    if upload is None:
        raise violation("thumbnails can be sent only as a new file")
    width, height = await asyncio.to_thread(measure, upload.blob.path)
    too_large = max(width, height) > _MAX_THUMBNAIL_SIDE
    if too_large or upload.blob.size > _MAX_THUMBNAIL_BYTES:
        raise violation("thumbnail must be under 200 kB and at most 320 pixels a side")
    return call.world.files.register(
        "thumbnail", upload.blob, width=width, height=height
    )


def _by_id(call: Call, value: object, kind: MediaKind) -> Media:
    if not isinstance(value, str) or value.startswith(
        ("http://", "https://", "attach://")
    ):
        # Design: pictures are fetched and checked first, never handed over as links.
        raise violation("wrong file identifier/HTTP URL specified")
    media = call.world.media.get(value)
    if media is not None and media.kind == kind:
        return media
    stored = call.world.files.find(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    raise violation(f"can't use file of type {stored.kind.title()} as {kind.title()}")


def _remembered(world: World, media: Media) -> Media:
    for file in media.files:
        world.media[file.file_id] = media
    return media
