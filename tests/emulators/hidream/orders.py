"""Reads an order as strictly as the gateway would (contracts 2.1, 2.4, 2.5, 2.6)."""

import base64
import binascii
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

MAX_BYTES = 10_000_000
MAX_SIDES = {2: 4096, 4: 2048}
SIZES = {
    "v2L": "1024*1024 832*1248 880*1168 768*1360 1248*832 1168*880 1360*768",
    "v2.1-standard": (
        "2048*2048 1664*2496 1728*2304 1536*2688 2496*1664 2304*1728 2688*1536"
    ),
}
EDIT_SIZES = "2048*2048 2048*1152 1152*2048 2048*1536 1536*2048 2048*1365 1365*2048"
_SHARED = {"version", "notify_url", "request_id"}
_DRAWING = _SHARED | {"prompt", "negative_prompt", "img_count", "resolution"}

Fetch = Callable[[str], bytes | None]


class Fault(Exception):
    """An envelope whose code is not 0."""

    def __init__(self, code: int, message: str, status: int = 200) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order that passed.

    Attributes:
        sources: the pictures that came along.
        scale: of an enlargement, else 0.
        size: of the pictures to come.
    """

    module: str
    prompt: str
    count: int
    size: tuple[int, int]
    scale: int = 0
    sources: tuple[bytes, ...] = ()
    notify_url: str = ""
    request_id: str = ""


def read_order(module: str, body: Any, fetch: Fetch) -> Ordered:
    """The order in a request body; `fetch` gives the bytes behind an address.

    Raises:
        Fault: with a message that names the parameter.
    """
    _need(isinstance(body, dict), "the body is no object")
    _need(str(body.get("request_id", "")) == body.get("request_id", ""), "request_id")
    notify_url = body.get("notify_url", "")
    _need(isinstance(notify_url, str), "notify_url")
    _need(notify_url == "" or notify_url.startswith(("http://", "https://")), "notify")
    order = {
        "txt2img": _txt2img,
        "img2img": _img2img,
        "image_upscaler": _upscaler,
    }[module](body, fetch)
    return Ordered(
        module=module,
        notify_url=notify_url,
        request_id=body.get("request_id", ""),
        **order,
    )


def _txt2img(body: dict[str, Any], _fetch: Fetch) -> dict[str, Any]:
    _only(body, _DRAWING)
    version = body.get("version", "v2L")
    _need(version in SIZES, f"version {version!r}")
    return _drawing(body, SIZES[version].split())


def _img2img(body: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    _only(body, _DRAWING | {"image"})
    _need(body.get("version", "v1") == "v1", f"version {body.get('version')!r}")
    images = body.get("image")
    _need(isinstance(images, list) and len(images) > 0, "image is no list")
    sources = tuple(_picture(image, fetch) for image in images or ())
    return _drawing(body, EDIT_SIZES.split()) | {"sources": sources}


def _drawing(body: dict[str, Any], sizes: list[str]) -> dict[str, Any]:
    prompt, count = body.get("prompt"), body.get("img_count", 1)
    _need(isinstance(prompt, str) and prompt.strip() != "", "prompt is empty")
    _need(isinstance(body.get("negative_prompt", ""), str), "negative_prompt")
    _need(type(count) is int and 1 <= count <= 4, f"img_count {count!r}")
    resolution = body.get("resolution", sizes[0])
    _need(resolution in sizes, f"resolution {resolution!r}")
    width, height = resolution.split("*")
    return {"prompt": prompt, "count": count, "size": (int(width), int(height))}


def _upscaler(body: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
    _only(body, _SHARED | {"image", "upsale_ratio"})
    scale = body.get("upsale_ratio")
    _need(type(scale) is int and scale in MAX_SIDES, f"upsale_ratio {scale!r}")
    _need(body.get("version", "v1") == "v1", f"version {body.get('version')!r}")
    source = _picture(body.get("image"), fetch)
    width, height = Image.open(io.BytesIO(source)).size
    _need(max(width, height) <= MAX_SIDES[scale or 2], f"{width}x{height} is too large")
    factor = scale or 2
    return {
        "prompt": "",
        "count": 1,
        "size": (width * factor, height * factor),
        "scale": factor,
        "sources": (source,),
    }


def _picture(value: Any, fetch: Fetch) -> bytes:
    """An address, or bare base64: a `data:` prefix is documented nowhere."""
    _need(isinstance(value, str) and value != "", "image is empty")
    if value.startswith(("http://", "https://")):
        data = fetch(value)
        _need(data is not None, "image cannot be fetched")
    else:
        try:
            data = base64.b64decode(value, validate=True)
        except binascii.Error:
            raise Fault(1001, "invalid parameter: image is no base64") from None
    data = data or b""
    _need(0 < len(data) <= MAX_BYTES, f"image has {len(data)} bytes")
    try:
        with Image.open(io.BytesIO(data)) as picture:
            _need(picture.format in {"JPEG", "PNG", "WEBP"}, "image format")
    except UnidentifiedImageError:
        raise Fault(1001, "invalid parameter: image is no picture") from None
    return data


def _only(body: dict[str, Any], known: set[str]) -> None:
    strangers = sorted(set(body) - known)
    _need(not strangers, f"unknown {strangers}")


def _need(holds: bool, what: str) -> None:
    if not holds:
        raise Fault(1001, f"invalid parameter: {what}")
