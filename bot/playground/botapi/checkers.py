"""Checkers of single values: objects field by field, unions, arrays, and the plain types."""

from collections.abc import Callable

from bot.playground.botapi.files import Upload

Checker = Callable[[object], None]


class SpecError(Exception):
    """A value that does not fit its type; carries where in the call it sits."""

    def __init__(self, reason: str, where: str = "") -> None:
        super().__init__(f"{where}: {reason}" if where else reason)
        self.reason = reason
        self.where = where

    def inside(self, step: str) -> "SpecError":
        """Put one step in front of the path."""
        return SpecError(self.reason, f"{step}.{self.where}" if self.where else step)


class ObjectChecker:
    """Checks one object type field by field."""

    __slots__ = ("fields", "name", "required")

    def __init__(self, name: str) -> None:
        self.name = name
        self.fields: dict[str, Checker] = {}
        self.required: tuple[str, ...] = ()

    def __call__(self, value: object) -> None:
        """Raise `SpecError` for a value that does not fit."""
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


class TaggedChecker:
    """Checks a value of an abstract type by the field that names its subtype."""

    __slots__ = ("by_tag", "name", "tag")

    def __init__(self, name: str, tag: str, by_tag: dict[str, ObjectChecker]) -> None:
        self.name = name
        self.tag = tag
        self.by_tag = by_tag

    def __call__(self, value: object) -> None:
        """Raise `SpecError` for a value that does not fit."""
        if not isinstance(value, dict):
            raise SpecError(f"is not an object ({self.name})")
        chosen = self.by_tag.get(str(value.get(self.tag)))
        if chosen is None:
            known = ", ".join(sorted(self.by_tag))
            raise SpecError(f"{self.name} knows {known}", self.tag)
        chosen(value)


def array_of(item_checker: Checker) -> Checker:
    """Make a checker of arrays whose items fit."""

    def check(value: object) -> None:
        if not isinstance(value, list):
            raise SpecError("is not an array")
        for index, item in enumerate(value):
            try:
                item_checker(item)
            except SpecError as error:
                raise error.inside(f"[{index}]") from None

    return check


def any_of(checkers: list[Checker], names: list[str]) -> Checker:
    """Make a checker of values that fit one of several plain types."""

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


PRIMITIVES: dict[str, Checker] = {
    "Integer": _integer,
    "Float": _float,
    "String": _string,
    "Boolean": _boolean,
    "True": _true,
    "InputFile": _input_file,
}
