"""Ideogram's official API against its strict emulator: orders to the letter, errors told apart."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from providers.base import Artifact, Operation, Request
from providers.errors import (
    KeyRefused,
    ModerationRefused,
    OutOfCredit,
    ProviderError,
    RateLimited,
    RequestRejected,
    ServiceUnavailable,
    SubmissionUnknown,
    TaskFailed,
    TaskLost,
    TransientError,
    UnsupportedRequest,
)
from providers.http import HttpClient
from providers.ideogram import IdeogramProvider, IdeogramSettings
from providers.ideogram.capabilities import RATIOS, STYLE_PRESETS
from providers.ideogram.orders import nearest_ratio
from tests.emulators.ideogram import KEY
from tests.fakes.clock import FakeClock
from tests.unit.ideogram.conftest import Stage

GENERATE = Request(operation=Operation.GENERATE, prompt="a cat")


async def test_a_generation_says_what_was_wished_and_no_more(stage: Stage) -> None:
    """The body has the wishes in the service's words; an order without wishes has the prompt alone."""
    provider = stage.ideogram()
    options = {
        "rendering_speed": "turbo",
        "magic_prompt": "off",
        "style_type": "realistic",
        "style_preset": "art_deco",
    }
    wished = replace(
        GENERATE,
        negative_prompt="dogs",
        aspect_ratio="16:9",
        count=3,
        seed=7,
        options=options,
    )

    await stage.order(provider, GENERATE)
    await stage.order(provider, wished)

    plain, full = stage.official.log.of("submit")
    assert plain.path == "/v1/ideogram-v3/generate"
    assert plain.headers["api-key"] == KEY
    assert "authorization" not in plain.headers
    assert plain.body == {"prompt": "a cat"}
    assert full.body == {
        "prompt": "a cat",
        "negative_prompt": "dogs",
        "aspect_ratio": "16x9",
        "num_images": 3,
        "seed": 7,
        **{name: word.upper() for name, word in options.items()},
    }


@pytest.mark.parametrize("ratio", RATIOS)
async def test_every_ratio_is_taken(stage: Stage, ratio: str) -> None:
    """The service knows each ratio that the capabilities name."""
    await stage.order(stage.ideogram(), replace(GENERATE, aspect_ratio=ratio))

    assert len(stage.official.log.paid_submits) == 1


def test_all_presets_are_there() -> None:
    """The page of the contracts counts 62."""
    assert len(set(STYLE_PRESETS)) == 62


async def test_a_remix_keeps_the_shape_of_its_picture(stage: Stage) -> None:
    """Without a wish the ratio is the one nearest to the picture; a wish wins."""
    provider = stage.ideogram()
    edit = Request(
        operation=Operation.EDIT,
        prompt="make it night",
        sources=(stage.source(size=(90, 61)),),
        options={"image_weight": 70},
    )

    await stage.order(provider, edit)
    await stage.order(provider, replace(edit, aspect_ratio="1:1", seed=5, count=2))

    first, second = stage.official.log.of("submit")
    assert first.path == "/v1/ideogram-v3/remix"
    assert first.body == {
        "image": edit.sources[0].size,
        "prompt": "make it night",
        "aspect_ratio": "3x2",
        "image_weight": "70",
    }
    assert second.body["aspect_ratio"] == "1x1"
    assert (second.body["seed"], second.body["num_images"]) == ("5", "2")


@pytest.mark.parametrize(
    "size, ratio",
    [
        ((100, 100), "1:1"),
        ((1920, 1080), "16:9"),
        ((10, 400), "1:3"),
        ((60, 91), "2:3"),
    ],
)
def test_the_nearest_ratio_is_found(
    stage: Stage, size: tuple[int, int], ratio: str
) -> None:
    """Too wide and too narrow weigh alike."""
    assert nearest_ratio(stage.source(size=size)) == ratio


async def test_an_upscale_is_a_form_with_a_json_part(stage: Stage) -> None:
    """The request part is JSON by type and by content, in plain UTF-8, without a factor."""
    request = stage.upscale(
        prompt="夕阳",
        scale=2,
        count=2,
        seed=9,
        options={"resemblance": 60, "detail": 80, "magic_prompt_option": "on"},
    )

    await stage.order(stage.ideogram(), request)

    (entry,) = stage.official.log.of("submit")
    assert entry.path == "/upscale"
    assert "夕阳" in entry.body["image_request"]
    assert json.loads(entry.body["image_request"]) == {
        "prompt": "夕阳",
        "resemblance": 60,
        "detail": 80,
        "magic_prompt_option": "ON",
        "num_images": 2,
        "seed": 9,
    }
    assert entry.body["image_file"] == request.sources[0].size


async def test_a_restart_between_answer_and_download_loses_nothing(
    stage: Stage,
) -> None:
    """The saved id alone is enough for a new instance to fetch what was paid for."""
    remote_id = await stage.order(stage.ideogram(), stage.upscale(count=2))

    reborn = stage.ideogram()
    snapshot = await reborn.poll(remote_id)
    for index, artifact in enumerate(snapshot.artifacts):
        await reborn.fetch(artifact, stage.folder / f"{index}.out")

    assert snapshot.is_done
    assert len(snapshot.artifacts) == 2
    with Image.open(stage.folder / "1.out") as picture:
        picture.load()
        assert picture.size == (96, 64)
    assert len(stage.official.log.paid_submits) == 1


