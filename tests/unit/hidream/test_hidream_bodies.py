"""What is sent equals the seed and contracts 2.5, and no size is invented."""

import base64
import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.base import Request
from providers.hidream.bodies import body_of, encode
from providers.hidream.sizes import (
    EDIT_SIZES,
    SIZES_BY_MODEL,
    canonical_model_name,
    nearest_ratio,
)
from tests.emulators.hidream import orders
from tests.emulators.hidream.emulator import TOKEN
from tests.unit.hidream.conftest import Stage
from tests.unit.provider_stage import KEY


def sent(request: Request, notify_url: str | None = None) -> dict[str, Any]:
    """The body as the service gets it."""
    body = body_of(request, key=KEY, notify_url=notify_url)
    parsed: dict[str, Any] = json.loads(encode(body, request))
    return parsed


@pytest.mark.parametrize("scale", [None, 2, 4])
def test_an_upscale_equals_the_seed(stage: Stage, scale: int | None) -> None:
    """Bare base64 as one text, the factor by its real spelling, 2 unless 4 is asked for."""
    request = stage.upscale(scale=scale)

    body = sent(request)

    assert body == {
        "image": base64.b64encode(request.sources[0].path.read_bytes()).decode(),
        "upsale_ratio": scale or 2,
        "version": "v1",
        "request_id": KEY,
    }


def test_pictures_from_text(stage: Stage) -> None:
    """Version, count and a resolution with a star (contracts 2.5)."""
    request = stage.generate(
        aspect_ratio="3:2", count=3, negative_prompt="dogs", model="v2.1-standard"
    )

    assert sent(request) == {
        "prompt": "a cat",
        "negative_prompt": "dogs",
        "img_count": 3,
        "version": "v2.1-standard",
        "resolution": "2496*1664",
        "request_id": KEY,
    }


def test_the_defaults_of_pictures_from_text(stage: Stage) -> None:
    """One square picture of the first version."""
    body = sent(stage.generate())

    assert (body["img_count"], body["version"], body["resolution"]) == (
        1, "v2L", "1024*1024",
    )  # fmt: skip


def test_an_edit_carries_all_references_as_a_list(stage: Stage) -> None:
    """The list keeps the user's order, and without a ratio the first picture's own is followed."""
    request = stage.edit(3)

    body = sent(request)

    assert body["image"] == [
        base64.b64encode(source.path.read_bytes()).decode()
        for source in request.sources
    ]
    assert (body["version"], body["resolution"]) == ("v1", "2048*1536")


def test_the_callback_address_goes_along(stage: Stage) -> None:
    """`notify_url` is there exactly when there is an address."""
    assert "notify_url" not in sent(stage.upscale())
    assert sent(stage.upscale(), "https://bot/x")["notify_url"] == "https://bot/x"


async def test_the_headers_equal_the_seed(stage: Stage) -> None:
    """Bearer, JSON, and messages in a language that the operator reads."""
    await stage.order(stage.provider(), stage.upscale())

    (entry,) = stage.emulator.log.of("submit")
    assert entry.path == "/api-pub/gw/v3/image/image_upscaler/async"
    assert entry.headers["authorization"] == f"Bearer {TOKEN}"
    assert entry.headers["content-type"] == "application/json"
    assert entry.headers["x-accept-language"] == "en"


def test_every_size_is_in_the_services_list() -> None:
    """A resolution outside the published lists would be refused, or billed as something else."""
    ours = {
        name: {f"{w}*{h}" for w, h in sizes.values()}
        for name, sizes in SIZES_BY_MODEL.items()
    }
    assert ours == {name: set(text.split()) for name, text in orders.SIZES.items()}
    edits = {f"{w}*{h}" for w, h in EDIT_SIZES.values()}
    assert edits == set(orders.EDIT_SIZES.split())


@pytest.mark.parametrize("sizes", [*SIZES_BY_MODEL.values(), EDIT_SIZES])
def test_each_ratio_has_a_size_near_to_it(sizes: dict[str, tuple[int, int]]) -> None:
    """What is drawn for a ratio differs from it by less than a twentieth."""
    for ratio, (width, height) in sizes.items():
        across, down = (int(part) for part in ratio.split(":"))
        assert abs(math.log(width / height) - math.log(across / down)) < 0.05


@given(width=st.integers(16, 9000), height=st.integers(16, 9000))
def test_the_nearest_ratio_is_the_nearest(width: int, height: int) -> None:
    """No other size of the list has proportions closer to the picture's."""
    chosen = nearest_ratio(width, height, EDIT_SIZES)

    def distance(ratio: str) -> float:
        across, down = EDIT_SIZES[ratio]
        return abs(math.log(across / down) - math.log(width / height))

    assert distance(chosen) == min(map(distance, EDIT_SIZES))


@pytest.mark.parametrize("name, model", [
    ("v2l", "v2L"), ("HiDream v2L", "v2L"), ("2.1", "v2.1-standard"),
    ("V2.1-Standard", "v2.1-standard"), ("dall-e", "dall-e"),
])  # fmt: skip
def test_a_model_has_nicknames(name: str, model: str) -> None:
    """What people type means the version; what is no version stays what it is."""
    assert canonical_model_name(name) == model
