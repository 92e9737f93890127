"""An order without Telegram: the bot's own workflow, and what a stop leaves behind."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli.making.ask import Ask
from bot.cli.making.errand import PATIENCE, Ending, Errand
from bot.cli.making.files import LocalFiles
from bot.cli.making.screen import Screen
from bot.cli.making.terminal import Terminal
from bot.cli.words import PlainWords
from bot.domain.errors import Refused
from bot.domain.job import Job, JobState
from bot.domain.recipe import Recipe
from bot.services.inputs import Inputs
from bot.services.views import Views
from providers.base import Operation
from providers.errors import KeyRefused, ProviderError, RateLimited, SubmissionUnknown
from tests.fakes.clock import settle
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider, running
from tests.unit.services.bench import Bench, InlineExecutor

A_CAT = Recipe(operation=Operation.GENERATE, prompt="a cat", count=2)


def fake(name: str = "one", **options: object) -> FakeProvider:
    """A provider whose pictures can be measured."""
    return FakeProvider(name, make_picture=picture_bytes, **options)  # type: ignore[arg-type]


class Scene:
    """A terminal and a workshop of fakes."""

    def __init__(
        self, folder: Path, *fakes: FakeProvider, file: Path | None = None
    ) -> None:
        asyncio.get_running_loop().set_default_executor(InlineExecutor())
        bench = Bench(folder / "work", *fakes)
        screen = Screen(Console(quiet=True), PlainWords())
        self.folder = folder
        self.clock = bench.clock
        self.terminal = Terminal(screen, file, folder)
        shop = bench.shop
        inputs = Inputs(LocalFiles(), shop.pictures, shop.tools, shop.spool)
        views = Views(shop.store, shop.statuses, self.terminal)
        self.errand = Errand(
            replace(shop, messenger=self.terminal, views=views, inputs=inputs)
        )

    def begin(self, recipe: Recipe = A_CAT, *files: Path) -> asyncio.Task[Job]:
        """Order."""
        ask = Ask(recipe=recipe, files=files, output=self.folder)
        return asyncio.create_task(self.errand.carry_out(ask))

    async def finish(self, recipe: Recipe = A_CAT, *files: Path) -> Job:
        """Order, and let time pass until it is done."""
        return await self.end(self.begin(recipe, *files))

    async def end(self, task: asyncio.Task[Job]) -> Job:
        """Let time pass until it is done."""
        while not task.done():
            await settle(300)
            if self.clock.sleepers and not task.done():
                await self.clock.advance(1.0)
        return task.result()


async def test_pictures_get_their_names_up_to_the_number_wanted(tmp_path: Path) -> None:
    """Two of the provider's four, one submit, named by the prompt."""
    provider = fake()
    scene = Scene(tmp_path, provider)

    job = await scene.finish()

    assert job.state is JobState.SUCCEEDED
    assert [path.name for path in scene.terminal.written] == [
        "a-cat.png",
        "a-cat-2.png",
    ]
    assert all(path.read_bytes() == picture_bytes() for path in scene.terminal.written)
    assert len(provider.submits) == 1


async def test_a_file_of_this_machine_is_the_source(tmp_path: Path) -> None:
    """The result is called after the picture that was named, which stays as it is."""
    provider = fake()
    photo = tmp_path / "photo.png"
    photo.write_bytes(picture_bytes())
    scene = Scene(tmp_path, provider, file=photo)

    await scene.finish(Recipe(operation=Operation.EDIT, prompt="night"), photo)

    assert scene.terminal.written[0].name == "photo-edited.png"
    assert photo.read_bytes() == picture_bytes()


async def test_a_file_that_went_away_costs_nothing(tmp_path: Path) -> None:
    """It was there when the command was typed, and is gone when it is read."""
    provider = fake()
    scene = Scene(tmp_path, provider)

    job = await scene.finish(
        Recipe(operation=Operation.EDIT, prompt="night"), tmp_path / "gone.png"
    )

    assert (job.state, job.failure) == (JobState.FAILED, "file_gone")
    assert provider.submits == []


