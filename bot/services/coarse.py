"""Coarse pictures of a paid call under way, shown in private chats while it lasts."""

import asyncio
from dataclasses import dataclass, field

from bot.domain.errors import BotError
from bot.services.background import begin
from bot.services.run import JobRun, log
from providers.base import Preview


@dataclass(slots=True)
class CoarsePictures:
    """A provider's `PreviewSink` for one submit: the newest preview wins, none is waited for."""

    run: JobRun
    _newest: Preview | None = None
    _task: asyncio.Task[None] | None = field(default=None)

    def __call__(self, preview: Preview) -> None:
        """Take a preview and return at once."""
        self._newest = preview
        if self._task is None or self._task.done():
            self._task = begin(self._show_all(), if_broken="preview.broken")

    async def close(self) -> None:
        """The call is over: what is not shown by now is stale."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _show_all(self) -> None:
        while self._newest is not None:
            preview, self._newest = self._newest, None
            try:
                await self._show(preview)
            except (BotError, OSError) as error:
                # A preview that cannot be shown costs nobody anything: the result will come.
                log.info("preview.skipped", detail=str(error), **self.run.facts)

    async def _show(self, preview: Preview) -> None:
        spool, job_id = self.run.shop.spool, self.run.job.job_id
        await spool.open(job_id)
        path = spool.coarse(job_id, preview.number)
        await asyncio.to_thread(path.write_bytes, preview.data)
        photo = await self.run.shop.tools.preview(path, path.parent)
        self.run.shop.views.show(self.run.job, photo=photo)
