"""Each trouble that the page can make for a service has the effect that its name says."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from bot.playground.page.emulators import KNOWN
from bot.playground.page.mischief import WORDS, troubles_of
from bot.playground.page.services import Services, serving
from providers.base import ImageProvider, Operation, Request, Snapshot
from providers.demo import troubles as demo
from providers.errors import (
    ModerationRefused,
    ProviderError,
    RateLimited,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TransientError,
)
from providers.http import HttpClient
from providers.registry import Outfit, build_providers
from tests.fakes.clock import FakeClock, settle
from tests.fakes.sources import source_in

AT_ONCE = ("ideogram", "openai")  # an order is answered with its pictures
NORMAL = 6.0  # seconds that an order takes here


@dataclass(slots=True, kw_only=True)
class Stage:
    """One emulated service, and the provider that asks it."""

    name: str
    services: Services
    provider: ImageProvider
    clock: FakeClock
    request: Request

    def trouble(self, trouble: str | None) -> None:
        """Press a button of the panel."""
        self.services.trouble(self.name, trouble)

    async def order(self) -> Snapshot:
        """From check to the last picture; time passes while somebody waits for it."""
        work = asyncio.ensure_future(self._order())
        while not work.done():
            await settle()
            if self.clock.sleepers:
                await self.clock.advance(1.0)
        return work.result()

    async def submit(self) -> str:
        """From check to the remote id."""
        self.provider.check(self.request)
        prepared = await self.provider.prepare(self.request)
        return (await self.provider.submit(prepared, str(uuid4()))).remote_id

    async def _order(self) -> Snapshot:
        remote_id = await self.submit()
        while not (snapshot := await self.provider.poll(remote_id)).is_done:
            await self.clock.sleep(1.0)
        if not snapshot.artifacts:
            raise TaskFailed("nothing came")  # as the workflow has it
        return snapshot


@pytest.fixture
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """The service of the parameter, with a clock by hand."""
    name, clock = str(request.param), FakeClock()
    http = HttpClient(read_attempts=1)
    async with serving((name,), clock=clock, run_seconds=NORMAL) as services:
        outfit = Outfit(
            settings=services.settings,
            named=(),
            http=http,
            clock=clock,
            scratch=tmp_path,
        )
        provider = build_providers(outfit)[name]
        yield Stage(
            name=name,
            services=services,
            provider=provider,
            clock=clock,
            request=an_order(provider, tmp_path),
        )
        await provider.close()
        await http.close()


def an_order(provider: ImageProvider, folder: Path) -> Request:
    """Something that this service does."""
    if Operation.GENERATE in provider.capabilities.operations:
        return Request(operation=Operation.GENERATE, prompt="a cat")
    return Request(operation=Operation.UPSCALE, sources=(source_in(folder),))


each_service = pytest.mark.parametrize("stage", KNOWN, indirect=True)


@each_service
async def test_without_trouble_pictures_come(stage: Stage) -> None:
    """The emulator, as the page serves it, does what the provider asks."""
    began = stage.clock.monotonic()

    snapshot = await stage.order()

    assert snapshot.artifacts
    assert stage.clock.monotonic() - began < NORMAL * 2


@each_service
async def test_queue_makes_an_order_wait(stage: Stage) -> None:
    """A line before the work: the pictures come, a quarter of a minute later."""
    stage.trouble("queue")
    began = stage.clock.monotonic()

    snapshot = await stage.order()

    assert snapshot.artifacts
    assert stage.clock.monotonic() - began >= NORMAL + 15


@each_service
@pytest.mark.parametrize(
    "trouble, error",
    [("failure", TaskFailed), ("moderation", ModerationRefused)],
)
async def test_order_ends_badly_and_the_next_is_well(
    stage: Stage, trouble: str, error: type[ProviderError]
) -> None:
    """A task that fails, or is refused for its content, is told so; one order is struck."""
    stage.trouble(trouble)

    with pytest.raises(error):
        await stage.order()
    assert (await stage.order()).artifacts


@each_service
async def test_service_that_is_down_is_down_for_everything(stage: Stage) -> None:
    """Orders and questions about those under way are cut until all is well again."""
    remote_id = "" if stage.name in AT_ONCE else await stage.submit()
    stage.trouble("down")
    (switch,) = (
        each for each in stage.services.shown()[0]["troubles"] if each["name"] == "down"
    )

    with pytest.raises((SubmissionUnknown, ServiceUnavailable)):
        await stage.submit()
    if remote_id:
        with pytest.raises(TransientError):
            await stage.provider.poll(remote_id)
    stage.trouble(None)

    assert switch == {"name": "down", "lasts": True, "is_on": True}
    assert (await stage.order()).artifacts


@each_service
async def test_slow_service_answers_later(stage: Stage) -> None:
    """Each answer takes seconds more, until all is well."""
    stage.trouble("slow")
    work = asyncio.ensure_future(stage.submit())
    while not stage.clock.sleepers:
        await settle()
    is_waiting = not work.done()
    while not work.done():
        await settle()
        await stage.clock.advance(1.0)

    assert is_waiting
    assert work.result()


@each_service
async def test_too_many_orders_is_said_by_the_service(stage: Stage) -> None:
    """The service's own words for "too much at once" are understood as that."""
    stage.trouble("too_many")

    with pytest.raises(RateLimited):
        await stage.order()


@pytest.mark.parametrize("name", KNOWN)
def test_every_service_has_the_five_troubles(name: str) -> None:
    """Queue, slow, failure, moderation and down can be made for each emulator and for the demo."""
    five = {"queue", "slow", "failure", "moderation", "down"}

    assert five <= set(troubles_of(name))
    assert five == set(WORDS["demo"])


def test_words_for_the_demo_are_its_own() -> None:
    """What the panel writes into the prompt is what the demo looks for."""
    assert set(WORDS["demo"].values()) == {
        demo.QUEUE,
        demo.SLOW,
        demo.FAIL,
        demo.MODERATION,
        demo.DOWN,
    }
