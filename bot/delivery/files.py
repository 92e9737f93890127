"""Results as the provider's own bytes: one file in answer to the message, or several together."""

from collections.abc import Sequence
from functools import partial

from bot.delivery.albums import LARGEST
from bot.delivery.captions import document_caption, numbered_caption
from bot.delivery.media import Exhibit, Media
from bot.delivery.previews import path_of
from bot.delivery.sendings import Sending, Sendings
from bot.delivery.uploads import file_name
from bot.domain.errors import TooLarge
from bot.domain.job import Job
from bot.i18n.texts import Texts
from bot.services.values import Delivery, Picture


class Files:
    """Sends what no receipt confirms, each file once.

    Args:
        max_upload: bytes of one file that the Bot API server takes.
    """

    def __init__(
        self, sendings: Sendings, media: Media, texts: Texts, *, max_upload: int
    ) -> None:
        self._sendings = sendings
        self._media = media
        self._texts = texts
        self._max_upload = max_upload

    def take(self, pictures: Sequence[Picture]) -> bool:
        """Is each of them small enough to be sent as a file?"""
        return all(picture.size <= self._max_upload for picture in pictures)

    async def send(self, delivery: Delivery) -> bool:
        """Send them in answer to the user's message; False: one of them may not be there.

        Raises:
            TooLarge: a file is more than Telegram takes; those before it were sent.
        """
        pictures = delivery.pictures
        if delivery.job.look.is_file_only and len(pictures) > 1:
            groups = parcels(pictures, self._max_upload)
        else:
            groups = [[picture] for picture in pictures]
        is_certain = True
        for group in groups:
            if not self.take(group):
                raise TooLarge(f"{max(picture.size for picture in group)} bytes")
            is_certain &= await self._send(delivery, group)
        return is_certain

    async def _send(self, delivery: Delivery, group: Sequence[Picture]) -> bool:
        job, numbers = delivery.job, [picture.number for picture in group]
        is_alone = len(group) == 1
        sending = Sending(
            job_id=job.job_id,
            # Numbers in the name: who reads the receipts knows which pictures arrived.
            name=f"document-{numbers[0]}"
            if is_alone
            else f"documents-{numbers[0]}-{numbers[-1]}",
            address=job.address,
            pictures=tuple(group),
            cost=len(group),
        )
        exhibits = [
            self._exhibit(job, picture, is_alone=len(delivery.pictures) == 1)
            for picture in group
        ]
        send = partial(self._media.send, exhibits)
        return await self._sendings.send(sending, delivery.receipts, send) is not None

    def _exhibit(self, job: Job, picture: Picture, *, is_alone: bool) -> Exhibit:
        caption = document_caption if is_alone else numbered_caption
        return Exhibit(
            source=path_of(picture),
            name=file_name(job, picture),
            caption=caption(job, picture, self._texts),
            is_file=True,
        )


def parcels(pictures: Sequence[Picture], most_bytes: int) -> list[list[Picture]]:
    """Files for one call each: ten at most, and together no more bytes than one file may have.

    The documentation limits a file; that the servers in front of it limit the whole request as
    well is told by those who tried (Bot API sendMediaGroup, 413).
    """
    found: list[list[Picture]] = []
    for picture in pictures:
        last = found[-1] if found else []
        weight = sum(each.size for each in last) + picture.size
        if last and len(last) < LARGEST and weight <= most_bytes:
            last.append(picture)
        else:
            found.append([picture])
    return found
