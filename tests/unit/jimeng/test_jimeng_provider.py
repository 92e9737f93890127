"""The provider against its strict emulator: what happens on good days."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import Operation, Request
from providers.dreamina.models import MODELS
from providers.errors import KeyRefused
from tests.emulators.jimeng.emulator import SESSION
from tests.unit.jimeng.conftest import Stage
from tests.unit.provider_stage import KEY


def opened(file: Path) -> tuple[int, int]:
    """The size of a picture that really decodes."""
    with Image.open(file) as picture:
        picture.load()
        return picture.size


async def test_four_pictures_come_one_after_another(stage: Stage) -> None:
    """The list grows in order, the first picture is no end, all four are fetched."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate(aspect_ratio="16:9"))

    seen = await stage.until_done(provider, remote_id)

    counts = [len(snapshot.artifacts) for snapshot in seen]
    assert counts == sorted(counts)
    assert {1, 2, 3} <= set(counts[:-1])
    assert counts[-1] == 4
    fractions = [snapshot.progress.fraction or 0 for snapshot in seen]
    assert fractions == sorted(fractions)
    for index, artifact in enumerate(seen[-1].artifacts):
        await provider.fetch(artifact, stage.folder / f"{index}")
        assert opened(stage.folder / f"{index}") == (64, 36)
    different = {(stage.folder / f"{index}").read_bytes() for index in range(4)}
    assert len(different) == 4


@pytest.mark.parametrize("model", [model.name for model in MODELS])
async def test_every_model_is_taken(stage: Stage, model: str) -> None:
    """The newer and the older models of the contracts have keys that the service knows."""
    await stage.order(stage.provider(), stage.generate(model=model))

    assert len(stage.emulator.log.paid_submits) == 1


@pytest.mark.parametrize("name", ["jimeng-image-4.5", "Jimeng 4.5", "jimeng-4.5"])
async def test_a_model_has_nicknames(stage: Stage, name: str) -> None:
    """The seeds' long name and what people type mean the short one."""
    await stage.order(stage.provider(), stage.generate(model=name))

    (entry,) = stage.emulator.log.of("generate")
    assert entry.body["extend"]["root_model"] == "high_aes_general_v40l"


async def test_sizes_can_follow_their_label(stage: Stage) -> None:
    """A switch sends real 1k sizes for the models whose label says so."""
    provider = stage.provider(sizes_follow_label=True)
    await stage.order(provider, stage.generate(model="3.0", aspect_ratio="1:1"))

    (task,) = stage.emulator.tasks.values()
    assert (task.order.width, task.order.label) == (1328, "1k")


@pytest.mark.parametrize("scale", [2, 4])
async def test_super_resolution_enlarges(stage: Stage, scale: int) -> None:
    """The upload itself comes back, larger."""
    provider = stage.provider()
    request = Request(
        operation=Operation.UPSCALE, sources=(stage.source(),), scale=scale
    )
    remote_id = await stage.order(provider, request)

    (artifact,) = (await stage.until_done(provider, remote_id))[-1].artifacts
    await provider.fetch(artifact, stage.folder / "result")

    assert opened(stage.folder / "result") == (48 * scale, 32 * scale)


async def test_the_queue_shows_its_places(stage: Stage) -> None:
    """While the task waits, its place falls and the time left falls with it."""
    stage.emulator.faults.fail_next("queue", places=5, seconds=30)
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    seen = await stage.until_done(provider, remote_id)

    places = [snapshot.progress.queue_position for snapshot in seen]
    waited = [place for place in places if place]
    assert waited == sorted(waited, reverse=True)
    assert (waited[0], waited[-1]) == (5, 1)
    assert places[-1] is None
    left = seen[0].progress.seconds_left
    assert left == pytest.approx(38, abs=1)


async def test_the_same_key_is_the_same_task(stage: Stage) -> None:
    """Even a repeat that should not happen is not paid twice."""
    provider = stage.provider()

    first = await stage.order(provider, stage.generate())
    second = await stage.order(provider, stage.generate())

    assert first == second
    assert len(stage.emulator.log.paid_submits) == 1


async def test_cancel_asks_nobody(stage: Stage) -> None:
    """The service has no cancel: the answer is no, and not a byte is sent."""
    provider = stage.provider()

    assert not provider.capabilities.can_cancel
    assert not await provider.cancel("1")
    assert stage.emulator.log.entries == []


async def test_the_session_is_never_told(stage: Stage) -> None:
    """Neither settings nor an error that echoes it show the session."""
    stage.emulator.faults.fail_next("ret", code="1015", message=f"bad {SESSION}")

    with pytest.raises(KeyRefused) as refused:
        await stage.order(stage.provider(), stage.generate())

    assert SESSION not in f"{refused.value!r} {stage.settings!r}"


async def test_forty_orders_at_once(stage: Stage) -> None:
    """Many tasks side by side keep apart, each submitted once."""
    provider = stage.provider()
    prepared = await provider.prepare(stage.generate())
    keys = [f"{KEY[:-2]}{number:02d}" for number in range(40)]

    taken = await asyncio.gather(*(provider.submit(prepared, key) for key in keys))

    assert len({submission.remote_id for submission in taken}) == 40
    assert len(stage.emulator.log.paid_submits) == 40


def wire(entry: Any) -> str:
    """Everything that a call carried, as one text."""
    return json.dumps([entry.query, entry.headers, entry.body])


async def test_the_session_goes_to_the_site_alone(stage: Stage) -> None:
    """Upload service and result host never see the cookie."""
    provider = stage.provider()
    request = Request(operation=Operation.UPSCALE, sources=(stage.source(),))
    remote_id = await stage.order(provider, request)
    last = (await stage.until_done(provider, remote_id))[-1]
    await provider.fetch(last.artifacts[0], stage.folder / "result")

    for call in ("apply", "put", "commit", "download"):
        (entry,) = stage.emulator.log.of(call)
        assert SESSION not in wire(entry)