async def test_a_failure_names_who_said_so(tmp_path: Path) -> None:
    """The last provider that was asked, with its own reason."""
    first, second = fake("first"), fake("jimeng")
    first.submit_script.append(KeyRefused())
    second.submit_script.append(KeyRefused())
    scene = Scene(tmp_path, first, second)

    job = await scene.finish()

    assert PlainWords().failure(job).startswith("Jimeng: ")


async def test_what_nobody_can_do_costs_nothing(tmp_path: Path) -> None:
    """A refusal before anybody is asked, with the values that would work."""
    provider = fake()
    scene = Scene(tmp_path, provider)

    with pytest.raises(Refused) as caught:
        await scene.finish(replace(A_CAT, aspect_ratio="7:1"))

    assert caught.value.args_for_text["allowed"] == "1:1, 16:9"
    assert provider.submits == []
    assert scene.errand.ending is Ending.NOTHING_ORDERED


@pytest.mark.parametrize(
    "can_cancel, ending", [(True, Ending.STOPPED), (False, Ending.GOES_ON)]
)
async def test_a_stop_calls_off_a_running_task(
    tmp_path: Path, *, can_cancel: bool, ending: Ending
) -> None:
    """Where the service can stop it is asked to; where it cannot the user is told."""
    provider = fake(can_cancel=can_cancel)
    provider.poll_script.extend(running(0.1) for _ in range(10))
    scene = Scene(tmp_path, provider)
    task = scene.begin()
    await settle(300)

    assert scene.errand.call_off()
    job = await scene.end(task)

    assert (job.state, scene.errand.ending) == (JobState.CANCELLED, ending)
    assert provider.cancelled == (["remote-1"] if can_cancel else [])


async def test_a_stop_waits_for_the_answer_to_the_call_that_costs(
    tmp_path: Path,
) -> None:
    """Only that answer names what there is to call off."""
    provider = fake()
    provider.submit_gate = asyncio.Event()
    scene = Scene(tmp_path, provider)
    task = scene.begin()
    await settle(300)
    scene.errand.call_off()
    await settle(300)
    is_waiting = not task.done()
    provider.submit_gate.set()
    await scene.end(task)

    assert is_waiting
    assert provider.cancelled == ["remote-1"]
    assert scene.errand.ending is Ending.STOPPED


async def test_a_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    """An answer that does not come leaves nothing but the truth: it may be billed."""
    provider = fake()
    provider.submit_gate = asyncio.Event()
    scene = Scene(tmp_path, provider)
    task = scene.begin()
    await settle(300)
    scene.errand.call_off()
    job = await scene.end(task)

    assert scene.clock.monotonic() <= PATIENCE
    assert not job.state.is_final
    assert scene.errand.ending is Ending.UNKNOWN


@pytest.mark.parametrize("error", [RateLimited(), SubmissionUnknown()], ids=repr)
async def test_a_stop_in_a_pause(tmp_path: Path, error: ProviderError) -> None:
    """While the provider is busy nothing was ordered; while it is looked up nobody knows."""
    provider = fake()
    provider.submit_script.append(error)
    scene = Scene(tmp_path, provider)
    task = scene.begin()
    await settle(300)
    scene.errand.call_off()
    await scene.end(task)

    is_unknown = isinstance(error, SubmissionUnknown)
    assert scene.errand.ending is (
        Ending.UNKNOWN if is_unknown else Ending.NOTHING_ORDERED
    )
    assert provider.cancelled == []


async def test_a_second_stop_is_told_from_the_first(tmp_path: Path) -> None:
    """Who presses Ctrl-C twice is not made to wait."""
    scene = Scene(tmp_path, fake())

    assert [scene.errand.call_off(), scene.errand.call_off()] == [True, False]
