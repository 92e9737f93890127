"""Delivering a job's pictures: only what has no receipt is sent, the status message comes last."""

from dataclasses import replace

import structlog
from telegram.constants import ChatAction

from bot.delivery.actions import ChatActions
from bot.delivery.albums import Albums
from bot.delivery.captions import (
    album_caption,
    batch_caption,
    excused_caption,
    picture_caption,
    several_caption,
)
from bot.delivery.endings import Ending, Endings
from bot.delivery.files import Files
from bot.delivery.keyboards import Keyboards
from bot.delivery.lines import Line
from bot.delivery.media import Exhibit
from bot.delivery.outbox.tickets import Priority
from bot.delivery.previews import Previews, path_of
from bot.delivery.rendering import Rendered
from bot.delivery.uploads import file_name
from bot.domain.errors import TooLarge
from bot.domain.job import Job
from bot.domain.look import Gathering
from bot.i18n.texts import Texts
from bot.services.values import Delivery, Picture, StatusView
from providers.base import Operation

log = structlog.get_logger(__name__)


class Results:
    """Brings pictures to the chat, each kind of job in its own way."""

    def __init__(
        self,
        endings: Endings,
        albums: Albums,
        files: Files,
        previews: Previews,
        actions: ChatActions,
        texts: Texts,
    ) -> None:
        self._endings = endings
        self._albums = albums
        self._files = files
        self._previews = previews
        self._actions = actions
        self._texts = texts

    async def deliver(self, delivery: Delivery, line: Line) -> None:
        """Send what is missing, then turn the status message.

        Raises:
            ChatGone, NotAllowed, TooLarge: nothing more can arrive.
        """
        is_file = self._comes_as_files(delivery)
        action = ChatAction.UPLOAD_DOCUMENT if is_file else ChatAction.UPLOAD_PHOTO
        is_told = line.status.message_id is not None
        async with self._actions.during(delivery.job.address, action, is_told=is_told):
            if is_file:
                await self._deliver_files(delivery, line)
            else:
                await self._deliver_photos(delivery, line)

    async def close_batch(self, view: StatusView, ending: Ending) -> None:
        """The jobs of one message are over: a sheet, or a preview, of all that came."""
        job = view.jobs[0].job
        caption = batch_caption(view, self._texts)
        markup = Keyboards(self._texts, job.language).batch(view)
        pictures = await self._previews.of_jobs(view)
        if not pictures or job.look.is_file_only:
            await self._endings.as_text(ending, Rendered(text=caption, markup=markup))
            return
        async with self._previews.sheet(view.status.status_id, pictures) as sheet:
            await self._endings.as_photo(
                ending,
                Exhibit(
                    source=sheet,
                    name=sheet.name,
                    caption=caption,
                    markup=markup,
                    has_spoiler=job.look.has_spoiler,
                ),
            )

    def _comes_as_files(self, delivery: Delivery) -> bool:
        """Enlarged pictures do, and transparent ones: a photo of Telegram's would flatten them.

        A grid stays a grid, whose button brings the originals, unless files alone are wanted. What
        is too big for a file is shown rather than failed: only an enlargement is nothing without
        its bytes.
        """
        job, pictures = delivery.job, delivery.pictures
        if _needs_bytes(job) or len(delivery.view.jobs) > 1:
            return True
        if not self._files.take(pictures):
            return False
        if job.look.is_file_only:
            return True
        if len(pictures) > 1 and job.look.gathering is Gathering.GRID:
            return False
        return any(picture.has_alpha for picture in pictures)

    async def _deliver_files(self, delivery: Delivery, line: Line) -> None:
        is_batch = len(delivery.view.jobs) > 1
        try:
            is_certain = await self._files.send(delivery)
        except TooLarge:
            if is_batch:
                raise
            if not _needs_bytes(delivery.job):
                await self._deliver_photos(delivery, line)
                return
            await self._show_files(delivery, line)
            raise
        if not is_batch:
            await self._end_files(delivery, line, is_certain=is_certain)
        elif delivery.is_last:
            ending = _ending(delivery, line, None, Priority.FINAL_STATUS)
            await self.close_batch(delivery.view, ending)

    async def _end_files(
        self, delivery: Delivery, line: Line, *, is_certain: bool
    ) -> None:
        """The files are there: a line with the buttons, and a photo above it unless unwanted."""
        if not delivery.job.look.is_file_only:
            await self._show_files(delivery, line, with_original=not is_certain)
        elif len(delivery.pictures) > 1:
            await self._end_as_line(delivery, line)
        else:
            picture = delivery.pictures[0]
            exhibit = self._exhibit(delivery, picture, with_original=not is_certain)
            await self._endings.as_text(
                _ending(delivery, line, picture, Priority.FINAL_STATUS),
                Rendered(text=exhibit.caption, markup=exhibit.markup),
            )

    async def _show_files(
        self, delivery: Delivery, line: Line, *, with_original: bool = False
    ) -> None:
        if len(delivery.pictures) > 1:
            await self._deliver_sheet(delivery, line)
            return
        picture = delivery.pictures[0]
        await self._end_as_photo(
            _ending(delivery, line, picture, Priority.FINAL_STATUS),
            self._exhibit(delivery, picture, with_original=with_original),
        )

    async def _deliver_photos(self, delivery: Delivery, line: Line) -> None:
        if len(delivery.pictures) == 1:
            await self._deliver_one(delivery, line)
        elif delivery.job.look.gathering is Gathering.GRID:
            await self._deliver_sheet(delivery, line)
        else:
            await self._deliver_album(delivery, line)

    async def _deliver_one(self, delivery: Delivery, line: Line) -> None:
        job, picture = delivery.job, delivery.pictures[0]
        exhibit = self._exhibit(delivery, picture, with_original=True)
        caption = excused_caption(job, exhibit.caption, self._texts)
        await self._end_as_photo(
            _ending(delivery, line, picture, Priority.RESULT),
            replace(exhibit, caption=caption),
        )

    async def _deliver_sheet(self, delivery: Delivery, line: Line) -> None:
        job, pictures = delivery.job, delivery.pictures
        caption = several_caption(job, pictures, self._texts, step=delivery.step)
        keyboards = Keyboards(self._texts, job.language, delivery.menu)
        async with self._previews.sheet(job.job_id, pictures) as sheet:
            await self._endings.as_photo(
                _ending(delivery, line, None, Priority.RESULT),
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
        await self._end_as_line(delivery, line)

    async def _end_as_line(self, delivery: Delivery, line: Line) -> None:
        job, pictures = delivery.job, delivery.pictures
        keyboards = Keyboards(self._texts, job.language, delivery.menu)
        await self._endings.as_text(
            _ending(delivery, line, None, Priority.FINAL_STATUS),
            Rendered(
                text=several_caption(job, pictures, self._texts, step=delivery.step),
                markup=keyboards.several(job, pictures, with_show=False),
            ),
        )

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
        markup = keyboards.upscaled(job, picture)
        if with_original or not _needs_bytes(job):
            markup = keyboards.single(job, picture, with_original=with_original)
        return Exhibit(
            source=path_of(picture),
            name=file_name(job, picture),
            caption=picture_caption(job, picture, self._texts, step=delivery.step),
            markup=markup,
            has_spoiler=job.look.has_spoiler,
        )


def _needs_bytes(job: Job) -> bool:
    """Is a result nothing without its bytes? An enlargement shown small is no enlargement."""
    return job.recipe.operation is Operation.UPSCALE


def _ending(
    delivery: Delivery, line: Line, picture: Picture | None, priority: Priority
) -> Ending:
    return Ending(
        line=line,
        job_id=delivery.job.job_id,
        picture=picture,
        receipts=delivery.receipts,
        priority=priority,
    )
