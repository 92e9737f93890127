"""Requests in HiDream's words: the seed's body for the upscaler, contracts 2.5 for the others."""

import base64
import json
from pathlib import Path
from typing import Any

from providers.base import Operation, Request
from providers.hidream.capabilities import DEFAULT_SCALE
from providers.hidream.sizes import (
    EDIT_SIZES,
    EDIT_VERSION,
    MODEL_NAMES,
    RATIOS,
    SIZES_BY_MODEL,
    UPSCALE_VERSION,
    Sizes,
    canonical_model_name,
    nearest_ratio,
    resolution,
)

Body = dict[str, Any]


def body_of(request: Request, *, key: str, notify_url: str | None) -> Body:
    """The body of an order, without its pictures.

    Args:
        request: checked before.
        key: goes along as `request_id`, a label for the service's own logs.
        notify_url: posted to when the task ends.
    """
    body = _BODIES[request.operation](request) | {"request_id": key}
    return body if notify_url is None else body | {"notify_url": notify_url}


def encode(body: Body, request: Request) -> bytes:
    """The body with its pictures as bare base64, ready to be sent.

    Blocks on the disk and takes its time: call it in a thread.
    """
    pictures = [_base64(source.path) for source in request.sources]
    if request.operation is Operation.UPSCALE:
        body = {"image": pictures[0], **body}
    elif request.operation is Operation.EDIT:
        body = {"image": pictures, **body}
    return json.dumps(body).encode()


def _base64(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _generate(request: Request) -> Body:
    version = canonical_model_name(request.model or MODEL_NAMES[0])
    ratio = request.aspect_ratio or RATIOS[0]
    return _drawing(request, version, SIZES_BY_MODEL[version], ratio)


def _edit(request: Request) -> Body:
    source = request.sources[0]
    ratio = request.aspect_ratio or nearest_ratio(
        source.width, source.height, EDIT_SIZES
    )
    return _drawing(request, EDIT_VERSION, EDIT_SIZES, ratio)


def _drawing(request: Request, version: str, sizes: Sizes, ratio: str) -> Body:
    return {
        "prompt": request.prompt,
        "negative_prompt": request.negative_prompt,
        "img_count": request.count or 1,
        "version": version,
        "resolution": resolution(sizes[ratio]),
    }


def _upscale(request: Request) -> Body:
    # The name of the factor is the service's own spelling.
    return {
        "upsale_ratio": request.scale or DEFAULT_SCALE,
        "version": UPSCALE_VERSION,
    }


_BODIES = {
    Operation.GENERATE: _generate,
    Operation.EDIT: _edit,
    Operation.UPSCALE: _upscale,
}
