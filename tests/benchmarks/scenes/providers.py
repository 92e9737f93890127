"""What do one order, one poll and one download cost the bot, provider by provider?"""

import asyncio
import time
import uuid
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TypeVar

from PIL import Image

from providers.base import (
    Artifact,
    ImageProvider,
    Operation,
    Request,
    SourcePicture,
    Submission,
)
from providers.clock import SystemClock
from providers.http import HttpClient
from providers.registry import Outfit, build_providers
from tests.acceptance.services import MAKERS
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Program, python
from tests.benchmarks.sheets import Row, Sheet

ORDER, RUNNING, DONE = "order", "poll while it runs", "poll at the end"
DOWNLOAD, PICTURE = "download", "picture"
WARM_UP = 5  # calls that do not count: connections, imports, caches
SIDE = 256  # pixels of the picture that is to be enlarged
AT_ONCE = frozenset({"ideogram", "openai"})  # no task runs: the answer has the pictures


Result = TypeVar("Result")


@dataclass(slots=True)
class Meter:
    """Processor time of calls, user and system, all threads of this process."""

    seconds: list[float] = field(default_factory=list)

    async def run(self, call: Awaitable[Result]) -> Result:
        """Make a call and note what it took."""
        before = time.process_time()
        result = await call
        self.seconds.append(time.process_time() - before)
        return result

    @property
    def milliseconds(self) -> float:
        """The median, without the first few."""
        return median(self.seconds[WARM_UP:] or self.seconds) * 1000


async def play(folder: Path, plan: Plan) -> Sheet:
    """Each vendor's client in this process, its emulator in another, no bot around them."""
    figures = {name: await _measure(folder / name, name, plan.calls) for name in MAKERS}
    return Sheet(
        title=f"CPU of one call, median of {plan.calls}",
        columns=[ORDER, RUNNING, DONE, DOWNLOAD],
        rows=[
            Row(
                label=f"{name} ({values[PICTURE]:.0f} KB)",
                unit="ms",
                values=values,
                digits=2,
            )
            for name, values in figures.items()
        ],
        note=(
            "Client side alone. Ideogram and OpenAI answer an order with its pictures: no poll asks"
            " anybody, and OpenAI's pictures come in the order's own answer."
        ),
    )


async def _measure(folder: Path, name: str, calls: int) -> dict[str, float]:
    await asyncio.to_thread(folder.mkdir, parents=True)
    server = python("tests.benchmarks.provider_server", name)
    program = await Program.start(server, folder=folder, name="server", is_talking=True)
    http = HttpClient()
    try:
        settings = await program.hear()
        request = await asyncio.to_thread(_request, name, folder)
        figures = {}
        if name not in AT_ONCE:
            slow = _provider(name, settings["running"], http, folder)
            figures[RUNNING] = await _poll_on(slow, request, calls)
        quick = _provider(name, settings["done"], http, folder)
        return figures | await _go_through(quick, request, folder, calls)
    finally:
        await http.close()
        await program.end()


def _provider(
    name: str, settings: Mapping[str, str], http: HttpClient, folder: Path
) -> ImageProvider:
    outfit = Outfit(
        settings={**settings, "LOCAL_ENGINE": "false"},
        named=(name,),
        http=http,
        clock=SystemClock(),
        scratch=folder / "scratch",
    )
    return build_providers(outfit)[name]


def _request(name: str, folder: Path) -> Request:
    """One picture from words; from the vendor that only enlarges, one enlargement."""
    if name != "ideogram_gateway":
        return Request(operation=Operation.GENERATE, prompt="a red fox in the snow")
    path = folder / "source.jpg"
    Image.effect_noise((SIDE, SIDE), 40).convert("RGB").save(path)
    source = SourcePicture(
        path=path,
        media_type="image/jpeg",
        width=SIDE,
        height=SIDE,
        size=path.stat().st_size,
    )
    return Request(operation=Operation.UPSCALE, sources=(source,))


async def _poll_on(provider: ImageProvider, request: Request, calls: int) -> float:
    """Polls of a task that does not end."""
    submission = await _order(provider, request)
    meter = Meter()
    for _ in range(calls + WARM_UP):
        await meter.run(provider.poll(submission.remote_id))
    return meter.milliseconds


async def _go_through(
    provider: ImageProvider, request: Request, folder: Path, calls: int
) -> dict[str, float]:
    """Whole jobs: order, the poll that finds the pictures, the download of the first."""
    order, poll, download = Meter(), Meter(), Meter()
    target = folder / "picture"
    for _ in range(calls + WARM_UP):
        submission = await order.run(_order(provider, request))
        artifacts = await poll.run(_pictures(provider, submission))
        await download.run(provider.fetch(artifacts[0], target))
    return {
        ORDER: order.milliseconds,
        DONE: poll.milliseconds,
        DOWNLOAD: download.milliseconds,
        PICTURE: target.stat().st_size / 1000,
    }


async def _order(provider: ImageProvider, request: Request) -> Submission:
    return await provider.submit(await provider.prepare(request), str(uuid.uuid4()))


async def _pictures(
    provider: ImageProvider, submission: Submission
) -> Sequence[Artifact]:
    return (await provider.poll(submission.remote_id)).artifacts
