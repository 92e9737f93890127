"""The Bot API's own field lists, compiled once into fast checkers."""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from bot.playground.botapi.checkers import (
    PRIMITIVES,
    Checker,
    ObjectChecker,
    SpecError,
    TaggedChecker,
    any_of,
    array_of,
)
from bot.playground.botapi.decoding import Decoder, decoder

Fields = dict[str, Any]

_TAGS = ("type", "status", "source")
# Subtypes whose tag is not the snake case of their name (Bot API, ChatMember).
_ODD_TAGS = {"ChatMemberOwner": "creator", "ChatMemberBanned": "kicked"}
_SEPARATOR = re.compile(r", | or | and ")


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


class Spec:
    """All methods and types of one Bot API version."""

    def __init__(self, document: Fields) -> None:
        self.version: str = document["version"]["version"]
        self._types: dict[str, dict[str, tuple[str, bool]]] = document["types"]
        self._objects = {name: ObjectChecker(name) for name in self._types}
        self._checkers: dict[str, Checker] = dict(PRIMITIVES)
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
            return array_of(self.checker(type_text.removeprefix("Array of ")))
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
                return TaggedChecker(name, tag, by_tag)
        return None

    def _union(self, names: list[str]) -> Checker:
        if all(name in PRIMITIVES for name in names):
            return any_of([PRIMITIVES[name] for name in names], names)
        if all(name.startswith("InputMedia") for name in names):
            tagged = self._tagged("InputMedia", names)
            if tagged is not None:
                return tagged
        return self._best_of([self._objects[name] for name in names])

    def _best_of(self, candidates: list[ObjectChecker]) -> Checker:
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
            key: ParameterSpec(kind, decoder(kind), self.checker(kind))
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
