"""What the seeds send, apart from uuids, times and the random seed."""

import json
import uuid
from typing import Any

Json = dict[str, Any]
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
NODE = {"type": "", "id": ID}  # what most parts of a draft begin with
METADATA = {
    **NODE,
    "created_platform": 3,
    "created_platform_version": "",
    "created_time_in_ms": MILLISECONDS,
    "created_did": "",
}


def seed_text(prompt: str, ratio: str, model: str) -> Json:
    """The draft of seed 004."""
    ability = {
        "core_param": {
            **NODE,
            "model": MODEL_MAP[model],
            "prompt": prompt,
            "negative_prompt": "",
            "seed": "<seed>",
            "sample_strength": 0.5,
            "image_ratio": RATIO_VALUES[ratio],
            "large_image_info": _size(ratio, "2k" if "4." in model else "1k"),
        },
        "history_option": NODE,
    }
    component = _component("generate", ability, min_version="3.3.8", metadata=METADATA)
    return _draft(component, version="3.3.8", min_version="3.3.8")


def seed_edit(prompt: str, uri: str, ratio: str) -> Json:
    """The draft of seed 003."""
    ability = {
        "min_features": [],
        "core_param": {
            **NODE,
            "model": MODEL_MAP["3.0"],
            "prompt": prompt + "##",
            "sample_strength": 0.5,
            "image_ratio": RATIO_VALUES[ratio],
            "large_image_info": _size(ratio, "2k"),
        },
        "ability_list": [_byte_edit(uri)],
        "history_option": NODE,
        "prompt_placeholder_info_list": [{**NODE, "ability_index": 0}],
        "postedit_param": {**NODE, "generate_type": 0},
    }
    component = _component("blend", ability, min_version="3.2.2", metadata=METADATA)
    return _draft(component, version="3.2.2", min_version="3.2.2")


def seed_upscale(uri: str, label: str, detail: float) -> Json:
    """The draft of seed 000."""
    ability = {
        "resolution_type": label,
        "hd_scene_type": "auto",
        "original_image_strength": 0.65,
        "detail_strength": detail,
        "postedit_param": {
            **NODE,
            "generate_type": 35,
            "origin_image": _uploaded(uri),
        },
    }
    metadata = {
        **NODE,
        "created_platform": 3,
        "created_time_in_ms": str(MILLISECONDS),
    }
    component = _component("pro_hd", ability, min_version="3.0.2", metadata=metadata)
    draft = _draft(component, version="3.3.8", min_version="3.2.8")
    return {**draft, "min_features": ["AIGC_GenerateType_ProHD"]}


def _draft(component: Json, *, version: str, min_version: str) -> Json:
    return {
        "type": "draft",
        "id": ID,
        "min_version": min_version,
        "is_from_tsn": True,
        "version": version,
        "main_component_id": ID,
        "component_list": [component],
    }


def _component(kind: str, ability: Json, *, min_version: str, metadata: Json) -> Json:
    return {
        "type": "image_base_component",
        "id": ID,
        "min_version": min_version,
        "metadata": metadata,
        "generate_type": kind,
        "aigc_mode": "workbench",
        "abilities": {**NODE, kind: {**NODE, **ability}},
    }


def _size(ratio: str, label: str) -> Json:
    width, height = DIMENSIONS_2K[ratio]
    return {**NODE, "height": height, "width": width, "resolution_type": label}


def _byte_edit(uri: str) -> Json:
    picture = {**_uploaded(uri), "name": "", "width": 0, "height": 0, "format": ""}
    return {
        **NODE,
        "name": "byte_edit",
        "image_uri_list": [uri],
        "image_list": [picture],
        "strength": 0.5,
    }


def _uploaded(uri: str) -> Json:
    return {
        "type": "image",
        "id": ID,
        "source_from": "upload",
        "platform_type": 1,
        "image_uri": uri,
        "uri": uri,
    }


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
