"""The Bot API's own field lists, compiled once into fast checkers."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.playground.botapi.files import Upload

Fields = dict[str, Any]
Checker = Callable[[object], None]
Decoder = Callable[[str], object]

_TAGS = ("type", "status", "source")
# Subtypes whose tag is not the snake case of their name (Bot API, ChatMember).
_ODD_TAGS = {"ChatMemberOwner": "creator", "ChatMemberBanned": "kicked"}
_SEPARATOR = re.compile(r", | or | and ")


class SpecError(Exception):
    """A value that does not fit its type; carries where in the call it sits."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason = reason
        self.where = where

    def inside(self, step: str) -> "SpecError":
        """Put one step in front of the path."""
        return SpecError(self.reason, f"{step}.{self.where}" if self.where else step)


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """One parameter of a method."""

    type_text: str
    decode: Decoder
    check: Checker


@dataclass(frozen=True, slots=True)
class MethodSpec:
    """One method: its parameters and which of them must be there."""

    name: str
    parameters: dict[str, ParameterSpec]
    required: tuple[str, ...]

    def check(self, values: Fields) -> None:
        """Check a whole call.

        Raises:
            SpecError: A parameter is unknown, missing or of the wrong type.
        """
        for name, value in values.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                raise SpecError(f"{self.name} has no such parameter", name)
            try:
                parameter.check(value)
            except SpecError as error:
                raise error.inside(name) from None
        for name in self.required:
            if name not in values:
                raise SpecError(f"{self.name} needs this parameter", name)


class _Object:
    """Checks one object type field by field."""

    __slots__ = ("fields", "name", "required")

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, Checker] = {}
        self.required: tuple[str, ...] = ()

    def __call__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise SpecError(f"is not an object ({self.name})")
        for key, item in value.items():
            checker = self.fields.get(key)
            if checker is None:
                raise SpecError(f"{self.name} has no such field", str(key))
            try:
                checker(item)
            except SpecError as error:
                raise error.inside(key) from None
        for key in self.required:
            if key not in value:
                raise SpecError(f"{self.name} needs this field", key)


class _Tagged:
    """Checks a value of an abstract type by the field that names its subtype."""

    __slots__ = ("by_tag", "name", "tag")

    def __init__(self, name: str, tag: str, by_tag: dict[str, _Object]) -> None:
        self.name = name
        self.tag = tag
        self.by_tag = by_tag

    def __call__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise SpecError(f"is not an object ({self.name})")
        chosen = self.by_tag.get(str(value.get(self.tag)))
        if chosen is None:
            known = ", ".join(sorted(self.by_tag))
            raise SpecError(f"{self.name} knows {known}", self.tag)
        chosen(value)


