"""The drawing provider: time, trouble, restarts, and pictures that follow the words."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from providers.base import (
    Operation,
    Prepared,
    Recovery,
    Request,
    Snapshot,
    SourcePicture,
)
from providers.demo import DemoProvider
from providers.demo.painter import SIZES, paint
from providers.demo.recipe import Recipe
from providers.demo.words import PALETTE_WORDS, SCENE_WORDS, choose
from providers.errors import (
    ModerationRefused,
    ServiceUnavailable,
    TaskFailed,
    TaskLost,
)
from tests.fakes.clock import FakeClock

KEY = "0f6a9d3e-7f39-4d2b-9a57-61c0d8f3b0aa"


@pytest.fixture
def clock() -> FakeClock:
    """The time that passes only by hand."""
    return FakeClock()


@pytest.fixture
def provider(clock: FakeClock) -> DemoProvider:
    """A provider whose tasks take ten seconds."""
    return DemoProvider(clock=clock, seconds=10)


async def submit(
    provider: DemoProvider, prompt: str, *, key: str = KEY, seed: int | None = None
) -> str:
    """Order pictures from words."""
    request = Request(operation=Operation.GENERATE, prompt=prompt, seed=seed)
    provider.check(request)
    return (await provider.submit(Prepared(request=request), key)).remote_id


def recipe(
    prompt: str,
    *,
    ratio: str = "1:1",
    seed: int = 1,
    sources: tuple[str, ...] = (),
) -> Recipe:
    """An order as the painter gets it."""
    return Recipe(
        key=KEY,
        started_at=0,
        operation="edit" if sources else "generate",
        prompt=prompt,
        negative_prompt="",
        aspect_ratio=ratio,
        count=4,
        seed=seed,
        sources=sources,
    )


def size_of(file: Path) -> tuple[int, int]:
    """Of a picture, in pixels."""
    with Image.open(file) as image:
        return image.size


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return [file.name for file in folder.iterdir()]


async def test_a_task_waits_works_and_brings_pictures_one_by_one(
    provider: DemoProvider, clock: FakeClock
) -> None:
    """Queue place, bar and growing results are what the playground is to show."""
    remote_id = await submit(provider, "hills")
    seen: list[Snapshot] = []
    for _ in range(11):
        seen.append(await provider.poll(remote_id))
        await clock.advance(1)

    assert [shot.progress.queue_position for shot in seen[:3]] == [2, 1, None]
    assert [len(shot.artifacts) for shot in seen] == [0] * 8 + [1, 2, 4]
    assert [shot.is_done for shot in seen] == [False] * 10 + [True]
    assert seen[5].progress.seconds_left == pytest.approx(5)
    assert all(shot.expected == 4 for shot in seen)


async def test_a_task_outlives_the_process_that_took_it(
    provider: DemoProvider, clock: FakeClock, tmp_path: Path
) -> None:
    """After kill -9 the id alone is enough to go on."""
    remote_id = await submit(provider, "sea")
    await clock.advance(10)

    after = DemoProvider(clock=clock, seconds=10)
    snapshot = await after.poll(remote_id)
    await after.fetch(snapshot.artifacts[2], tmp_path / "picture.png")

    assert snapshot.is_done
    assert size_of(tmp_path / "picture.png") == SIZES["1:1"]
    assert after.capabilities.recovery is Recovery.REPEAT


async def test_moderation_on_demand(provider: DemoProvider) -> None:
    """A refusal can be shown without a service that refuses."""
    with pytest.raises(ModerationRefused):
        await submit(provider, "hills demo:moderation")


async def test_failure_on_demand(provider: DemoProvider, clock: FakeClock) -> None:
    """It fails half-way, after the user has seen progress."""
    remote_id = await submit(provider, "hills demo:fail")
    await clock.advance(4)
    assert (await provider.poll(remote_id)).progress.fraction

    await clock.advance(1)

    with pytest.raises(TaskFailed):
        await provider.poll(remote_id)


async def test_slowness_on_demand(provider: DemoProvider, clock: FakeClock) -> None:
    """Ten times as long: time enough to press Cancel, or to kill the bot."""
    remote_id = await submit(provider, "hills demo:slow")

    await clock.advance(99)
    assert not (await provider.poll(remote_id)).is_done

    await clock.advance(1)
    assert (await provider.poll(remote_id)).is_done


async def test_a_line_on_demand(provider: DemoProvider, clock: FakeClock) -> None:
    """Five places are gone through one after the other, then it works as ever."""
    remote_id = await submit(provider, "hills demo:queue")
    places = []
    for _ in range(5):
        places.append((await provider.poll(remote_id)).progress.queue_position)
        await clock.advance(3)
    await clock.advance(9)
    assert not (await provider.poll(remote_id)).is_done

    await clock.advance(1)

    assert places == [5, 4, 3, 2, 1]
    assert (await provider.poll(remote_id)).is_done


async def test_absence_on_demand(provider: DemoProvider) -> None:
    """A service that is away takes nothing, so another may be asked."""
    with pytest.raises(ServiceUnavailable):
        await submit(provider, "hills demo:down")


async def test_a_cancelled_task_is_over(provider: DemoProvider) -> None:
    """No pictures come after it was called off."""
    remote_id = await submit(provider, "hills")

    assert await provider.cancel(remote_id)

    with pytest.raises(TaskFailed):
        await provider.poll(remote_id)


async def test_a_finished_task_cannot_be_cancelled(
    provider: DemoProvider, clock: FakeClock
) -> None:
    """Too late is no error and no promise."""
    remote_id = await submit(provider, "hills")
    await clock.advance(10)

    assert not await provider.cancel(remote_id)
    assert (await provider.poll(remote_id)).is_done


@pytest.mark.parametrize("remote_id", ["", "0", "не наш", "eJwrSS0uAQAEXQHB"])
async def test_a_strange_id_is_a_lost_task(
    provider: DemoProvider, remote_id: str
) -> None:
    """Whatever is in the database, the contract's error comes out."""
    with pytest.raises(TaskLost):
        await provider.poll(remote_id)


