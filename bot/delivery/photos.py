"""Photos that stand for a job's results, and the line that stands under an album or files."""

from dataclasses import replace

import structlog

from bot.delivery.albums import Albums
from bot.delivery.captions import (
    album_caption,
    excused_caption,
    picture_caption,
    several_caption,
)
from bot.delivery.endings import Ending, Endings
from bot.delivery.keyboards import Keyboards
from bot.delivery.lines import Line
from bot.delivery.media import Exhibit
from bot.delivery.outbox.tickets import Priority
from bot.delivery.previews import Previews, path_of
from bot.delivery.rendering import Rendered
from bot.delivery.uploads import file_name
from bot.domain.errors import TooLarge
from bot.domain.look import Gathering
from bot.i18n.texts import Texts
from bot.services.values import Delivery, Picture

log = structlog.get_logger(__name__)


class Photos:
    """Turns the status message into a photo, a contact sheet, or a line with the buttons."""

    def __init__(
        self, endings: Endings, albums: Albums, previews: Previews, texts: Texts
    ) -> None:
        self._endings = endings
        self._albums = albums
        self._previews = previews
        self._texts = texts

    async def deliver(self, delivery: Delivery, line: Line) -> None:
        """Bring the pictures as photos, as their number and the job's look want it."""
        if len(delivery.pictures) == 1:
            await self._deliver_one(delivery, line)
        elif delivery.job.look.gathering is Gathering.GRID:
            await self._deliver_sheet(delivery, line)
        else:
            await self._deliver_album(delivery, line)

    async def show(
        self, delivery: Delivery, line: Line, *, with_original: bool = False
    ) -> None:
        """Show what came as files: one photo, or the sheet of several."""
        if len(delivery.pictures) > 1:
            await self._deliver_sheet(delivery, line)
            return
        picture = delivery.pictures[0]
        await self._end_as_photo(
            ending_of(delivery, line, picture, Priority.FINAL_STATUS),
            self._exhibit(delivery, picture, with_original=with_original),
        )

    async def end_as_line(
        self, delivery: Delivery, line: Line, *, with_original: bool = False
    ) -> None:
        """Say that the pictures are there, with their buttons and without a photo."""
        job, pictures = delivery.job, delivery.pictures
        if len(pictures) == 1:
            exhibit = self._exhibit(delivery, pictures[0], with_original=with_original)
            rendered = Rendered(text=exhibit.caption, markup=exhibit.markup)
        else:
            keyboards = Keyboards(self._texts, job.language, delivery.menu)
            rendered = Rendered(
                text=several_caption(job, pictures, self._texts, step=delivery.step),
                markup=keyboards.several(job, pictures, with_show=False),
            )
        shown = pictures[0] if len(pictures) == 1 else None
        await self._endings.as_text(
            ending_of(delivery, line, shown, Priority.FINAL_STATUS), rendered
        )

    async def _deliver_one(self, delivery: Delivery, line: Line) -> None:
        job, picture = delivery.job, delivery.pictures[0]
        exhibit = self._exhibit(delivery, picture, with_original=True)
        caption = excused_caption(job, exhibit.caption, self._texts)
        await self._end_as_photo(
            ending_of(delivery, line, picture, Priority.RESULT),
            replace(exhibit, caption=caption),
        )

    async def _deliver_sheet(self, delivery: Delivery, line: Line) -> None:
        job, pictures = delivery.job, delivery.pictures
        caption = several_caption(job, pictures, self._texts, step=delivery.step)
        keyboards = Keyboards(self._texts, job.language, delivery.menu)
        async with self._previews.sheet(job.job_id, pictures) as sheet:
            await self._endings.as_photo(
                ending_of(delivery, line, None, Priority.RESULT),
                Exhibit(
                    source=sheet,
                    name=sheet.name,
                    caption=excused_caption(job, caption, self._texts),
                    markup=keyboards.several(job, pictures, with_show=True),
                    has_spoiler=job.look.has_spoiler,
                ),
            )

    async def _deliver_album(self, delivery: Delivery, line: Line) -> None:
        job, pictures = delivery.job, delivery.pictures
        caption = excused_caption(job, album_caption(job, self._texts), self._texts)
        if not await self._albums.send(job, pictures, delivery.receipts, caption):
            # Paid pictures are not lost over a lost answer: an edit arrives for certain.
            await self._deliver_sheet(delivery, line)
            return
        await self.end_as_line(delivery, line)

    async def _end_as_photo(self, ending: Ending, exhibit: Exhibit) -> None:
        """Show a preview that fits; the file itself where Telegram takes no photo of it."""
        picture = ending.picture
        if picture is None or ending.is_done:
            return
        async with self._previews.photos([picture]) as (photo,):
            try:
                await self._endings.as_photo(ending, replace(exhibit, source=photo))
            except TooLarge:
                log.info("delivery.as_file", job_id=ending.job_id)
                await self._endings.as_photo(ending, replace(exhibit, is_file=True))

    def _exhibit(
        self, delivery: Delivery, picture: Picture, *, with_original: bool
    ) -> Exhibit:
        """One picture with the words and the buttons under it."""
        job = delivery.job
        keyboards = Keyboards(self._texts, job.language, delivery.menu)
        return Exhibit(
            source=path_of(picture),
            name=file_name(job, picture),
            caption=picture_caption(job, picture, self._texts, step=delivery.step),
            markup=keyboards.single(job, picture, with_original=with_original),
            has_spoiler=job.look.has_spoiler,
        )


def ending_of(
    delivery: Delivery, line: Line, picture: Picture | None, priority: Priority
) -> Ending:
    """The last word of a delivery's status message."""
    return Ending(
        line=line,
        job_id=delivery.job.job_id,
        picture=picture,
        receipts=delivery.receipts,
        priority=priority,
    )
