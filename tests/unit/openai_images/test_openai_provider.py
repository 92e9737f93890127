"""Orders of the OpenAI-compatible provider, and the pictures of their answers."""

import os
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from providers.base import Operation
from providers.errors import TaskLost, TransientError, UnsupportedRequest
from providers.openai_images.families import KNOWN_MODELS, family_of
from tests.emulators.openai_images import KEY
from tests.unit.openai_images.conftest import ORDER_KEY, Stage


def opened(file: Path) -> tuple[str, int, int]:
    """Format and size of a picture that really decodes."""
    with Image.open(file) as picture:
        picture.load()
        return str(picture.format), *picture.size


async def test_an_order_names_the_model_and_what_was_wished(stage: Stage) -> None:
    """The model is always said, `response_format` never, and nothing that nobody asked for."""
    provider = stage.provider()
    options = {"quality": "HIGH", "background": "Transparent"}

    await stage.order(provider, stage.generate())
    await stage.order(
        provider, stage.generate(aspect_ratio="3:2", count=2, options=options)
    )

    plain, full = stage.emulator.log.of("submit")
    assert plain.path == "/v1/images/generations"
    assert plain.headers["authorization"] == f"Bearer {KEY}"
    assert plain.body == {"model": "gpt-image-1", "prompt": "a cat"}
    assert full.body == {
        "model": "gpt-image-1",
        "prompt": "a cat",
        "size": "1536x1024",
        "n": 2,
        "quality": "high",
        "background": "transparent",
    }


@pytest.mark.parametrize(
    "model, ratio",
    [(model, ratio) for model in KNOWN_MODELS for ratio in family_of(model).sizes],
)
async def test_every_model_takes_its_ratios(
    stage: Stage, model: str, ratio: str
) -> None:
    """Each size is one that the service has for this model, and as wide as it says."""
    snapshot = await stage.order(
        stage.provider(), stage.generate(model=model, aspect_ratio=ratio)
    )

    out = stage.folder / "out.png"
    await stage.provider().fetch(snapshot.artifacts[0], out)
    _, width, height = opened(out)
    wide, high = (int(side) for side in ratio.split(":"))
    assert width / height == pytest.approx(wide / high, rel=0.02)


@pytest.mark.parametrize("configured", ["gpt-image-1", "dall-e-2", "some-relays-own"])
async def test_the_users_model_overrides_the_operators(
    stage: Stage, configured: str
) -> None:
    """`--model` wins; its own limits hold, whatever is configured."""
    provider = stage.provider(model=configured)

    await stage.order(provider, stage.generate(model="dall-e-3", aspect_ratio="16:9"))

    (entry,) = stage.emulator.log.of("submit")
    assert entry.body["model"] == "dall-e-3"
    assert entry.body["size"] == "1792x1024"
    with pytest.raises(UnsupportedRequest) as refused:
        provider.check(stage.generate(model="dall-e-3", count=2))
    assert refused.value.code == "count_unsupported"


@pytest.mark.parametrize(
    "model, code",
    [
        ("gpt-image-2.5-large", None),
        ("GPT-Image-1", None),
        ("flux", "model_unsupported"),
        ("4.5", "model_unsupported"),
    ],
)
def test_newer_models_are_taken_and_strangers_are_not(
    stage: Stage, model: str, code: str | None
) -> None:
    """A model of a known family may be named; another vendor's goes to that vendor."""
    provider, request = stage.provider(), stage.generate(model=model)

    if code is None:
        provider.check(request)
        return
    with pytest.raises(UnsupportedRequest) as refused:
        provider.check(request)
    assert refused.value.code == code


@pytest.mark.parametrize("model", ["dall-e-3", "dall-e-2"])
def test_a_model_without_edits_says_so(stage: Stage, model: str) -> None:
    """Neither as the operator's model nor as the user's does it edit."""
    with pytest.raises(UnsupportedRequest) as refused:
        stage.provider(model=model).check(stage.edit("PNG"))
    assert refused.value.code == "operation_unsupported"
    with pytest.raises(UnsupportedRequest) as named:
        stage.provider().check(stage.edit("PNG", model=model))
    assert named.value.code == "model_unsupported"
    assert "gpt-image-1" in str(named.value.args_for_text["allowed"])
    assert model not in str(named.value.args_for_text["allowed"])