async def test_without_a_seed_each_order_is_new(provider: DemoProvider) -> None:
    """Asking again must bring other pictures; a given seed the same."""
    first = Recipe.decode(await submit(provider, "hills", key="a"))
    second = Recipe.decode(await submit(provider, "hills", key="b"))
    fixed = Recipe.decode(await submit(provider, "hills", key="b", seed=42))

    assert first.seed != second.seed
    assert fixed.seed == 42


def test_the_same_words_and_seed_draw_the_same_picture(tmp_path: Path) -> None:
    """A fetch after a restart must bring the picture that the first one would have brought."""
    paint(recipe("a city at night"), 1, tmp_path / "a.png")
    paint(recipe("a city at night"), 1, tmp_path / "b.png")

    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_the_four_pictures_differ(tmp_path: Path) -> None:
    """Four times the same would be no choice."""
    for variant in range(4):
        paint(recipe("a city at night"), variant, tmp_path / f"{variant}.png")

    assert len({file.read_bytes() for file in tmp_path.iterdir()}) == 4


@pytest.mark.parametrize("ratio", SIZES)
def test_pictures_have_the_ratio_that_was_asked_for(tmp_path: Path, ratio: str) -> None:
    """Within a few percent, as services round, too."""
    paint(recipe("hills", ratio=ratio), 0, tmp_path / "picture.png")

    with Image.open(tmp_path / "picture.png") as image:
        wide, high = (int(part) for part in ratio.split(":"))
        assert image.width / image.height == pytest.approx(wide / high, rel=0.03)


def test_an_edit_keeps_the_source_and_shows_that_it_was_there(tmp_path: Path) -> None:
    """The size stays, most of the picture changes, each look differs."""
    ramp = np.linspace(0, 255, 240, dtype=np.uint8)[None, :, None]
    source = np.broadcast_to(ramp, (160, 240, 3))
    Image.fromarray(source.copy()).save(tmp_path / "in.png")
    order = recipe("make it green", sources=(str(tmp_path / "in.png"),))

    looks = []
    for variant in range(4):
        paint(order, variant, tmp_path / "out.png")
        looks.append(np.asarray(Image.open(tmp_path / "out.png")).astype(int))

    assert all(look.shape == source.shape for look in looks)
    changed = [np.abs(look - source).mean() for look in looks]
    assert min(changed) > 8
    assert len({look.tobytes() for look in looks}) == 4


async def test_an_edit_whose_source_is_gone_fails(
    provider: DemoProvider, clock: FakeClock, tmp_path: Path
) -> None:
    """The contract's error, and nothing at the destination."""
    source = SourcePicture(
        path=tmp_path / "gone.png",
        media_type="image/png",
        width=64,
        height=64,
        size=1,
    )
    request = Request(operation=Operation.EDIT, prompt="x", sources=(source,))
    remote_id = (await provider.submit(Prepared(request=request), KEY)).remote_id
    await clock.advance(10)
    artifact = (await provider.poll(remote_id)).artifacts[0]

    with pytest.raises(TaskFailed):
        await provider.fetch(artifact, tmp_path / "out.png")

    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    "prompt, scene, palette",
    [
        ("Neon city at night", "city", "night"),
        ("海边的日落", "sea", "sunset"),
        ("зимние горы, снег", "hills", "winter"),
    ],
)
def test_words_of_three_languages_choose(prompt: str, scene: str, palette: str) -> None:
    """Whoever tries the playground sees that the prompt was read."""
    dice = np.random.default_rng(0)

    assert choose(SCENE_WORDS, prompt, "", dice) == scene
    assert choose(PALETTE_WORDS, prompt, "", dice) == palette


def test_unwanted_words_do_not_choose() -> None:
    """The negative prompt has a visible effect."""
    dice = np.random.default_rng(0)

    assert choose(SCENE_WORDS, "city and sea", "city", dice) == "sea"
