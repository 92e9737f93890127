"""How results look in a chat: fixed when an order is accepted, so that a restart changes nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Gathering(StrEnum):
    """How several pictures arrive in the chat."""

    ALBUM = "album"
    GRID = "grid"


class Form(StrEnum):
    """What a result is in the chat."""

    PREVIEW = "preview"  # a photo of Telegram's, whose original a button brings
    FILE = "file"  # the provider's bytes, and no photo


class Spoiler(StrEnum):
    """Are photos in groups covered until somebody taps them?"""

    ON = "on"
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What was chosen for the results of one order.

    Attributes:
        gathering: of several pictures, where they come as previews.
        has_spoiler: photos are covered; only ever true in a group.
    """

    gathering: Gathering = Gathering.ALBUM
    form: Form = Form.PREVIEW
    has_spoiler: bool = False

    @property
    def is_file_only(self) -> bool:
        """Do results come as files and as nothing else?"""
        return self.form is Form.FILE
