"""What the API takes, field by field and model by model (contracts 4.1, 4.2)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.emulators.doors import Refused
from tests.emulators.forms import Part
from tests.emulators.results import size_of

GPT_SIZES = frozenset({"1024x1024", "1536x1024", "1024x1536", "auto"})
DALLE_SIZES = {
    "dall-e-2": frozenset({"256x256", "512x512", "1024x1024"}),
    "dall-e-3": frozenset({"1024x1024", "1792x1024", "1024x1792"}),
}
MODELS = frozenset(
    {"gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "gpt-image-2"}
    | {"chatgpt-image-latest", *DALLE_SIZES}
)
MAX_FILE = 50_000_000
MAX_PROMPTS = {"dall-e-2": 1000, "dall-e-3": 4000}


def invalid(
    param: str, message: str = "", *, code: str | None = "invalid_value"
) -> Refused:
    """400 that names the field."""
    said = {"message": message or f"Invalid value: {param}", "param": param}
    return Refused(
        400, {"error": {**said, "type": "invalid_request_error", "code": code}}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order that the service takes."""

    model: str
    prompt: str
    count: int = 1
    size: tuple[int, int] = (1024, 1024)
    form: str = "PNG"
    streams: bool = False
    partial_images: int = 0
    wants_url: bool = False
    sources: tuple[bytes, ...] = ()


Check = Callable[[Any], bool]


def _word(*words: str) -> Check:
    return lambda value: value in words


def _number(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


_COMMON: Mapping[str, Check] = {
    "prompt": lambda value: isinstance(value, str) and bool(value.strip()),
    "model": lambda value: isinstance(value, str),
    "n": _number(1, 10),
    "size": lambda value: isinstance(value, str),
    "user": lambda value: isinstance(value, str),
}
_GPT: Mapping[str, Check] = {
    **_COMMON,
    "quality": _word("auto", "low", "medium", "high"),
    "background": _word("auto", "transparent", "opaque"),
    "output_format": _word("png", "jpeg", "webp"),
    "output_compression": _number(0, 100),
    "stream": lambda value: isinstance(value, bool),
    "partial_images": _number(0, 3),
}
_BY_FAMILY: Mapping[str, Mapping[str, Check]] = {
    "gpt": {**_GPT, "moderation": _word("auto", "low")},
    "dall-e-3": {
        **_COMMON,
        "n": _number(1, 1),
        "quality": _word("hd", "standard"),
        "style": _word("vivid", "natural"),
        "response_format": _word("url", "b64_json"),
    },
    "dall-e-2": {
        **_COMMON,
        "quality": _word("standard"),
        "response_format": _word("url", "b64_json"),
    },
}
_EDIT: Mapping[str, Check] = {**_GPT, "input_fidelity": _word("high", "low")}


def read_generation(fields: Any) -> Ordered:
    """A JSON body."""
    if not isinstance(fields, dict):
        raise invalid("body")
    model = _model(fields)
    checks = _BY_FAMILY.get(model, _BY_FAMILY["gpt"])
    return _ordered(model, fields, checks)


def read_edit(parts: list[Part]) -> Ordered:
    """A form with one `image`, or several `image[]`."""
    files = [part for part in parts if part.filename is not None]
    texts = [part for part in parts if part.filename is None]
    names = {part.name for part in files}
    if names not in ({"image"}, {"image[]"}) or len(files) > 16:
        raise invalid("image", f"files {sorted(names)}")
    fields: dict[str, Any] = {}
    for part in texts:
        if part.name in fields:
            raise invalid(part.name, "twice")
        fields[part.name] = _typed(part)
    model = _model(fields)
    if model in DALLE_SIZES:
        raise invalid("model", f"{model} needs a mask")
    checks = dict(_EDIT)
    if model == "gpt-image-1-mini":
        del checks["input_fidelity"]
    return _ordered(model, fields, checks, tuple(_picture(part) for part in files))


def _typed(part: Part) -> Any:
    text = part.text
    if part.name in {"n", "partial_images", "output_compression"}:
        return int(text) if text.isdecimal() else text
    return {"true": True, "false": False}.get(text, text)


def _model(fields: Mapping[str, Any]) -> str:
    model = fields.get("model")
    if model not in MODELS:
        said = {"message": f"The model {model} does not exist", "param": "model"}
        raise Refused(404, {"error": {**said, "type": "x", "code": "model_not_found"}})
    return str(model)


def _ordered(
    model: str,
    fields: Mapping[str, Any],
    checks: Mapping[str, Check],
    sources: tuple[bytes, ...] = (),
) -> Ordered:
    for name, value in fields.items():
        if name not in checks:
            raise invalid(name, f"Unknown parameter: {name}", code="unknown_parameter")
        if not checks[name](value):
            raise invalid(name, f"Invalid value: {name}={value!r}")
    prompt = fields.get("prompt", "")
    if not prompt or len(prompt) > MAX_PROMPTS.get(model, 32_000):
        raise invalid("prompt")
    if fields.get("background") == "transparent" and (
        fields.get("output_format", "png") == "jpeg"
    ):
        raise invalid("background")
    return Ordered(
        model=model,
        prompt=prompt,
        count=fields.get("n", 1),
        size=_size(model, fields.get("size", "auto")),
        form=fields.get("output_format", "png").upper(),
        streams=fields.get("stream", False),
        partial_images=fields.get("partial_images", 0),
        wants_url=model in DALLE_SIZES and fields.get("response_format") != "b64_json",
        sources=sources,
    )


def _size(model: str, text: str) -> tuple[int, int]:
    if text == "auto" and model not in DALLE_SIZES:
        return 1024, 1024
    allowed = DALLE_SIZES.get(model, GPT_SIZES)
    match = re.fullmatch(r"(\d+)x(\d+)", "1024x1024" if text == "auto" else text)
    if match is None:
        raise invalid("size")
    width, height = int(match[1]), int(match[2])
    if model == "gpt-image-2":
        fits = width % 16 == height % 16 == 0 and max(width, height) <= 3840
        if not (fits and 1 / 3 <= width / height <= 3):
            raise invalid("size")
    elif match[0] not in allowed:
        raise invalid("size")
    return width, height


def _picture(part: Part) -> bytes:
    facts = size_of(part.data)
    types = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
    if facts is None or types.get(facts[0]) != part.media_type:
        raise invalid("image", "not a picture", code="invalid_image_file")
    if len(part.data) >= MAX_FILE:
        raise invalid("image", "too large", code="invalid_image_file")
    return part.data