async def test_addresses_say_when_they_end(stage: Stage) -> None:
    """`exp` becomes `expires_at`; after it the download is stale and the poll says lost."""
    provider = stage.ideogram()
    remote_id = await stage.order(provider, GENERATE)
    (artifact,) = (await provider.poll(remote_id)).artifacts
    now = stage.clock.now().timestamp()

    assert artifact.expires_at == now + 600

    await stage.clock.advance(601)
    with pytest.raises(TransientError) as stale:
        await provider.fetch(artifact, stage.folder / "late")
    assert stale.value.code == "link_expired"
    with pytest.raises(TaskLost):
        await provider.poll(remote_id)


async def test_unsafe_pictures_are_withheld(stage: Stage) -> None:
    """Some withheld is a notice, all withheld is a refusal; what is safe keeps its place."""
    provider = stage.ideogram()
    stage.official.faults.fail_next("unsafe", count=1)

    snapshot = await provider.poll(
        await stage.order(provider, replace(GENERATE, count=3))
    )

    assert [artifact.artifact_id for artifact in snapshot.artifacts] == ["1", "2"]
    assert snapshot.expected == 3
    assert snapshot.notices == ("some_refused",)
    with pytest.raises(ModerationRefused):
        await stage.order(provider, replace(GENERATE, prompt="EMU_UNSAFE", count=2))


async def test_a_picture_without_an_address_is_missed_without_blame(
    stage: Stage,
) -> None:
    """Safe but nowhere: the rest is delivered, as a part; nothing at all is a result without pictures."""
    provider = stage.ideogram()
    stage.official.faults.fail_next("no_address", count=1)
    part = await provider.poll(await stage.order(provider, replace(GENERATE, count=2)))
    stage.official.faults.fail_next("no_pictures")
    nothing = await provider.poll(await stage.order(provider, GENERATE))

    assert (len(part.artifacts), part.notices) == (1, ("partial_result",))
    assert nothing.is_done
    assert nothing.artifacts == ()


@pytest.mark.parametrize(
    "fault, kind",
    [
        ({"name": "no_funds"}, OutOfCredit),
        ({"name": "no_funds", "reason": "daily_limit"}, OutOfCredit),
        ({"name": "too_many"}, RateLimited),
        (
            {"name": "http_error", "status": 400, "body": {"error": "x"}},
            RequestRejected,
        ),
        ({"name": "http_error", "status": 401, "body": {"error": "x"}}, KeyRefused),
        ({"name": "http_error", "status": 403, "body": {"error": "x"}}, KeyRefused),
        ({"name": "http_error", "status": 413}, UnsupportedRequest),
        (
            {"name": "http_error", "status": 422, "body": {"error": "x"}},
            ModerationRefused,
        ),
        ({"name": "http_error", "status": 503}, ServiceUnavailable),
        ({"name": "http_error", "status": 504}, SubmissionUnknown),
        ({"name": "http_error", "status": 200}, SubmissionUnknown),
        (
            {"name": "http_error", "status": 200, "body": {"request_id": "x"}},
            SubmissionUnknown,
        ),
    ],
)
async def test_refusals_are_told_apart(
    stage: Stage, fault: dict[str, Any], kind: type[ProviderError]
) -> None:
    """Each status becomes what the caller has to do; nothing was paid."""
    stage.official.faults.fail_next(**fault)

    with pytest.raises(ProviderError) as refused:
        await stage.order(stage.ideogram(), GENERATE)

    assert type(refused.value) is kind
    assert stage.official.log.paid_submits == []


async def test_a_busy_account_says_why_and_how_long(stage: Stage) -> None:
    """The reason stands in the detail and the pause is the service's own."""
    stage.official.faults.fail_next("too_many", seconds=12)

    with pytest.raises(RateLimited) as busy:
        await stage.order(stage.ideogram(), GENERATE)

    assert "inflight_limit" in busy.value.detail
    assert busy.value.retry_after == 12


def test_settings_do_not_show_the_key() -> None:
    """A log line with the settings in it gives nothing away."""
    assert KEY not in repr(IdeogramSettings(api_key=KEY))


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/a.png",
        "http://ideogram.ai/a.png",
        "https://10.0.0.1/a.png",
    ],
)
async def test_pictures_come_from_the_services_own_hosts(
    stage: Stage, url: str
) -> None:
    """An address elsewhere, or in the clear, is not even asked."""
    http = HttpClient(read_wait=0)
    settings = IdeogramSettings(api_key=KEY, api_url="https://8.8.8.8")
    provider = IdeogramProvider(settings=settings, http=http, clock=FakeClock())

    with pytest.raises(TaskFailed) as refused:
        await provider.fetch(Artifact(artifact_id="0", url=url), stage.folder / "x")

    await http.close()
    assert refused.value.code == "result_refused"


def test_ratios_are_spelled_as_people_type_them() -> None:
    """All fifteen of the page, with a colon."""
    assert all(re.fullmatch(r"\d+:\d+", ratio) for ratio in RATIOS)
    assert len(set(RATIOS)) == 15
