"""Results as they can be sent now: originals are cleaned away, Telegram's copies remain."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.services.values import Picture


async def kept_of(pictures: Sequence[Picture]) -> list[Picture]:
    """The pictures, without the paths of originals that are no longer on the disk."""
    return await asyncio.to_thread(lambda: [_kept(picture) for picture in pictures])


def _kept(picture: Picture) -> Picture:
    is_there = picture.path is not None and picture.path.is_file()
    return picture if is_there else replace(picture, path=None)
