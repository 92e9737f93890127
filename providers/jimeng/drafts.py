"""The request bodies of the seeds: pictures from text, edits, super resolution (contracts 1.4-1.6)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from providers.dreamina.models import EDIT_MODEL, RATIO_CODES, Model, Size
from providers.dreamina.sign import AID, site_query

Node = dict[str, Any]
_PRO_HD_VERSION = "3.3.8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is put into a generate call: the draft, its `extend`, and the query that goes with it."""

    content: Node
    extend: Node
    query: dict[str, str | int]

    def body(self, submit_id: str) -> Node:
        """The request body; the draft travels as a text, an object is refused with 1002."""
        return {
            "extend": self.extend,
            "submit_id": submit_id,
            "draft_content": json.dumps(self.content),
            "http_common_info": {"aid": AID},
        }


def generate_draft(
    *,
    prompt: str,
    negative_prompt: str,
    model: Model,
    ratio: str,
    size: Size,
    seed: int,
    version: str,
    time_ms: int,
) -> Draft:
    """Pictures from text (seed 004)."""
    core = _node(
        model=model.key,
        prompt=prompt,
        negative_prompt=negative_prompt,
        seed=seed,
        sample_strength=0.5,
        image_ratio=RATIO_CODES[ratio],
        large_image_info=_size_node(size),
    )
    ability = _node(core_param=core, history_option=_node())
    component = _component(version, "generate", ability, _web_metadata(time_ms))
    return Draft(
        content=_draft(component, version=version, min_version=version),
        extend={"root_model": model.key, "template_id": ""},
        query=site_query(version),
    )


def edit_draft(
    *,
    prompt: str,
    uris: Sequence[str],
    ratio: str,
    size: Size,
    version: str,
    time_ms: int,
) -> Draft:
    """An edit of one picture (seed 003), or with several references (contracts 1.5, variant A)."""
    marks = "##" * len(uris)
    is_single = len(uris) == 1
    core = _node(
        model=EDIT_MODEL.key,
        prompt=prompt + marks if is_single else marks + prompt,
        sample_strength=0.5,
        image_ratio=RATIO_CODES[ratio],
        large_image_info=_size_node(size),
    )
    blend = _node(min_features=[], core_param=core) | {
        "ability_list": [_byte_edit(uri) for uri in uris],
        "history_option": _node(),
        "prompt_placeholder_info_list": [
            _node(ability_index=index) for index in range(len(uris))
        ],
        "postedit_param": _node(generate_type=0),
    }
    abilities: Node = {}
    if not is_single:
        blend["min_version"] = "3.2.9"
        abilities["gen_option"] = _node(generate_all=False)
    component = _component(version, "blend", blend, _web_metadata(time_ms), abilities)
    return Draft(
        content=_draft(
            component, version=version, min_version=version if is_single else "3.2.9"
        ),
        extend={"root_model": EDIT_MODEL.key, "template_id": ""},
        query=site_query(version),
    )


def upscale_draft(
    *, uri: str, label: str, detail_strength: float, web_version: str, time_ms: int
) -> Draft:
    """Super resolution (seed 000); `label` is "2k" or "4k", the strength 0..1."""
    origin = _picture(uri)
    ability = _node(
        resolution_type=label,
        hd_scene_type="auto",
        original_image_strength=0.65,
        detail_strength=detail_strength,
        postedit_param=_node(generate_type=35, origin_image=origin),
    )
    metadata = _node(created_platform=3, created_time_in_ms=str(time_ms))
    component = _component("3.0.2", "pro_hd", ability, metadata)
    content = _draft(component, version=_PRO_HD_VERSION, min_version="3.2.8")
    content["min_features"] = ["AIGC_GenerateType_ProHD"]
    query = site_query(_PRO_HD_VERSION, region="cn") | {"web_version": web_version}
    return Draft(content=content, extend={}, query=query)


def _draft(component: Node, *, version: str, min_version: str) -> Node:
    return {
        "type": "draft",
        "id": str(uuid4()),
        "min_version": min_version,
        "is_from_tsn": True,
        "version": version,
        "main_component_id": component["id"],
        "component_list": [component],
    }


def _component(
    min_version: str,
    kind: str,
    ability: Node,
    metadata: Node,
    others: Node | None = None,
) -> Node:
    return {
        "type": "image_base_component",
        "id": str(uuid4()),
        "min_version": min_version,
        "metadata": metadata,
        "generate_type": kind,
        "aigc_mode": "workbench",
        "abilities": _node() | {kind: ability} | (others or {}),
    }


def _web_metadata(time_ms: int) -> Node:
    return _node(
        created_platform=3,
        created_platform_version="",
        created_time_in_ms=time_ms,
        created_did="",
    )


def _byte_edit(uri: str) -> Node:
    picture = _picture(uri) | {"name": "", "width": 0, "height": 0, "format": ""}
    return _node(
        name="byte_edit", image_uri_list=[uri], image_list=[picture], strength=0.5
    )


def _picture(uri: str) -> Node:
    return {
        "type": "image",
        "id": str(uuid4()),
        "source_from": "upload",
        "platform_type": 1,
        "image_uri": uri,
        "uri": uri,
    }


def _size_node(size: Size) -> Node:
    return _node(height=size.height, width=size.width, resolution_type=size.label)


def _node(**fields: Any) -> Node:  # noqa: ANN401 - a JSON object
    """An object of the draft: each carries an empty type and an id of its own."""
    return {"type": "", "id": str(uuid4()), **fields}
