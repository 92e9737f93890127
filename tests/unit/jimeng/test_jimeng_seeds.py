"""What goes over the wire equals the seeds, apart from uuids, times and the random seed."""

import json
import uuid
from typing import Any

import pytest

from providers.base import Operation, Request
from tests.emulators.jimeng.emulator import SESSION
from tests.emulators.jimeng.log import Entry
from tests.unit.jimeng.conftest import KEY, Stage

MODEL_MAP = {
    "4.5": "high_aes_general_v40l",
    "4.1": "high_aes_general_v41",
    "4.0": "high_aes_general_v40",
    "3.1": "high_aes_general_v30l_art_fangzhou:general_v3.0_18b",
    "3.0": "high_aes_general_v30l:general_v3.0_18b",
}
RATIO_VALUES = {
    "21:9": 0, "16:9": 1, "3:2": 2, "4:3": 3, "1:1": 8, "3:4": 4, "2:3": 5, "9:16": 6,
}  # fmt: skip
DIMENSIONS_2K = {
    "21:9": (3024, 1296), "16:9": (2560, 1440), "3:2": (2496, 1664),
    "4:3": (2304, 1728), "1:1": (2048, 2048), "3:4": (1728, 2304),
    "2:3": (1664, 2496), "9:16": (1440, 2560),
}  # fmt: skip
ID = "<uuid>"
MILLISECONDS = 1767225600000  # the fake clock's start


def seed_text(prompt: str, ratio: str, model: str) -> dict[str, Any]:
    """The draft of seed 004."""
    width, height = DIMENSIONS_2K[ratio]
    return {
        "type": "draft",
        "id": ID,
        "min_version": "3.3.8",
        "is_from_tsn": True,
        "version": "3.3.8",
        "main_component_id": ID,
        "component_list": [{
            "type": "image_base_component",
            "id": ID,
            "min_version": "3.3.8",
            "metadata": {
                "type": "",
                "id": ID,
                "created_platform": 3,
                "created_platform_version": "",
                "created_time_in_ms": MILLISECONDS,
                "created_did": "",
            },
            "generate_type": "generate",
            "aigc_mode": "workbench",
            "abilities": {
                "type": "",
                "id": ID,
                "generate": {
                    "type": "",
                    "id": ID,
                    "core_param": {
                        "type": "",
                        "id": ID,
                        "model": MODEL_MAP[model],
                        "prompt": prompt,
                        "negative_prompt": "",
                        "seed": "<seed>",
                        "sample_strength": 0.5,
                        "image_ratio": RATIO_VALUES[ratio],
                        "large_image_info": {
                            "type": "",
                            "id": ID,
                            "height": height,
                            "width": width,
                            "resolution_type": "2k" if "4." in model else "1k",
                        },
                    },
                    "history_option": {"type": "", "id": ID},
                },
            },
        }],
    }  # fmt: skip


def seed_edit(prompt: str, uri: str, ratio: str) -> dict[str, Any]:
    """The draft of seed 003."""
    width, height = DIMENSIONS_2K[ratio]
    return {
        "type": "draft",
        "id": ID,
        "min_version": "3.2.2",
        "is_from_tsn": True,
        "version": "3.2.2",
        "main_component_id": ID,
        "component_list": [{
            "type": "image_base_component",
            "id": ID,
            "min_version": "3.2.2",
            "metadata": {
                "type": "",
                "id": ID,
                "created_platform": 3,
                "created_platform_version": "",
                "created_time_in_ms": MILLISECONDS,
                "created_did": "",
            },
            "generate_type": "blend",
            "aigc_mode": "workbench",
            "abilities": {
                "type": "",
                "id": ID,
                "blend": {
                    "type": "",
                    "id": ID,
                    "min_features": [],
                    "core_param": {
                        "type": "",
                        "id": ID,
                        "model": MODEL_MAP["3.0"],
                        "prompt": prompt + "##",
                        "sample_strength": 0.5,
                        "image_ratio": RATIO_VALUES[ratio],
                        "large_image_info": {
                            "type": "",
                            "id": ID,
                            "height": height,
                            "width": width,
                            "resolution_type": "2k",
                        },
                    },
                    "ability_list": [{
                        "type": "",
                        "id": ID,
                        "name": "byte_edit",
                        "image_uri_list": [uri],
                        "image_list": [{
                            "type": "image",
                            "id": ID,
                            "source_from": "upload",
                            "platform_type": 1,
                            "name": "",
                            "image_uri": uri,
                            "width": 0,
                            "height": 0,
                            "format": "",
                            "uri": uri,
                        }],
                        "strength": 0.5,
                    }],
                    "history_option": {"type": "", "id": ID},
                    "prompt_placeholder_info_list": [
                        {"type": "", "id": ID, "ability_index": 0}
                    ],
                    "postedit_param": {"type": "", "id": ID, "generate_type": 0},
                },
            },
        }],
    }  # fmt: skip


def seed_upscale(uri: str, label: str, detail: float) -> dict[str, Any]:
    """The draft of seed 000."""
    return {
        "type": "draft",
        "id": ID,
        "min_version": "3.2.8",
        "min_features": ["AIGC_GenerateType_ProHD"],
        "is_from_tsn": True,
        "version": "3.3.8",
        "main_component_id": ID,
        "component_list": [{
            "type": "image_base_component",
            "id": ID,
            "min_version": "3.0.2",
            "aigc_mode": "workbench",
            "metadata": {
                "type": "",
                "id": ID,
                "created_platform": 3,
                "created_time_in_ms": str(MILLISECONDS),
            },
            "generate_type": "pro_hd",
            "abilities": {
                "type": "",
                "id": ID,
                "pro_hd": {
                    "type": "",
                    "id": ID,
                    "resolution_type": label,
                    "hd_scene_type": "auto",
                    "original_image_strength": 0.65,
                    "detail_strength": detail,
                    "postedit_param": {
                        "type": "",
                        "id": ID,
                        "generate_type": 35,
                        "origin_image": {
                            "type": "image",
                            "id": ID,
                            "source_from": "upload",
                            "platform_type": 1,
                            "image_uri": uri,
                            "uri": uri,
                        },
                    },
                },
            },
        }],
    }  # fmt: skip


def masked(node: Any) -> Any:
    """The draft with its uuids and its random seed masked, having been checked for their kind."""
    if isinstance(node, list):
        return [masked(part) for part in node]
    if not isinstance(node, dict):
        return node
    found = {name: masked(part) for name, part in node.items()}
    for name in ("id", "main_component_id"):
        if name in found:
            assert uuid.UUID(found[name]).version == 4
            found[name] = ID
    if "seed" in found:
        assert 2_500_000_000 <= found["seed"] <= 2_600_000_000
        found["seed"] = "<seed>"
    return found


def same(found: Any, expected: Any) -> bool:
    """Equal in value and in kind: 1 is neither True nor 1.0 on the wire."""
    return json.dumps(found, sort_keys=True) == json.dumps(expected, sort_keys=True)


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
