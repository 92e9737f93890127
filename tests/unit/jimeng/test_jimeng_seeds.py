"""What goes over the wire equals the seeds, apart from uuids, times and the random seed."""

import json
from typing import Any

import pytest

from providers.base import Operation, Request
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.log import Entry
from tests.unit.jimeng.conftest import Stage
from tests.unit.jimeng.seeds import (
    MODEL_MAP,
    RATIO_VALUES,
    masked,
    same,
    seed_edit,
    seed_text,
    seed_upscale,
)
from tests.unit.provider_stage import KEY


async def sent(stage: Stage, request: Request, name: str = "generate") -> Entry:
    """Order, and the call that the emulator saw; it has been accepted, so its sign was right."""
    await stage.order(stage.provider(), request)
    return stage.emulator.log.of(name)[-1]


def check_envelope(entry: Entry, extend: dict[str, str]) -> dict[str, Any]:
    """Compare the body around the draft; the draft, parsed."""
    draft: dict[str, Any] = json.loads(entry.body["draft_content"])
    assert {k: v for k, v in entry.body.items() if k != "draft_content"} == {
        "extend": extend,
        "submit_id": KEY,
        "http_common_info": {"aid": 513695},
    }
    component = draft["component_list"][0]
    assert draft["main_component_id"] == component["id"]
    return draft


SEED_HEADERS = {
    "content-type": "application/json",
    "appid": "513695",
    "appvr": "5.8.0",
    "pf": "7",
    "origin": "https://jimeng.jianying.com",
    "referer": "https://jimeng.jianying.com",
    "cookie": f"sessionid={SESSION}",
    "device-time": "1767225600",
    "sign-ver": "1",
}
# What any HTTP library adds by itself, the seeds' included.
OF_THE_LIBRARY = {
    "host", "user-agent", "accept-encoding", "connection", "content-length", "accept",
}  # fmt: skip


def check_headers(entry: Entry, expected: dict[str, str], accept: str) -> None:
    """Every header that the seed sends, and none beside the HTTP library's."""
    rest = {k: v for k, v in entry.headers.items() if k not in OF_THE_LIBRARY}
    assert len(rest.pop("sign")) == 32
    assert rest == expected
    assert entry.headers["accept"] == accept


@pytest.mark.parametrize("ratio", RATIO_VALUES)
@pytest.mark.parametrize("model", MODEL_MAP)
async def test_text_to_image_equals_the_seed(
    stage: Stage, model: str, ratio: str
) -> None:
    """Every model and ratio of seed 004: draft, envelope, query and headers."""
    entry = await sent(
        stage, stage.generate("一只柴犬", model=model, aspect_ratio=ratio)
    )

    extend = {"root_model": MODEL_MAP[model], "template_id": ""}
    draft = check_envelope(entry, extend)
    assert same(masked(draft), seed_text("一只柴犬", ratio, model))
    assert entry.query == {
        "aid": "513695",
        "device_platform": "web",
        "region": "CN",
        "da_version": "3.3.8",
    }
    check_headers(entry, SEED_HEADERS, "application/json, text/plain, */*")


async def test_the_defaults_are_the_seeds(stage: Stage) -> None:
    """Without options it is model 3.0 at 16:9."""
    entry = await sent(stage, stage.generate("a cat"))

    draft = json.loads(entry.body["draft_content"])
    assert same(masked(draft), seed_text("a cat", "16:9", "3.0"))


async def test_a_users_seed_and_negative_prompt_go_in(stage: Stage) -> None:
    """The two fields that the seed leaves at chance and empty take the user's values."""
    entry = await sent(stage, stage.generate(seed=42, negative_prompt="rain"))

    draft = json.loads(entry.body["draft_content"])
    core = draft["component_list"][0]["abilities"]["generate"]["core_param"]
    assert (core["seed"], core["negative_prompt"]) == (42, "rain")


@pytest.mark.parametrize("ratio", RATIO_VALUES)
async def test_an_edit_equals_the_seed(stage: Stage, ratio: str) -> None:
    """Every ratio of seed 003, with an uri that was really uploaded."""
    request = Request(
        operation=Operation.EDIT,
        prompt="画面微调",
        sources=(stage.source(),),
        aspect_ratio=ratio,
    )
    entry = await sent(stage, request)

    (uri,) = stage.emulator.imagex.files
    extend = {"root_model": MODEL_MAP["3.0"], "template_id": ""}
    draft = check_envelope(entry, extend)
    assert same(masked(draft), seed_edit("画面微调", uri, ratio))
    assert entry.query == {
        "aid": "513695",
        "device_platform": "web",
        "region": "CN",
        "da_version": "3.2.2",
    }
    check_headers(entry, SEED_HEADERS, "application/json, text/plain, */*")


