"""The messenger port on Telegram: everything behind it, put together."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path

import structlog
from telegram.constants import ChatAction
from typing_extensions import override

from bot.delivery.actions import ChatActions
from bot.delivery.again import SendingAgain
from bot.delivery.albums import Albums
from bot.delivery.answers import Answers
from bot.delivery.boards.boards import Boards
from bot.delivery.calls import Calls, TelegramBot
from bot.delivery.endings import Ending, Endings
from bot.delivery.family import FamilyPictures
from bot.delivery.files import Files
from bot.delivery.lines import LineWriter
from bot.delivery.media import Media
from bot.delivery.outbox.gate import Outbox
from bot.delivery.pages import Pages
from bot.delivery.previews import Previews
from bot.delivery.rendering import Rendered, render_status
from bot.delivery.results import Results
from bot.delivery.sendings import Sendings
from bot.delivery.status import StatusMessages
from bot.domain.errors import DeliveryError
from bot.domain.job import Address
from bot.i18n.texts import Texts
from bot.services.ports import (
    BoardStore,
    ChatStore,
    Messenger,
    PictureStore,
    PictureTools,
    PreferenceStore,
    StatusStore,
)
from bot.services.values import Copies, Delivery, Keyring, StatusView
from providers.clock import Clock

MAX_UPLOAD = 50_000_000  # bytes (Bot API, sending files)
MAX_UPLOAD_LOCAL = 2_000_000_000  # bytes (Bot API, local server)
LAST_WORDS = 2.0  # seconds that calls under way get at a stop

log = structlog.get_logger(__name__)


class TelegramMessenger(Messenger):
    """What a chat is shown.

    Attributes:
        family: shows the steps that led to a picture.

    Args:
        telegram_bot: PTB's, built with `rate_limiter=OutboxLimiter(outbox)`, initialised.
        outbox: the same one.
        statuses: where message ids are kept.
        pictures: where receipts and file ids are kept.
        boards: where the groups' boards and our reactions are kept.
        preferences: what the groups chose.
        tools: makes previews and contact sheets.
        texts: the catalogues.
        clock: time.
        fleeting: a folder for previews and contact sheets.
        max_upload: bytes of one file that the Bot API server takes.
        chats: told of groups that became supergroups.
    """

    def __init__(
        self,
        telegram_bot: TelegramBot,
        outbox: Outbox,
        statuses: StatusStore,
        pictures: PictureStore,
        boards: BoardStore,
        preferences: PreferenceStore,
        tools: PictureTools,
        texts: Texts,
        clock: Clock,
        fleeting: Path,
        *,
        max_upload: int = MAX_UPLOAD,
        chats: ChatStore | None = None,
    ) -> None:
        self._texts = texts
        self._clock = clock
        calls = Calls(telegram_bot, outbox, chats)
        self._actions = actions = ChatActions(calls, clock)
        media = Media(telegram_bot)
        sendings = Sendings(calls, pictures, clock)
        writer = LineWriter(calls, statuses, media)
        previews = Previews(tools, pictures, fleeting)
        self._endings = Endings(sendings, media, writer)
        self._boards = Boards(calls, actions, boards, preferences, texts, clock)
        self._messages = StatusMessages(
            calls, writer, actions, self._boards, clock, self._render
        )
        self._results = Results(
            self._endings,
            Albums(sendings, media, previews),
            Files(sendings, media, texts, max_upload=max_upload),
            previews,
            actions,
            texts,
        )
        answers = Answers(calls, media, pictures)
        self._again = SendingAgain(answers, previews, texts, max_upload=max_upload)
        self._pages = Pages(calls, texts)
        self.family = FamilyPictures(answers, previews, texts)
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def open_boards(self) -> int:
        """Groups' boards in use, for the operator."""
        return self._boards.count

    async def greet(self, address: Address) -> None:
        """Show that an order was heard, before anything is looked up for it.

        Nobody waits for the answer; in a crowd everybody waits a moment for everybody's sign.
        """
        self._actions.sign(address, ChatAction.TYPING)
        await self._actions.let_go()

    async def start(self) -> None:
        """Recall the boards; every other message wakes up with its first view."""
        await self._boards.recall()

    async def stop(self) -> None:
        """Drop progress, give sends under way two seconds to be confirmed, then break off."""
        ending = asyncio.create_task(self._finish())
        alarm = asyncio.create_task(self._pause())
        await asyncio.wait({ending, alarm}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ending, alarm, *self._under_way):
            task.cancel()
        await asyncio.gather(ending, alarm, *self._under_way, return_exceptions=True)

    @override
    def show(self, view: StatusView) -> None:
        self._messages.show(view)

    @override
    async def deliver(self, delivery: Delivery) -> None:
        await self._unbroken(self._deliver(delivery))

    @override
    async def conclude(self, view: StatusView) -> None:
        await self._unbroken(self._conclude(view))

    @override
    async def send_copies(self, copies: Copies) -> None:
        await self._again.send(copies)

    @override
    async def turn_page(self, address: Address, message_id: int, ring: Keyring) -> None:
        await self._pages.turn(address, message_id, ring)

    async def _deliver(self, delivery: Delivery) -> None:
        view = delivery.view
        if len(view.jobs) > 1 and not delivery.is_last:
            line = self._messages.line(view)
            await self._results.deliver(delivery, line)
            self._messages.show(view)
            return
        line = await self._messages.settle(view)
        try:
            await self._results.deliver(delivery, line)
        except DeliveryError:
            self._messages.reopen(line)
            raise
        self._messages.forget(line)

    async def _conclude(self, view: StatusView) -> None:
        line = await self._messages.settle(view)
        ending = Ending(line=line, job_id=view.jobs[-1].job.job_id, is_result=False)
        try:
            if len(view.jobs) > 1:
                await self._results.close_batch(view, ending)
            else:
                await self._endings.as_text(ending, self._render(view))
        except DeliveryError as error:
            log.info(
                "status.undeliverable",
                chat_id=view.status.address.chat_id,
                why=error.code,
            )
        finally:
            self._messages.forget(line)

    async def _finish(self) -> None:
        await self._actions.stop()
        await asyncio.gather(
            self._messages.stop(),
            self._boards.stop(),
            *self._under_way,
            return_exceptions=True,
        )

    async def _pause(self) -> None:
        await self._clock.sleep(LAST_WORDS)

    async def _unbroken(self, work: Coroutine[None, None, None]) -> None:
        """Let a send that has left be confirmed although its waiter is cancelled (a drain)."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._put_away)
        await asyncio.shield(task)

    def _put_away(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.debug("delivery.ended", why=type(error).__name__)

    def _render(self, view: StatusView) -> Rendered:
        return render_status(view, self._texts)
