"""Several pictures sent together: ten at most in one call, as photos or as files."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from bot.delivery.media import Exhibit, Media
from bot.delivery.previews import Previews, path_of
from bot.delivery.sendings import Sending, Sendings
from bot.delivery.uploads import file_name
from bot.domain.errors import TooLarge
from bot.domain.job import Job
from bot.services.values import Picture, Receipt

LARGEST = 10  # Bot API sendMediaGroup


class Albums:
    """Sends a job's pictures as photos, or as files where Telegram takes no photo of one."""

    def __init__(self, sendings: Sendings, media: Media, previews: Previews) -> None:
        self._sendings = sendings
        self._media = media
        self._previews = previews

    async def send(
        self,
        job: Job,
        pictures: Sequence[Picture],
        receipts: Mapping[str, Receipt],
        caption: str,
    ) -> bool:
        """Send what has no receipt, in answer to the user's message; False: it may not be there."""
        is_certain = True
        for number, part in enumerate(parts(pictures), start=1):
            sending = Sending(
                job_id=job.job_id,
                name="album" if number == 1 else f"album-{number}",
                address=job.address,
                pictures=tuple(part),
                cost=len(part),
            )
            words = caption if number == 1 else ""
            is_certain &= await self._send_part(
                sending, receipts, words, has_spoiler=job.look.has_spoiler
            )
        return is_certain

    async def _send_part(
        self,
        sending: Sending,
        receipts: Mapping[str, Receipt],
        caption: str,
        *,
        has_spoiler: bool,
    ) -> bool:
        receipt = receipts.get(sending.name)
        if receipt is not None and receipt.is_done:
            return True
        async with self._previews.photos(sending.pictures) as photos:
            try:
                exhibits = exhibits_of(
                    sending.pictures, photos, caption, has_spoiler=has_spoiler
                )
                return await self._attempt(sending, receipts, exhibits)
            except TooLarge:
                originals = [path_of(picture) for picture in sending.pictures]
                exhibits = exhibits_of(
                    sending.pictures, originals, caption, is_file=True
                )
                return await self._attempt(sending, receipts, exhibits)

    async def _attempt(
        self,
        sending: Sending,
        receipts: Mapping[str, Receipt],
        exhibits: Sequence[Exhibit],
    ) -> bool:
        send = partial(self._media.send, exhibits)
        return await self._sendings.send(sending, receipts, send) is not None


def parts(pictures: Sequence[Picture]) -> list[Sequence[Picture]]:
    """Split into albums of about the same size, so that none is a single picture."""
    count = -(-len(pictures) // LARGEST)
    size = -(-len(pictures) // count) if count else 1
    return [pictures[start : start + size] for start in range(0, len(pictures), size)]


def exhibits_of(
    pictures: Sequence[Picture],
    sources: Sequence[Path | str],
    caption: str,
    *,
    is_file: bool = False,
    has_spoiler: bool = False,
) -> list[Exhibit]:
    """Pictures ready for an album: Telegram shows the first one's caption under all of them."""
    return [
        Exhibit(
            source=source,
            name=file_name(None, picture),
            caption="" if index else caption,
            is_file=is_file,
            has_spoiler=has_spoiler,
        )
        for index, (picture, source) in enumerate(zip(pictures, sources, strict=True))
    ]
