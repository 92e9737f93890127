"""The back door on a real PTB bot, talking to our Bot API server over loopback."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telegram.ext import ExtBot
from typing_extensions import override

from bot.app.request import TelegramRequest
from bot.delivery.calls import TelegramBot
from bot.delivery.messenger import TelegramMessenger
from bot.delivery.outbox.gate import Outbox
from bot.delivery.outbox.limiter import OutboxLimiter
from bot.delivery.outbox.limits import PRIVATE, OutboxLimits
from bot.delivery.upkeep import Upkeep
from bot.domain.job import Address, Job, JobState
from bot.domain.look import Gathering, Look
from bot.domain.recipe import Recipe
from bot.i18n.texts import Texts
from bot.playground.botapi import BotApi, BotApiConfig, serve
from bot.playground.botapi import Clock as ServerClock
from bot.services.values import (
    Copies,
    Delivery,
    JobView,
    Picture,
    Receipt,
    Status,
    StatusView,
)
from providers.base import Operation
from providers.clock import Clock
from tests.fakes.boards import FakeBoardStore
from tests.fakes.imaging import FakePictureTools, picture_bytes
from tests.fakes.shelves import Shelves
from tests.fakes.stores import FakePictureStore, FakePreferenceStore, FakeStatusStore

UPSCALE = Recipe(operation=Operation.UPSCALE, scale=2)
EDIT = Recipe(operation=Operation.EDIT, prompt="no background")
TOKEN = "42:test-token-of-the-rig"
ALICE = 1001
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HASTE = 10.0
SWIFT = OutboxLimits(private=replace(PRIVATE, calls=100, progress_gap=0.0))


class HastyClock(Clock):
    """Time at ten times its speed: a back-off of a second passes in 100 ms."""

    @override
    def now(self) -> datetime:
        return datetime.now(UTC)

    @override
    def monotonic(self) -> float:
        return time.monotonic() * HASTE

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / HASTE)  # noqa: TID251 - a clock is the seam


@dataclass(slots=True, kw_only=True)
class Rig:
    """Everything that a test of the back door handles."""

    api: BotApi
    telegram_bot: TelegramBot
    outbox: Outbox
    messenger: TelegramMessenger
    shelves: Shelves
    tools: FakePictureTools
    folder: Path

    def job(self, job_id: str = "job1", **changes: Any) -> Job:
        """A job of Alice's, stored, in her private chat unless said otherwise."""
        job = make_job(job_id, **changes)
        self.shelves.jobs[job_id] = job
        status = Status(status_id=job.status_id, address=job.address)
        self.shelves.statuses.setdefault(job.status_id, status)
        return job

    def pictures(self, job: Job, count: int = 1, **changes: Any) -> tuple[Picture, ...]:
        """Results of a job, on disk and in the store."""
        made = []
        for number in range(1, count + 1):
            path = self.folder / f"{job.job_id}-{number}.png"
            path.write_bytes(picture_bytes(64 + number, 48))
            made.append(
                replace(
                    Picture(
                        job_id=job.job_id,
                        number=number,
                        path=path,
                        media_type="image/png",
                        width=64 + number,
                        height=48,
                        size=path.stat().st_size,
                    ),
                    **changes,
                )
            )
        self.shelves.pictures |= {(job.job_id, one.number): one for one in made}
        return tuple(made)

    def receipts(self, job: Job) -> dict[str, Receipt]:
        """What the store knows to be sent."""
        return {
            sending: receipt
            for (job_id, sending), receipt in self.shelves.receipts.items()
            if job_id == job.job_id
        }

    async def deliver(self, job: Job, pictures: Sequence[Picture]) -> None:
        """Deliver as the workflow does."""
        done = replace(job, state=JobState.DELIVERING)
        view = view_of(done, delivered=len(pictures))
        await self.messenger.deliver(
            Delivery(
                job=done,
                view=view,
                pictures=tuple(pictures),
                receipts=self.receipts(job),
            )
        )

    async def restart(self) -> None:
        """A new messenger on what the old one has stored; the old one says nothing more."""
        await self.messenger.stop()
        self.messenger = _messenger(
            self.telegram_bot, self.outbox, self.shelves, self.tools, self.folder
        )
        await self.messenger.start()

    async def shown(self, view: StatusView, method: str = "sendMessage") -> None:
        """Show, and wait until the server saw the call and the store its outcome."""
        after = self.api.log.feed.last_seq
        self.messenger.show(view)
        await self.api.log.wait(method, after=after)
        await self.quiet()

    async def send_again(
        self, address: Address, pictures: Sequence[Picture], **facts: Any
    ) -> None:
        """Send results once more, to somebody who reads English; facts are of the copies."""
        copies = Copies(
            address=address, pictures=tuple(pictures), **{"language": "en", **facts}
        )
        await self.messenger.send_copies(copies)

    async def quiet(self) -> None:
        """Wait until no status message is being written, and no board."""
        while at_work := self._at_work():
            await asyncio.gather(*(upkeep.rest() for upkeep in at_work))

    def _at_work(self) -> list[Upkeep]:
        lines = self.messenger._messages._lines.values()
        boards = self.messenger._boards._boards.values()
        every = [line.upkeep for line in lines] + [board.upkeep for board in boards]
        return [upkeep for upkeep in every if upkeep.is_under_way]

    def chat(self, chat_id: int = ALICE) -> list[dict[str, Any]]:
        """The bot's messages in a chat, oldest first."""
        return self.api.people.messages(chat_id, from_bot=True)

    def methods(self) -> list[str]:
        """Names of the calls made, chat actions left out."""
        calls = [call["method"] for call in self.api.log.calls()]
        return [name for name in calls if name not in {"sendChatAction", "getMe"}]


