"""The request bodies of the seeds: `text2imageV2` (seed 004) and `seedEdit40` (seed 003)."""

from typing import Any

from providers.base import Operation, Prepared
from providers.dreamina.models import closest_ratio, find_model
from providers.dreamina_mcp.capabilities import DEFAULT_MODEL, DEFAULT_RATIO

AGENT_SCENE = "creation_agent_v40"
Body = dict[str, Any]


def body_of(prepared: Prepared, submit_id: str) -> Body:
    """The body of an order that was checked and uploaded before."""
    request = prepared.request
    if request.operation is Operation.EDIT:
        source = request.sources[0]
        ratio = request.aspect_ratio or closest_ratio(source.width, source.height)
        return {
            "generate_type": "seedEdit40",
            "agent_scene": AGENT_SCENE,
            "prompt": request.prompt,
            "ratio": ratio,
            "resource_uri_list": list(prepared.uploads),
            "submit_id": submit_id,
        }
    return {
        "generate_type": "text2imageV2",
        "agent_scene": AGENT_SCENE,
        "prompt": request.prompt,
        "ratio": request.aspect_ratio or DEFAULT_RATIO,
        "model_key": find_model(request.model or DEFAULT_MODEL).key,
        "subject_id": "default",
        "submit_id": submit_id,
    }
