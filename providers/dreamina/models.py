"""Models, ratios and sizes (contracts 1.11, 1.12)."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """One model of the site.

    Attributes:
        name: as users write it.
        key: as the site writes it.
        label: `resolution_type` that goes with it.
        is_small: its pictures are 1k in size too, not by label alone.
    """

    name: str
    key: str
    label: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels, and the label sent with them."""

    width: int
    height: int
    label: str


_HIGH = "high_aes_general_"

MODELS: tuple[Model, ...] = (
    Model(name="3.0", key=f"{_HIGH}v30l:general_v3.0_18b", label="1k"),
    Model(name="3.1", key=f"{_HIGH}v30l_art_fangzhou:general_v3.0_18b", label="1k"),
    Model(name="4.0", key=f"{_HIGH}v40", label="2k"),
    Model(name="4.1", key=f"{_HIGH}v41", label="2k"),
    Model(name="4.5", key=f"{_HIGH}v40l", label="2k"),
    Model(name="4.6", key=f"{_HIGH}v42", label="2k"),
    Model(name="4.7", key=f"{_HIGH}v43", label="2k"),
    Model(name="5.0", key=f"{_HIGH}v50", label="2k"),
    Model(name="5.0-flash", key=f"{_HIGH}v50_flash", label="2k"),
    Model(name="5.0-pro", key=f"{_HIGH}v50p_large", label="2k"),
    Model(name="2.1", key=f"{_HIGH}v21_L:general_v2.1_L", label="1k", is_small=True),
    Model(
        name="2.0-pro", key=f"{_HIGH}v20_L:general_v2.0_L", label="1k", is_small=True
    ),
    Model(name="2.0", key=f"{_HIGH}v20:general_v2.0", label="1k", is_small=True),
    Model(name="1.4", key=f"{_HIGH}v14:general_v1.4", label="1k", is_small=True),
    Model(name="xl-pro", key="text2img_xl_sft", label="1k", is_small=True),
)
MODEL_NAMES = tuple(model.name for model in MODELS)
EDIT_MODEL = MODELS[0]  # the seed's edit knows this one only

# The seeds' numbers of the ratios; the default stands first.
RATIO_CODES = {
    "16:9": 1,
    "21:9": 0,
    "3:2": 2,
    "4:3": 3,
    "1:1": 8,
    "3:4": 4,
    "2:3": 5,
    "9:16": 6,
}
RATIOS = tuple(RATIO_CODES)
DEFAULT_RATIO = "16:9"

SIZES_2K = {
    "21:9": (3024, 1296),
    "16:9": (2560, 1440),
    "3:2": (2496, 1664),
    "4:3": (2304, 1728),
    "1:1": (2048, 2048),
    "3:4": (1728, 2304),
    "2:3": (1664, 2496),
    "9:16": (1440, 2560),
}
SIZES_1K = {
    "21:9": (2016, 846),
    "16:9": (1664, 936),
    "3:2": (1584, 1056),
    "4:3": (1472, 1104),
    "1:1": (1328, 1328),
    "3:4": (1104, 1472),
    "2:3": (1056, 1584),
    "9:16": (936, 1664),
}
UPSCALE_LABELS = {2: "2k", 4: "4k"}


def canonical_model_name(name: str) -> str:
    """The short name: "jimeng-image-4.5", "Jimeng 4.5" and "4.5" are one model."""
    short = name.strip().lower().replace(" ", "-")
    for prefix in ("jimeng-image-", "jimeng-"):
        short = short.removeprefix(prefix)
    return "5.0" if short in {"5.0-lite", "5"} else short


def find_model(name: str | None) -> Model:
    """The model of a name; the default for None. The name has been checked before."""
    if name is None:
        return MODELS[0]
    short = canonical_model_name(name)
    return next(model for model in MODELS if model.name == short)


def size_of(model: Model, ratio: str, *, follow_label: bool = False) -> Size:
    """What a model draws at a ratio, as the seeds send it: 2k sizes whatever the label."""
    is_small = model.is_small or (follow_label and model.label == "1k")
    width, height = (SIZES_1K if is_small else SIZES_2K)[ratio]
    return Size(width, height, model.label)


def smaller(ratio: str) -> Size:
    """The 1k size of a ratio, for an account that cannot pay 2k."""
    return Size(*SIZES_1K[ratio], "1k")


def closest_ratio(width: int, height: int) -> str:
    """The ratio nearest to a picture's own, in proportion."""
    wanted = math.log(width / height)

    def distance(ratio: str) -> float:
        across, down = SIZES_2K[ratio]
        return abs(math.log(across / down) - wanted)

    return min(RATIOS, key=distance)