@pytest.mark.parametrize("size, ratio", [
    ((480, 270), "16:9"), ((100, 100), "1:1"), ((300, 405), "3:4"), ((1000, 100), "21:9"),
    ((90, 160), "9:16"),
])  # fmt: skip
async def test_an_edit_keeps_the_shape_of_its_picture(
    stage: Stage, size: tuple[int, int], ratio: str
) -> None:
    """Unless asked otherwise the ratio nearest to the first picture's is taken."""
    source = stage.source(size=size)
    entry = await sent(
        stage, Request(operation=Operation.EDIT, prompt="x", sources=(source,))
    )

    draft = json.loads(entry.body["draft_content"])
    core = draft["component_list"][0]["abilities"]["blend"]["core_param"]
    assert core["image_ratio"] == RATIO_VALUES[ratio]


async def test_several_references_take_the_browsers_shape(stage: Stage) -> None:
    """One ability and one placeholder per picture, in order, marks in front (contracts 1.5, A)."""
    sources = tuple(stage.source(name, (40 + i, 30)) for i, name in enumerate("abc"))
    provider = stage.provider()
    request = Request(operation=Operation.EDIT, prompt="together", sources=sources)
    prepared = await provider.prepare(request)
    await provider.submit(prepared, KEY)

    (entry,) = stage.emulator.log.of("generate")
    draft = json.loads(entry.body["draft_content"])
    abilities = draft["component_list"][0]["abilities"]
    blend = abilities["blend"]
    files = stage.emulator.imagex.files
    assert [files[uri] for uri in prepared.uploads] == [
        source.path.read_bytes() for source in sources
    ]
    assert [a["image_uri_list"] for a in blend["ability_list"]] == [
        [uri] for uri in prepared.uploads
    ]
    assert [
        mark["ability_index"] for mark in blend["prompt_placeholder_info_list"]
    ] == [0, 1, 2]
    assert blend["core_param"]["prompt"] == "######together"
    assert (draft["min_version"], blend["min_version"]) == ("3.2.9", "3.2.9")
    assert abilities["gen_option"]["generate_all"] is False


@pytest.mark.parametrize("scale, label", [(2, "2k"), (4, "4k"), (None, "4k")])
@pytest.mark.parametrize("options, detail", [({}, 0.5), ({"detail": 80}, 0.8)])
async def test_super_resolution_equals_the_seed(
    stage: Stage,
    scale: int | None,
    label: str,
    options: dict[str, int | str],
    detail: float,
) -> None:
    """Both resolutions of seed 000 and the strength of the detail."""
    request = Request(
        operation=Operation.UPSCALE,
        sources=(stage.source(),),
        scale=scale,
        options=options,
    )
    entry = await sent(stage, request)

    (uri,) = stage.emulator.imagex.files
    draft = check_envelope(entry, {})
    assert same(masked(draft), seed_upscale(uri, label, detail))
    assert entry.query == {
        "aid": "513695",
        "device_platform": "web",
        "region": "cn",
        "da_version": "3.3.8",
        "web_version": "7.5.0",
    }
    check_headers(entry, SEED_HEADERS, "*/*")


async def test_a_poll_equals_the_seed(stage: Stage) -> None:
    """Body, query and headers of the query for a history id."""
    provider = stage.provider()
    remote_id = await stage.order(provider, stage.generate())

    await provider.poll(remote_id)

    (entry,) = stage.emulator.log.of("poll")
    assert entry.body == {
        "history_ids": [remote_id],
        "http_common_info": {"aid": 513695},
    }
    assert entry.query == {"aid": "513695", "device_platform": "web", "region": "CN"}
    absent = {"appvr", "origin", "referer"}
    expected = {k: v for k, v in SEED_HEADERS.items() if k not in absent}
    check_headers(entry, expected, "*/*")


async def test_another_app_version_goes_into_header_and_sign(stage: Stage) -> None:
    """One setting for both: the emulator accepts the pair only when they fit."""
    await stage.order(stage.provider(app_version="8.4.0"), stage.generate())

    assert stage.emulator.log.of("generate")[0].headers["appvr"] == "8.4.0"
