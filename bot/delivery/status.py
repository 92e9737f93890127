"""Status messages under way: the newest text wins, one call at a time, results go first."""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import structlog
from telegram.constants import ChatAction

from bot.delivery.actions import ChatActions
from bot.delivery.backoff import Backoff
from bot.delivery.boards.boards import Boards
from bot.delivery.calls import Calls
from bot.delivery.errors import MessageIsMedia
from bot.delivery.lines import Line, LineWriter
from bot.delivery.outbox.gate import Slot
from bot.delivery.outbox.tickets import Priority
from bot.delivery.rendering import Rendered
from bot.domain.errors import (
    ChatGone,
    DeliveryError,
    DeliveryUnknown,
    MessageGone,
    NotAllowed,
    SlowDown,
    Unreachable,
)
from bot.domain.job import Address
from bot.services.values import StatusView
from providers.clock import Clock

log = structlog.get_logger(__name__)


class StatusMessages:
    """Every status message that is not at its end.

    Args:
        render: the text of a view.
    """

    def __init__(
        self,
        calls: Calls,
        writer: LineWriter,
        actions: ChatActions,
        boards: Boards,
        clock: Clock,
        render: Callable[[StatusView], Rendered],
    ) -> None:
        self._calls = calls
        self._writer = writer
        self._actions = actions
        self._boards = boards
        self._clock = clock
        self._render = render
        self._lines: dict[str, Line] = {}

    def show(self, view: StatusView) -> None:
        """Bring a message up to date, some time."""
        line = self.line(view)
        if line.is_settled:
            return
        line.newest = view
        if self._boards.tells(line):
            self._boards.refresh(line)
            return
        if line.is_dead:
            return
        line.wanted = view
        chat_id = view.status.address.chat_id
        work = partial(self._keep_up, line)
        line.upkeep.begin(work, if_broken="status.broken", chat_id=chat_id)

    async def settle(self, view: StatusView) -> Line:
        """End the progress of a message: drop what waits, wait for what flies."""
        line = self.line(view)
        line.newest = view
        line.is_settled = True
        self._boards.refresh(line)
        line.wanted = None
        await line.upkeep.put_down()
        await self._writer.recall(line)
        return line

    def forget(self, line: Line) -> None:
        """The message says its last word."""
        self._boards.leave(line)
        self._lines.pop(line.status.status_id, None)

    def reopen(self, line: Line) -> None:
        """The end did not come about: the message may still say why."""
        line.is_settled = False
        self._boards.leave(line)

    async def stop(self) -> None:
        """Put everything down; calls under way are waited for."""
        lines = list(self._lines.values())
        for line in lines:
            line.is_settled = True
        await asyncio.gather(*(line.upkeep.put_down() for line in lines))

    def line(self, view: StatusView) -> Line:
        """The message that a view is about."""
        status_id = view.status.status_id
        line = self._lines.get(status_id)
        if line is None:
            line = self._lines[status_id] = Line(status=view.status)
            if view.is_new:
                line.chat_id = view.status.address.chat_id
                line.is_recalled = True  # nothing is stored: no need to look
        return line

    def _rests(self, line: Line) -> bool:
        """Is there no progress to be shown in this message?"""
        return line.is_settled or line.is_dead or self._boards.tells(line)

    def _enter(self, line: Line) -> None:
        """Let the boards know; where one tells of an order, its own message rests."""
        for resting in self._boards.enter(line):
            resting.wanted = None
            if resting is not line:
                resting.upkeep.give_up()

    async def _keep_up(self, line: Line) -> None:
        backoff = Backoff(self._clock)
        await self._writer.recall(line)
        self._enter(line)
        while line.wanted and not self._rests(line):
            if self._is_shown(line, line.wanted):
                line.wanted = None
            elif await self._bring(line, line.wanted):
                backoff = Backoff(self._clock)
                self._enter(line)  # it may have a message now
            elif not line.is_settled:  # a result that waits for us waits no longer
                await backoff.pause()

    async def _bring(self, line: Line, view: StatusView) -> bool:
        """Make one call; False when the line failed and the text should be tried again."""
        is_first = line.status.message_id is None
        address = view.status.address
        if is_first and not self._calls.has_room(address):
            self._actions.sign(address, ChatAction.TYPING)
        try:
            await self._calls.make(
                address,
                Priority.FIRST_STATUS if is_first else Priority.PROGRESS,
                lambda here, slot: self._write_newest(line, view, here, slot),
            )
        except MessageIsMedia:
            await self._writer.note_media(line)
            line.wanted = line.wanted or line.attempted or view
            line.shown = None
        except DeliveryError as error:
            return self._take(error, line, view, is_first=is_first)
        finally:
            line.upkeep.is_calling = False
        return True

    async def _write_newest(
        self, line: Line, view: StatusView, here: Address, slot: Slot
    ) -> None:
        line.attempted = line.wanted or view
        rendered = self._render(line.attempted)
        line.wanted = None
        line.upkeep.is_calling = True
        # Said before it is known: after "not modified" and after a lost answer it is true as well.
        line.shown = rendered
        photo = photo_of(line.attempted)
        is_new = photo is not None and photo != line.photo
        if photo and is_new and line.status.message_id and await _is_there(photo):
            await self._writer.show_photo(line, photo, rendered, here, slot)
        else:
            await self._writer.write(line, rendered, here, slot)

    def _is_shown(self, line: Line, view: StatusView) -> bool:
        return self._render(view) == line.shown and photo_of(view) in (None, line.photo)

    def _take(
        self, error: DeliveryError, line: Line, view: StatusView, *, is_first: bool
    ) -> bool:
        """Decide what an error means for the message. No edit ever becomes a new message."""
        is_lost = is_first and isinstance(error, DeliveryUnknown)
        if is_lost or isinstance(error, ChatGone | MessageGone | NotAllowed):
            # A first text whose answer was lost is not sent twice; the result will come alone.
            line.is_dead = True
            log.info(
                "status.ended", chat_id=view.status.address.chat_id, why=error.code
            )
            return True
        line.shown = None
        if isinstance(error, SlowDown | Unreachable | DeliveryUnknown):
            line.wanted = line.wanted or line.attempted or view
            return isinstance(error, SlowDown)
        log.warning(
            "status.refused", chat_id=view.status.address.chat_id, why=str(error)
        )
        return True


async def _is_there(photo: Path) -> bool:
    """A job that ended meanwhile has swept its coarse pictures away."""
    return await asyncio.to_thread(photo.is_file)


def photo_of(view: StatusView) -> Path | None:
    """The coarse picture of a message about one job; a private chat has room for the edits."""
    return view.jobs[0].photo if len(view.jobs) == 1 else None