class Spec:
    """All methods and types of one Bot API version."""

    def __init__(self, document: Fields) -> None:
        self.version: str = document["version"]["version"]
        self._types: dict[str, dict[str, tuple[str, bool]]] = document["types"]
        self._objects = {name: _Object(name) for name in self._types}
        self._checkers: dict[str, Checker] = dict(_PRIMITIVES)
        for name, checker in self._objects.items():
            fields = self._types[name]
            checker.fields = {
                key: self.checker(kind) for key, (kind, _) in fields.items()
            }
            checker.required = tuple(key for key, (_, must) in fields.items() if must)
        self.methods = {
            name: self._method(name, fields)
            for name, fields in document["methods"].items()
        }
        self._by_lower = {name.lower(): spec for name, spec in self.methods.items()}

    def method(self, name: str) -> MethodSpec | None:
        """Find a method; Telegram does not mind the case of its name."""
        return self._by_lower.get(name.lower())

    def check(self, type_text: str, value: object) -> None:
        """Check a value against a type as the documentation writes it.

        Raises:
            SpecError: It does not fit.
        """
        self.checker(type_text)(value)

    def checker(self, type_text: str) -> Checker:
        """Compile the checker of a type, once."""
        known = self._checkers.get(type_text)
        if known is None:
            known = self._checkers[type_text] = self._compile(type_text)
        return known

    def _compile(self, type_text: str) -> Checker:
        if type_text.startswith("Array of "):
            return _array(self.checker(type_text.removeprefix("Array of ")))
        if _SEPARATOR.search(type_text):
            return self._union(_SEPARATOR.split(type_text))
        if type_text == "MaybeInaccessibleMessage":
            return self._maybe_inaccessible
        if not self._types[type_text]:
            subtypes = [name for name in self._types if name.startswith(type_text)]
            return self._tagged(type_text, subtypes) or self._objects[type_text]
        return self._objects[type_text]

    def _maybe_inaccessible(self, value: object) -> None:
        # "The field date is always 0 for inaccessible messages" (Bot API).
        gone = isinstance(value, dict) and value.get("date") == 0
        self._objects["InaccessibleMessage" if gone else "Message"](value)

    def _tagged(self, name: str, subtypes: list[str]) -> Checker | None:
        for tag in _TAGS:
            tagged = [sub for sub in subtypes if tag in self._types[sub]]
            if tagged:
                prefix = "InputMedia" if name.startswith("InputMedia") else name
                by_tag = {_tag_of(sub, prefix): self._objects[sub] for sub in tagged}
                return _Tagged(name, tag, by_tag)
        return None

    def _union(self, names: list[str]) -> Checker:
        if all(name in _PRIMITIVES for name in names):
            return _any_of([_PRIMITIVES[name] for name in names], names)
        if all(name.startswith("InputMedia") for name in names):
            tagged = self._tagged("InputMedia", names)
            if tagged is not None:
                return tagged
        return self._best_of([self._objects[name] for name in names])

    def _best_of(self, candidates: list[_Object]) -> Checker:
        def check(value: object) -> None:
            if not isinstance(value, dict):
                raise SpecError("is not an object")
            for candidate in candidates:
                if all(key in value for key in candidate.required):
                    candidate(value)
                    return
            names = ", ".join(candidate.name for candidate in candidates)
            raise SpecError(f"fits none of {names}")

        return check

    def _method(self, name: str, fields: dict[str, tuple[str, bool]]) -> MethodSpec:
        parameters = {
            key: ParameterSpec(kind, _decoder(kind), self.checker(kind))
            for key, (kind, _) in fields.items()
        }
        required = tuple(key for key, (_, must) in fields.items() if must)
        return MethodSpec(name, parameters, required)


@lru_cache(maxsize=1)
def bot_api() -> Spec:
    """Load the specification that is shipped with the package."""
    text = (
        files("bot.playground.botapi").joinpath("botapi-10.3.json").read_text("utf-8")
    )
    return Spec(json.loads(text))


def _tag_of(subtype: str, base: str) -> str:
    if subtype in _ODD_TAGS:
        return _ODD_TAGS[subtype]
    return re.sub(r"(?<!^)(?=[A-Z])", "_", subtype.removeprefix(base)).lower()


def _array(item_checker: Checker) -> Checker:
    def check(value: object) -> None:
        if not isinstance(value, list):
            raise SpecError("is not an array")
        for index, item in enumerate(value):
            try:
                item_checker(item)
            except SpecError as error:
                raise error.inside(f"[{index}]") from None

    return check


def _any_of(checkers: list[Checker], names: list[str]) -> Checker:
    def check(value: object) -> None:
        for checker in checkers:
            try:
                checker(value)
            except SpecError:
                continue
            return
        raise SpecError(f"is not {' or '.join(names)}")

    return check


def _integer(value: object) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise SpecError("is not an integer")


def _float(value: object) -> None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise SpecError("is not a number")


def _string(value: object) -> None:
    if not isinstance(value, str):
        raise SpecError("is not a string")


def _boolean(value: object) -> None:
    if not isinstance(value, bool):
        raise SpecError("is not a boolean")


def _true(value: object) -> None:
    if value is not True:
        raise SpecError("can only be true")


def _input_file(value: object) -> None:
    attached = isinstance(value, str) and value.startswith("attach://")
    if not (attached or isinstance(value, Upload)):
        raise SpecError("is not an uploaded file")


_PRIMITIVES: dict[str, Checker] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "Boolean": _boolean,
    "True": _true,
    "InputFile": _input_file,
}


def _decode_boolean(text: str) -> object:
    return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)


def _decode_integer(text: str) -> object:
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _decode_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _decoder(type_text: str) -> Decoder:
    """Choose how a parameter is read out of a form or a query string."""
    if type_text in {"Integer", "Integer or String"}:
        return _decode_integer
    if type_text in {"Boolean", "True"}:
        return _decode_boolean
    if type_text in {"String", "InputFile", "InputFile or String"}:
        return str
    return _decode_json
