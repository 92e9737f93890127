"""The services on fakes: one object that a scene orders from, moves the clock of, and kills."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from typing_extensions import override

from bot.domain.job import Address, Job
from bot.domain.order import Order
from bot.domain.quota import QuotaRules
from bot.domain.recipe import PictureRef, Recipe
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.estimates import Estimates
from bot.services.health import Health
from bot.services.inputs import Inputs
from bot.services.intake import Intake
from bot.services.ports import FileSource
from bot.services.routing import Routes
from bot.services.run import Workshop
from bot.services.runner import Runner
from bot.services.slots import Slots
from bot.services.spool import Spool
from bot.services.values import Placed
from bot.services.views import Views
from providers.base import Operation
from tests.fakes.clock import FakeClock, settle
from tests.fakes.imaging import FakePictureTools, picture_bytes
from tests.fakes.messenger import FakeMessenger
from tests.fakes.provider import FakeProvider
from tests.fakes.stores import FakeStores

PHOTO = PictureRef(
    file_id="photo-1", file_unique_id="u1", kind="photo", width=64, height=48
)
ALICE = 7


class FakeFileSource(FileSource):
    """Telegram's files: each is the same small picture, unless a scene says otherwise."""

    def __init__(self) -> None:
        self.downloads: list[str] = []
        self.errors: list[Exception] = []

    @override
    async def download(self, ref: PictureRef, destination: Path) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.downloads.append(ref.file_id)
        destination.write_bytes(picture_bytes())  # noqa: ASYNC240 - a few bytes in a test


class Bench:
    """One bot without its doors. `restart` leaves the stores and loses everything else.

    Attributes:
        providers: in the order of preference.
    """

    def __init__(
        self,
        folder: Path,
        *providers: FakeProvider,
        rules: QuotaRules | None = None,
        max_jobs: int = 64,
        per_user: int = 3,
    ) -> None:
        self.folder = folder
        self.providers = providers or (FakeProvider(make_picture=picture_bytes),)
        self.rules = rules or QuotaRules()
        self.max_jobs, self.per_user = max_jobs, per_user
        self.clock = FakeClock()
        self.stores = FakeStores()
        self.files = FakeFileSource()
        self.tools = FakePictureTools()
        self.messenger = FakeMessenger()
        self._updates = itertools.count(1)
        self._build()

    def _build(self) -> None:
        by_name = {provider.name: provider for provider in self.providers}
        spool = Spool(self.folder / "spool")
        self.shop = Workshop(
            store=self.stores.jobs,
            statuses=self.stores.statuses,
            pictures=self.stores.pictures,
            families=self.stores.families,
            ledger=self.stores.ledger,
            messenger=self.messenger,
            views=Views(self.stores.jobs, self.stores.statuses, self.messenger),
            routes=Routes(
                providers=by_name,
                order=dict.fromkeys(Operation, tuple(by_name)),
                health=Health(self.clock),
            ),
            slots=Slots({p.name: p.capabilities.concurrency for p in self.providers}),
            inputs=Inputs(self.files, self.stores.pictures, self.tools, spool),
            tools=self.tools,
            spool=spool,
            estimates=Estimates(self.stores.jobs),
            clock=self.clock,
            rules=self.rules,
        )
        self.runner = Runner(self.shop, max_jobs=self.max_jobs, per_user=self.per_user)
        self.intake = Intake(self.shop, self.runner)
        self.desk = Desk(
            self.shop,
            self.runner,
            self.intake,
            self.stores.preferences,
            self.stores.owned,
        )
        self.displays = Displays(self.shop)

    @property
    def provider(self) -> FakeProvider:
        """The first choice."""
        return self.providers[0]

    async def order(self, prompt: str = "a cat", **facts: Any) -> Placed:
        """Order as Alice; facts are fields of the recipe or of the order."""
        recipe = {
            k: facts.pop(k) for k in list(facts) if k in Recipe.__dataclass_fields__
        }
        recipe.setdefault("operation", Operation.GENERATE)
        order = Order(
            update_ids=(next(self._updates),),
            user_id=facts.pop("user_id", ALICE),
            address=facts.pop("address", Address(chat_id=ALICE, reply_to=1)),
            language="en",
            recipe=Recipe(prompt=prompt, **recipe),
            **facts,
        )
        return await self.desk.place(order)

    async def job(self, placed: Placed, number: int = 0) -> Job:
        """A job of an order as it is stored now."""
        job = await self.stores.jobs.get(placed.jobs[number].job_id)
        assert job is not None
        return job

    async def pass_time(self, seconds: float) -> None:
        """Let the clock go on in small steps, and everything happen that is due."""
        await self.settle()
        steps = max(1, int(seconds))
        for _ in range(steps):
            await self.clock.advance(seconds / steps)
            await self.settle()

    async def settle(self) -> None:
        """Let everything that can happen now happen."""
        await settle(rounds=300)

    async def used(self) -> int:
        """Credits that Alice used or has reserved today."""
        allowances = await self.stores.ledger.allowances(
            ALICE, ALICE, self.rules, self.clock.now()
        )
        return next(a.used for a in allowances if a.wallet == "user")

    async def restart(self) -> None:
        """Stop in good order and start again."""
        await self.runner.stop()
        await self._start_again()

    async def crash(self) -> None:
        """What kill -9 leaves: the stores as they are, leases and all."""
        jobs = self.stores.jobs
        frozen = {job_id: await jobs.get(job_id) for job_id in self.stores.shelves.jobs}
        await self.runner.stop()
        for job_id, job in frozen.items():
            assert job is not None
            self.stores.shelves.jobs[job_id] = job
        await self._start_again()

    async def _start_again(self) -> None:
        self._build()
        await self.runner.start()
        await self.settle()


def fake_provider(name: str = "fake", **facts: object) -> FakeProvider:
    """A provider whose pictures can be looked into."""
    return FakeProvider(name, make_picture=picture_bytes, **facts)  # type: ignore[arg-type] # passed on


class InlineExecutor(ThreadPoolExecutor):
    """Runs at once what asyncio hands to a thread, so that a scene has one order of events."""

    @override
    def submit(
        self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any
    ) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - belongs to whoever waits
            future.set_exception(error)
        return future


@asynccontextmanager
async def open_bench(
    folder: Path, *providers: FakeProvider, **facts: Any
) -> AsyncIterator[Bench]:
    """A started bench."""
    asyncio.get_running_loop().set_default_executor(InlineExecutor())
    bench = Bench(folder, *providers, **facts)
    await bench.runner.start()
    try:
        yield bench
    finally:
        await bench.runner.stop()
