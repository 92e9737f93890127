"""One edit as a value: what an instruction becomes, and the engine carries out."""

from dataclasses import dataclass
from enum import StrEnum


class Edit(StrEnum):
    """What can be asked for; the value is what a person reads."""

    BLACK_AND_WHITE = "black and white"
    SEPIA = "sepia"
    SKETCH = "sketch"
    CARTOON = "cartoon"
    SHARPEN = "sharpen"
    DENOISE = "denoise"
    BLUR = "blur"
    ROTATE = "rotate"
    CROP = "crop"
    REMOVE_BACKGROUND = "remove the background"
    BLUR_BACKGROUND = "blur the background"
    FILL_BACKGROUND = "white background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit with its numbers.

    Attributes:
        edit: which.
        strength: 1 is normal; of filters.
        degrees: clockwise; of rotations.
        ratio: width and height; of crops.
        colour: red, green, blue; of backgrounds that are filled.
    """

    edit: Edit
    strength: float = 1.0
    degrees: int = 90
    ratio: tuple[int, int] = (1, 1)
    colour: tuple[int, int, int] = (255, 255, 255)


SHAPES = frozenset({Edit.ROTATE, Edit.CROP})
BACKDROPS = frozenset(
    {Edit.REMOVE_BACKGROUND, Edit.BLUR_BACKGROUND, Edit.FILL_BACKGROUND}
)
