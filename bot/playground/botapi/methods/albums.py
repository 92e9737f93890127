"""The method that sends several pictures or files as one album."""

import asyncio
import secrets

from bot.playground.botapi.addressing import destination
from bot.playground.botapi.attachments import input_media
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import Envelope
from bot.playground.botapi.composing import captioned
from bot.playground.botapi.errors import violation

_FEWEST, _MOST = 2, 10  # Bot API, sendMediaGroup


async def send_media_group(call: Call) -> object:
    """Send an album; all of it or nothing."""
    items = call.values["media"]
    if not _FEWEST <= len(items) <= _MOST:
        raise violation("wrong number of items in the media group, 2-10 are allowed")
    if len({item["type"] for item in items}) > 1:
        # Documents go only with documents; photos with photos (and videos).
        raise violation("documents can't be mixed with other media types")
    where = destination(call)
    media = await asyncio.gather(*(input_media(call, item) for item in items))
    contents = [captioned(item, each) for item, each in zip(items, media, strict=True)]
    envelope = Envelope(
        thread_id=where.thread_id,
        reply_to=where.reply_to,
        quote=where.quote,
        media_group_id=str(secrets.randbits(53)),
    )
    return [
        call.world.add_message(where.chat, call.world.bot, content, envelope).to_api()
        for content in contents
    ]


METHODS: dict[str, Method] = {"sendMediaGroup": send_media_group}
