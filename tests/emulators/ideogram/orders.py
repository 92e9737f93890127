"""What Ideogram's endpoints take, field by field (contracts 3.6, 3.7): 400 for anything else."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.emulators.doors import Refused
from tests.emulators.forms import Part
from tests.emulators.results import size_of

MAX_BYTES = 10_000_000
MAX_SEED = 2_147_483_647
_RATIOS = "1x3 3x1 1x2 2x1 9x16 16x9 10x16 16x10 2x3 3x2 3x4 4x3 4x5 5x4 1x1"
RATIOS = frozenset(_RATIOS.split())
SPEEDS = frozenset({"FLASH", "TURBO", "BALANCED", "DEFAULT", "QUALITY"})
SWITCH = frozenset({"AUTO", "ON", "OFF"})
STYLES = frozenset(
    {"AUTO", "GENERAL", "REALISTIC", "DESIGN", "CUSTOM", "FICTION", "STYLIZED"}
)
PRESETS = (
    62  # the page lists so many; the words themselves are only held to their shape
)


def bad(what: str) -> Refused:
    """400 with a reason."""
    return Refused(400, {"error": f"invalid input: {what}"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """An order that the service takes."""

    prompt: str = ""
    count: int = 1
    seed: int | None = None
    ratio: str = "1x1"
    source: bytes | None = None


Check = Callable[[Any], bool]


def _number(low: int, high: int) -> Check:
    return lambda value: type(value) is int and low <= value <= high


def _word(words: frozenset[str]) -> Check:
    return lambda value: value in words


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _preset(value: Any) -> bool:
    return isinstance(value, str) and value.isupper() and " " not in value


UPSCALE: dict[str, Check] = {
    "prompt": _text,
    "resemblance": _number(1, 100),
    "detail": _number(1, 100),
    "magic_prompt_option": _word(SWITCH),
    "num_images": _number(1, 8),
    "seed": _number(0, MAX_SEED),
}
GENERATE: dict[str, Check] = {
    "prompt": lambda value: isinstance(value, str) and bool(value.strip()),
    "seed": _number(0, MAX_SEED),
    "aspect_ratio": _word(RATIOS),
    "rendering_speed": _word(SPEEDS),
    "magic_prompt": _word(SWITCH),
    "negative_prompt": _text,
    "num_images": _number(1, 8),
    "style_type": _word(STYLES),
    "style_preset": _preset,
}
REMIX = GENERATE | {"image_weight": _number(1, 100)}
_NUMBERS = ("seed", "num_images", "image_weight")


def read_upscale(parts: list[Part], *, wants_json_type: bool) -> Ordered:
    """An upscale: `image_request` and `image_file`, once each."""
    named = {part.name: part for part in parts}
    if len(parts) != 2 or set(named) != {"image_request", "image_file"}:
        raise bad(f"parts {[part.name for part in parts]}")
    words = named["image_request"]
    if words.filename is not None or (
        wants_json_type and words.media_type != "application/json"
    ):
        raise bad("image_request has to be application/json")
    try:
        fields = json.loads(words.data)
    except ValueError:
        raise bad("image_request is no JSON") from None
    return _ordered(fields, UPSCALE, source=_picture(named["image_file"]))


def read_generate(fields: Any) -> Ordered:
    """A picture from words: a JSON object."""
    if "prompt" not in fields:
        raise bad("prompt")
    return _ordered(fields, GENERATE)


def read_remix(parts: list[Part]) -> Ordered:
    """A picture from a picture and words: a form."""
    texts = {part.name: part.text for part in parts if part.filename is None}
    files = [part for part in parts if part.filename is not None]
    if [part.name for part in files] != ["image"] or "prompt" not in texts:
        raise bad("image and prompt are required, once each")
    if len(texts) + 1 != len(parts):
        raise bad("a field twice")
    fields: dict[str, Any] = dict(texts)
    for name in _NUMBERS:
        if name in fields:
            if not texts[name].isdecimal():
                raise bad(name)
            fields[name] = int(texts[name])
    return _ordered(fields, REMIX, source=_picture(files[0]))


def _ordered(
    fields: Any, checks: dict[str, Check], source: bytes | None = None
) -> Ordered:
    if not isinstance(fields, dict):
        raise bad("no object")
    for name, value in fields.items():
        if name not in checks or not checks[name](value):
            raise bad(f"{name}={value!r}")
    return Ordered(
        prompt=fields.get("prompt", ""),
        count=fields.get("num_images", 1),
        seed=fields.get("seed"),
        ratio=fields.get("aspect_ratio", "1x1"),
        source=source,
    )


def _picture(part: Part) -> bytes:
    facts = size_of(part.data)
    if part.filename is None or facts is None or len(part.data) > MAX_BYTES:
        raise bad(f"{part.name} is no picture of up to 10 MB")
    if part.media_type != f"image/{facts[0].lower()}":
        raise bad(f"{part.name} says {part.media_type} and is {facts[0]}")
    return part.data