def test_fidelity_is_for_models_that_have_it(stage: Stage) -> None:
    """The small model does not take `input_fidelity`; no generation does."""
    options = {"input_fidelity": "high"}

    stage.provider().check(stage.edit("PNG", options=options))
    for wrong in (
        stage.edit("PNG", options=options, model="gpt-image-1-mini"),
        stage.generate(options=options),
    ):
        with pytest.raises(UnsupportedRequest):
            stage.provider().check(wrong)


@pytest.mark.parametrize(
    "formats, names",
    [(("PNG",), ["image"]), (("PNG", "JPEG", "WEBP"), ["image[]"] * 3)],
)
async def test_references_go_along_in_order(
    stage: Stage, formats: tuple[str, ...], names: list[str]
) -> None:
    """One picture is `image`, several are `image[]`; each keeps its bytes and place."""
    request = stage.edit(*formats, aspect_ratio="2:3")

    await stage.order(stage.provider(), request)

    (entry,) = stage.emulator.log.of("submit")
    assert entry.path == "/v1/images/edits"
    sizes = [source.size for source in request.sources]
    assert entry.body.pop(names[0]) == (sizes[0] if len(sizes) == 1 else sizes)
    assert entry.body == {
        "model": "gpt-image-1",
        "prompt": "add a hat",
        "size": "1024x1536",
    }


@pytest.mark.parametrize(
    "ways",
    [
        [],
        [{"name": "prefixed"}],
        [{"name": "prefixed", "field": "url"}],
        [{"name": "other_format"}],
    ],
)
@pytest.mark.parametrize("gives_urls", [False, True])
async def test_pictures_are_read_in_every_form(
    stage: Stage, ways: list[dict[str, Any]], gives_urls: bool
) -> None:
    """Base64, with a prefix, in the wrong field, as an address, in another format: a file comes out."""
    stage.emulator._gives_urls = gives_urls
    for way in ways:
        stage.emulator.faults.fail_next(**way)
    provider = stage.provider()

    snapshot = await stage.order(provider, stage.generate(count=1))
    (artifact,) = snapshot.artifacts
    await provider.fetch(artifact, stage.folder / "out")

    assert artifact.data is None
    form = "JPEG" if {"name": "other_format"} in ways else "PNG"
    assert opened(stage.folder / "out") == (form, 1024, 1024)
    assert len(stage.emulator.log.paid_submits) == 1


async def test_a_restart_before_the_fetch_finds_the_files(stage: Stage) -> None:
    """What came as base64 outlives the instance that ordered it."""
    snapshot = await stage.order(stage.provider(), stage.generate(count=2))

    for artifact in snapshot.artifacts:
        await stage.provider().fetch(artifact, stage.folder / artifact.artifact_id)

    assert opened(stage.folder / "0")[0] == opened(stage.folder / "1")[0] == "PNG"
    assert len(stage.emulator.log.paid_submits) == 1


async def test_without_its_files_a_task_is_lost_openly(stage: Stage) -> None:
    """A fetch asks for a poll, and the poll says that nothing is left."""
    provider = stage.provider()
    prepared = await provider.prepare(stage.generate())
    submission = await provider.submit(prepared, ORDER_KEY)
    (artifact,) = (await provider.poll(submission.remote_id)).artifacts
    for file in stage.scratch.iterdir():
        file.unlink()

    with pytest.raises(TransientError):
        await provider.fetch(artifact, stage.folder / "late")
    with pytest.raises(TaskLost):
        await provider.poll(submission.remote_id)


async def test_files_that_nobody_fetched_go_after_a_day(stage: Stage) -> None:
    """Old ones are removed by the next order, younger ones stay."""
    provider = stage.provider()
    await stage.order(provider, stage.generate())
    (file,) = stage.scratch.iterdir()
    now = stage.clock.now().timestamp()

    os.utime(file, (now - 80_000, now - 80_000))
    await stage.order(provider, stage.generate())
    assert file.exists()

    os.utime(file, (now - 90_000, now - 90_000))
    await stage.order(provider, stage.generate())
    assert not file.exists()


def test_capabilities_follow_the_model(stage: Stage) -> None:
    """The configured model decides what there is; it leads the list of models."""
    gpt = stage.provider(model="gpt-image-2").capabilities.operations
    dalle = stage.provider(model="dall-e-3").capabilities.operations

    assert gpt[Operation.GENERATE].models[0] == "gpt-image-2"
    assert "16:9" in gpt[Operation.EDIT].aspect_ratios
    assert "dall-e-3" not in gpt[Operation.EDIT].models
    assert set(dalle) == {Operation.GENERATE}
    assert dalle[Operation.GENERATE].max_count == 1
