"""Tells what is wrong with settings: all at once, a line each, never with a secret in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

_LONGEST = 60  # characters of a value that a line repeats


class SettingsError(Exception):
    """Settings that cannot work.

    Attributes:
        lines: `NAME: what is wrong and what would work`, in the order of the settings.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def field_faults(
    error: ValidationError, fields: Mapping[str, FieldInfo]
) -> dict[str, str]:
    """Field name to line, one for each field that could not be read."""
    faults: dict[str, str] = {}
    for detail in error.errors():
        field = str(detail["loc"][0]).lower()
        if field not in faults:
            faults[field] = (
                f"{field.upper()}: {_reason(detail)}{_shown(detail, fields[field])}"
            )
    return faults


def is_secret(field: FieldInfo) -> bool:
    """Is this a value that nobody may read?"""
    return "SecretStr" in repr(field.annotation) or any(
        item is SecretStr for item in getattr(field.annotation, "__args__", ())
    )


def _reason(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    texts = {
        "value_error": "{error}",
        "bool_parsing": "must be true or false",
        "int_parsing": "must be a whole number",
        "int_from_float": "must be a whole number",
        "float_parsing": "must be a number",
        "finite_number": "must be a number",
        "greater_than": "must be more than {gt:g}",
        "greater_than_equal": "must be {ge} or more",
        "less_than_equal": "must be {le:g} or less",
        "enum": "must be {expected}",
        "string_pattern_mismatch": "must be numbers with dots between, such as 5.8.0",
    }
    text = texts.get(detail["type"])
    return text.format(**context) if text else detail["msg"]


def _shown(detail: ErrorDetails, field: FieldInfo) -> str:
    value: Any = detail["input"]
    # a password may stand in any address, also in one where none belongs
    if not isinstance(value, str) or is_secret(field) or "@" in value:
        return ""
    shown = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."
    return f" (it is {shown!r})"
