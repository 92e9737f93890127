"""Delivering a job's pictures: only what has no receipt is sent, the status message comes last."""

from telegram.constants import ChatAction

from bot.delivery.actions import ChatActions
from bot.delivery.albums import Albums
from bot.delivery.captions import batch_caption
from bot.delivery.endings import Ending, Endings
from bot.delivery.files import Files
from bot.delivery.lines import Line
from bot.delivery.media import Exhibit
from bot.delivery.outbox.tickets import Priority
from bot.delivery.photos import Photos, ending_of
from bot.delivery.previews import Previews
from bot.delivery.rendering import Rendered
from bot.delivery.status_keyboards import StatusKeyboards
from bot.domain.errors import TooLarge
from bot.domain.job import Job
from bot.domain.look import Gathering
from bot.i18n.texts import Texts
from bot.services.values import Delivery, StatusView
from providers.base import Operation


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
        self._photos = Photos(endings, albums, previews, texts)
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
                await self._photos.deliver(delivery, line)

    async def close_batch(self, view: StatusView, ending: Ending) -> None:
        """The jobs of one message are over: a sheet, or a preview, of all that came."""
        job = view.jobs[0].job
        caption = batch_caption(view, self._texts)
        markup = StatusKeyboards(self._texts, job.language).batch(view)
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
                await self._photos.deliver(delivery, line)
                return
            await self._photos.show(delivery, line)
            raise
        if not is_batch:
            await self._end_files(delivery, line, is_certain=is_certain)
        elif delivery.is_last:
            ending = ending_of(delivery, line, None, Priority.FINAL_STATUS)
            await self.close_batch(delivery.view, ending)

    async def _end_files(
        self, delivery: Delivery, line: Line, *, is_certain: bool
    ) -> None:
        """The files are there: a photo with the buttons, or a line where photos are unwanted."""
        if delivery.job.look.is_file_only:
            await self._photos.end_as_line(delivery, line, with_original=not is_certain)
        else:
            await self._photos.show(delivery, line, with_original=not is_certain)


def _needs_bytes(job: Job) -> bool:
    """Is a result nothing without its bytes? An enlargement shown small is no enlargement."""
    return job.recipe.operation is Operation.UPSCALE
