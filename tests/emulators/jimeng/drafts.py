"""Reads a generate call as strictly as the service would (contracts 1.4-1.6, 1.15)."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tests.emulators.jimeng.checks import Refused

H = "high_aes_general_"
MODEL_KEYS = frozenset(
    {
        f"{H}v30l:general_v3.0_18b",
        f"{H}v30l_art_fangzhou:general_v3.0_18b",
        f"{H}v40",
        f"{H}v41",
        f"{H}v40l",
        f"{H}v42",
        f"{H}v43",
        f"{H}v50",
        f"{H}v50_flash",
        f"{H}v50p_large",
        f"{H}v21_L:general_v2.1_L",
        f"{H}v20_L:general_v2.0_L",
        f"{H}v20:general_v2.0",
        f"{H}v14:general_v1.4",
        "text2img_xl_sft",
    }
)
RATIO_CODES = frozenset({*range(9), *range(101, 109)})
COUNTS = {"generate": 4, "blend": 1, "pro_hd": 1}
GENERATE_TYPES = {"generate": 1, "blend": 12, "pro_hd": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A generate call that passed.

    Attributes:
        kind: generate, blend or pro_hd.
        label: the resolution type.
        uris: the uploads it names.
    """

    submit_id: str
    kind: str
    prompt: str
    model: str
    label: str
    width: int = 0
    height: int = 0
    uris: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many pictures come."""
        return COUNTS[self.kind]


def read_order(body: Any, uploads: Collection[str]) -> Ordered:
    """The order in a request body.

    Raises:
        Refused: 1002 for a draft that is no text or does not parse, 1000 for anything else.
    """
    _need(isinstance(body, dict), "the body is no object")
    text = body.get("draft_content")
    if not isinstance(text, str):
        raise Refused("1002", "draft_content is no text")
    try:
        draft = json.loads(text)
    except ValueError:
        raise Refused("1002", "draft_content does not parse") from None
    _need(body.get("http_common_info") == {"aid": 513695}, "http_common_info is wrong")
    _need(isinstance(body.get("extend"), dict), "extend is no object")
    submit_id = _uuid(body.get("submit_id"))
    component = _component(draft)
    kind = str(component.get("generate_type"))
    _need(kind in COUNTS, f"generate_type {kind}")
    ability = component["abilities"].get(kind)
    _need(isinstance(ability, dict), f"abilities.{kind} is missing")
    try:
        order = {"generate": _generate, "blend": _blend, "pro_hd": _pro_hd}[kind](
            ability
        )
    except (KeyError, IndexError, TypeError) as exc:
        raise Refused("1000", f"{type(exc).__name__}: {exc}") from None
    _need(all(uri in uploads for uri in order["uris"]), "an uri was never committed")
    return Ordered(submit_id=submit_id, kind=kind, **order)


def _component(draft: Any) -> dict[str, Any]:
    _need(isinstance(draft, dict) and draft.get("type") == "draft", "no draft")
    _need(draft.get("is_from_tsn") is True, "is_from_tsn")
    for version in ("version", "min_version"):
        _need(isinstance(draft.get(version), str), version)
    components = draft.get("component_list")
    _need(isinstance(components, list) and len(components) == 1, "component_list")
    component: dict[str, Any] = components[0]
    _need(component.get("type") == "image_base_component", "component type")
    _need(component.get("id") == draft.get("main_component_id"), "ids do not match")
    _need(component.get("aigc_mode") == "workbench", "aigc_mode")
    _need(isinstance(component.get("abilities"), dict), "abilities")
    created = component.get("metadata", {}).get("created_time_in_ms")
    _need(str(created).isdecimal(), "created_time_in_ms")
    _check_ids(draft)
    return component


def _check_ids(node: Any) -> None:
    """Every object of a draft has a type and a uuid of its own."""
    seen: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            _need(isinstance(part.get("type"), str), "an object without type")
            identity = _uuid(part.get("id"))
            _need(identity not in seen, "an id is used twice")
            seen.add(identity)
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _generate(ability: dict[str, Any]) -> dict[str, Any]:
    core = ability["core_param"]
    _need(isinstance(core["prompt"], str) and core["prompt"].strip() != "", "prompt")
    _need(isinstance(core["negative_prompt"], str), "negative_prompt")
    _need(isinstance(core["seed"], int), "seed")
    return _core(core) | {"uris": ()}


def _core(core: dict[str, Any]) -> dict[str, Any]:
    size = core["large_image_info"]
    _need(core["model"] in MODEL_KEYS, f"model {core['model']}")
    _need(core["image_ratio"] in RATIO_CODES, f"image_ratio {core['image_ratio']}")
    _need(0 <= core["sample_strength"] <= 1, "sample_strength")
    _need(size["width"] > 0 and size["height"] > 0, "size")
    _need(size["resolution_type"] in {"1k", "1.5k", "2k", "4k"}, "resolution_type")
    return {
        "model": core["model"],
        "prompt": core["prompt"].removesuffix("##").lstrip("#"),
        "label": size["resolution_type"],
        "width": size["width"],
        "height": size["height"],
    }


def _blend(ability: dict[str, Any]) -> dict[str, Any]:
    references = ability["ability_list"]
    marks = ability["prompt_placeholder_info_list"]
    _need(1 <= len(references) <= 10, "1 to 10 references")
    _need(len(marks) >= 1, "prompt_placeholder_info_list is empty")
    _need(
        all(0 <= mark["ability_index"] < len(references) for mark in marks),
        "ability_index",
    )
    uris: list[str] = []
    for reference in references:
        _need(reference["name"] == "byte_edit", "only byte_edit")
        _need(0 <= reference["strength"] <= 1, "strength")
        named = [image["image_uri"] for image in reference["image_list"]]
        _need(named == reference["image_uri_list"] and named != [], "image_uri_list")
        uris += named
    prompt = ability["core_param"]["prompt"]
    _need(prompt.startswith("##") or prompt.endswith("##"), "the prompt has no mark")
    return _core(ability["core_param"]) | {"uris": tuple(uris)}


def _pro_hd(ability: dict[str, Any]) -> dict[str, Any]:
    post = ability["postedit_param"]
    origin = post["origin_image"]
    _need(ability["resolution_type"] in {"2k", "4k"}, "resolution_type")
    _need(ability["hd_scene_type"] == "auto", "hd_scene_type")
    for strength in ("original_image_strength", "detail_strength"):
        _need(0 <= ability[strength] <= 1, strength)
    _need(post["generate_type"] == 35, "postedit generate_type")
    _need(origin["uri"] == origin["image_uri"], "uri")
    return {
        "model": "",
        "prompt": "",
        "label": ability["resolution_type"],
        "uris": (origin["image_uri"],),
    }


def _uuid(value: Any) -> str:
    try:
        return str(uuid.UUID(value))
    except (ValueError, TypeError, AttributeError):
        raise Refused("1000", f"{value!r} is no uuid") from None


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise Refused("1000", f"invalid parameter: {what}")