class HastyServerClock(ServerClock):
    """The server's time, as hasty as ours."""

    @override
    def now(self) -> float:
        return time.monotonic() * HASTE

    @override
    async def sleep(self, seconds: float) -> None:
        await HastyClock().sleep(seconds)


@asynccontextmanager
async def rigged(
    folder: Path, limits: OutboxLimits = SWIFT, **switches: Any
) -> AsyncIterator[Rig]:
    """A server with Alice, a bot, and a messenger between them; switches are BotApiConfig's."""
    config = BotApiConfig(token=TOKEN, **switches)
    api, shelves = BotApi(config, HastyServerClock()), Shelves()
    api.people.add_user("Alice", language_code="en")
    outbox, tools = Outbox(HastyClock(), limits), FakePictureTools()
    async with serve(api) as url:
        telegram_bot: TelegramBot = ExtBot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=TelegramRequest(),
            get_updates_request=TelegramRequest(),
            rate_limiter=OutboxLimiter(outbox),
        )
        async with telegram_bot:
            rig = Rig(
                api=api,
                telegram_bot=telegram_bot,
                outbox=outbox,
                messenger=_messenger(telegram_bot, outbox, shelves, tools, folder),
                shelves=shelves,
                tools=tools,
                folder=folder,
            )
            yield rig
            await rig.messenger.stop()
            await outbox.stop()
            assert api.log.violations() == []
    api.dispose()


def _messenger(
    telegram_bot: TelegramBot,
    outbox: Outbox,
    shelves: Shelves,
    tools: FakePictureTools,
    folder: Path,
) -> TelegramMessenger:
    return TelegramMessenger(
        telegram_bot,
        outbox,
        FakeStatusStore(shelves),
        FakePictureStore(shelves),
        FakeBoardStore(shelves),
        FakePreferenceStore(shelves),
        tools,
        Texts(),
        HastyClock(),
        folder,
    )


def make_job(job_id: str = "job1", **changes: Any) -> Job:
    """A queued /gen of Alice's."""
    job = Job(
        job_id=job_id,
        status_id=f"s-{job_id}",
        user_id=ALICE,
        address=Address(chat_id=ALICE),
        language="en",
        recipe=Recipe(operation=Operation.GENERATE, prompt="a <red> fox & hound"),
        provider="jimeng",
        created_at=NOW,
        look=Look(gathering=Gathering.ALBUM),
    )
    return replace(job, **changes)


def view_of(*jobs: Job, **facts: Any) -> StatusView:
    """A view of jobs that share a status message."""
    status = Status(status_id=jobs[0].status_id, address=jobs[0].address)
    return StatusView(
        status=status, jobs=tuple(JobView(job=job, **facts) for job in jobs)
    )


def buttons(message: dict[str, object]) -> list[str]:
    """The callback data of all buttons under a message."""
    rows = message["buttons"]
    assert isinstance(rows, list)
    keys = [button for row in rows for button in row]
    return [key["callback_data"] for key in keys if "callback_data" in key]
