"""How a parameter is read out of a form or a query string, by its type in the documentation."""

import json
import re
from collections.abc import Callable

Decoder = Callable[[str], object]


def _decode_boolean(text: str) -> object:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)


def _decode_integer(text: str) -> object:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _decode_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def decoder(type_text: str) -> Decoder:
    """Choose how a parameter is read out of a form or a query string."""
    if type_text in {"Integer", "Integer or String"}:
        return _decode_integer
    if type_text in {"Boolean", "True"}:
        return _decode_boolean
    if type_text in {"String", "InputFile", "InputFile or String"}:
        return str
    return _decode_json
