"""What each family of models takes: sizes, options, counts (contracts 4.1, 4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from providers.base import Range

KNOWN_MODELS = (
    "gpt-image-1",
    "gpt-image-1-mini",
    "gpt-image-1.5",
    "gpt-image-2",
    "dall-e-3",
    "dall-e-2",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Models that take the same fields.

    Attributes:
        prefixes: how their names begin.
        sizes: the service's size for each ratio; without a wish the service decides.
        max_sources: pictures that an edit takes; 0 where there is no edit.
        streams: sends coarse pictures while it works.
    """

    prefixes: tuple[str, ...]
    sizes: Mapping[str, str]
    options: Mapping[str, Range] = field(default_factory=dict)
    edit_options: Mapping[str, Range] = field(default_factory=dict)
    max_count: int = 10
    max_prompt: int = 32_000
    max_sources: int = 0
    streams: bool = False


_THREE_SIZES = MappingProxyType(
    {"1:1": "1024x1024", "3:2": "1536x1024", "2:3": "1024x1536"}
)
# gpt-image-2 takes any size in steps of 16 from 1:3 to 3:1. These are exact, and about as large as
# the three sizes of its elders.
_ANY_SIZE = MappingProxyType(
    {
        **_THREE_SIZES,
        "4:3": "1344x1008",
        "3:4": "1008x1344",
        "5:4": "1280x1024",
        "4:5": "1024x1280",
        "16:9": "1536x864",
        "9:16": "864x1536",
        "2:1": "1536x768",
        "1:2": "768x1536",
        "21:9": "1568x672",
        "9:21": "672x1568",
        "3:1": "1728x576",
        "1:3": "576x1728",
    }
)
_GPT_OPTIONS = MappingProxyType(
    {
        "quality": Range(words=("auto", "low", "medium", "high")),
        "background": Range(words=("auto", "transparent", "opaque")),
    }
)
_FIDELITY = MappingProxyType({"input_fidelity": Range(words=("high", "low"))})
_EDIT_SOURCES = 16

GPT_MINI = Family(
    prefixes=("gpt-image-1-mini",),
    sizes=_THREE_SIZES,
    options=_GPT_OPTIONS,
    max_sources=_EDIT_SOURCES,
    streams=True,
)
GPT_ONE = Family(
    prefixes=("gpt-image-1", "chatgpt-image"),
    sizes=_THREE_SIZES,
    options=_GPT_OPTIONS,
    edit_options=_FIDELITY,
    max_sources=_EDIT_SOURCES,
    streams=True,
)
GPT_TWO = Family(
    prefixes=("gpt-image-",),
    sizes=_ANY_SIZE,
    options=_GPT_OPTIONS,
    edit_options=_FIDELITY,
    max_sources=_EDIT_SOURCES,
    streams=True,
)
# Its wide sizes are 7:4, a little less than 16:9.
DALLE_THREE = Family(
    prefixes=("dall-e-3",),
    sizes=MappingProxyType(
        {"1:1": "1024x1024", "16:9": "1792x1024", "9:16": "1024x1792"}
    ),
    options=MappingProxyType(
        {
            "quality": Range(words=("hd", "standard")),
            "style": Range(words=("vivid", "natural")),
        }
    ),
    max_count=1,
    max_prompt=4000,
)
# Its edits need a mask, which nobody draws in a chat.
DALLE_TWO = Family(
    prefixes=("dall-e-2",),
    sizes=MappingProxyType({"1:1": "1024x1024"}),
    max_prompt=1000,
)
# A relay's own model: the sizes that they all copy, and nothing that only OpenAI's take.
STRANGER = Family(prefixes=("",), sizes=_THREE_SIZES, max_prompt=4000, max_sources=4)

FAMILIES = (GPT_MINI, GPT_ONE, GPT_TWO, DALLE_THREE, DALLE_TWO, STRANGER)


def family_of(model: str) -> Family:
    """The family of a model, by its name; the last one takes whatever is left."""
    name = model.lower()
    return next(family for family in FAMILIES if name.startswith(family.prefixes))


def is_known(model: str) -> bool:
    """Is this a model of OpenAI's, or a newer one of the same families?"""
    return family_of(model) is not STRANGER
