"""What a button of the settings carries: a field, and the value that shall hold from now on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.look import Form, Gathering, Spoiler

PREFIX = "set"
AUTOMATIC = "-"  # the value of what is left to the bot
CLOSE = "x"
MAX_DATA = 64  # bytes (Bot API, InlineKeyboardButton)


class Field(StrEnum):
    """What can be chosen for good. The letters stay as they are: old messages carry them."""

    LANGUAGE = "la"
    RATIO = "ar"
    COUNT = "n"
    PROVIDER = "pr"
    MODEL = "mo"
    GATHERING = "ga"
    FORM = "fo"
    SPOILER = "sp"


# Fields whose values are known beforehand; the others' depend on what is offered.
NAMED_VALUES: Mapping[Field, type[StrEnum]] = {
    Field.GATHERING: Gathering,
    Field.FORM: Form,
    Field.SPOILER: Spoiler,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A press in the settings, decoded.

    Attributes:
        field: the page to show; None is the overview.
        value: what to choose there; None only looks.
        is_close: put the settings away.
    """

    field: Field | None = None
    value: str | None = None
    is_close: bool = False

    @property
    def data(self) -> str:
        """The callback data, such as "set:ar:16:9"."""
        if self.is_close:
            return f"{PREFIX}:{CLOSE}"
        parts = (PREFIX, self.field, self.value)
        return ":".join(part for part in parts if part is not None)

    @property
    def fits(self) -> bool:
        """Does a button hold it?"""
        return len(self.data.encode()) <= MAX_DATA


def parse_choice(data: str) -> Choice | None:
    """The choice that this callback data came from; None for anything else."""
    match data.split(":", 2):
        case ["set"]:
            return Choice()
        case ["set", "x"]:
            return Choice(is_close=True)
        case ["set", field] if field in set(Field):
            return Choice(field=Field(field))
        case ["set", field, value] if field in set(Field) and value:
            return Choice(field=Field(field), value=value)
        case _:
            return None
