"""Versions of the models and the sizes that each of them draws (contracts 2.5)."""

import math
from collections.abc import Mapping

# Width and height in pixels by ratio; the first ratio is the default. Two of the sizes only come
# near to the ratio that people ask for: 880*1168 to 3:4, 768*1360 to 9:16.
Sizes = Mapping[str, tuple[int, int]]

_V2L: Sizes = {
    "1:1": (1024, 1024),
    "16:9": (1360, 768),
    "3:2": (1248, 832),
    "4:3": (1168, 880),
    "3:4": (880, 1168),
    "2:3": (832, 1248),
    "9:16": (768, 1360),
}
_V21: Sizes = {
    "1:1": (2048, 2048),
    "16:9": (2688, 1536),
    "3:2": (2496, 1664),
    "4:3": (2304, 1728),
    "3:4": (1728, 2304),
    "2:3": (1664, 2496),
    "9:16": (1536, 2688),
}
EDIT_SIZES: Sizes = {
    "1:1": (2048, 2048),
    "16:9": (2048, 1152),
    "3:2": (2048, 1365),
    "4:3": (2048, 1536),
    "3:4": (1536, 2048),
    "2:3": (1365, 2048),
    "9:16": (1152, 2048),
}
SIZES_BY_MODEL: Mapping[str, Sizes] = {"v2L": _V2L, "v2.1-standard": _V21}
MODEL_NAMES = tuple(SIZES_BY_MODEL)  # the name is the `version` of the request
RATIOS = tuple(_V2L)
EDIT_VERSION = UPSCALE_VERSION = "v1"
_NICKNAMES = {"v2.1": "v2.1-standard", "2.1": "v2.1-standard", "v2": "v2L", "2": "v2L"}


def canonical_model_name(name: str) -> str:
    """The version as the service writes it: "V2l" and "HiDream v2L" are one; strangers stay."""
    short = name.strip().lower().replace(" ", "-").removeprefix("hidream-")
    known = {model.lower(): model for model in MODEL_NAMES}
    return known.get(short) or _NICKNAMES.get(short, name)


def nearest_ratio(width: int, height: int, sizes: Sizes) -> str:
    """The ratio whose size comes nearest to these proportions."""
    wanted = math.log(width / height)

    def distance(ratio: str) -> float:
        across, down = sizes[ratio]
        return abs(math.log(across / down) - wanted)

    return min(sizes, key=distance)


def resolution(size: tuple[int, int]) -> str:
    """A size as the service writes it: with a star."""
    return f"{size[0]}*{size[1]}"
