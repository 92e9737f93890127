"""What Ideogram's official API can do, as data (contracts 3.6, 3.7, 5.1)."""

from providers.base import Capabilities, Limits, Operation, Pace, Range, Recovery
from providers.ideogram_api import MAGIC_PROMPT, MAX_BYTES, MAX_COUNT, UPSCALE_LIMITS

# Orders are answered whole; polls only read what the id carries, and a download that fails waits.
PACE = Pace(intervals=((0.0, 3.0),), deadline=300.0, hard_deadline=600.0)

# Ten pictures in flight per organisation, and n pictures take n places: two are left for runs of
# several. Who is over the line all the same gets a 429 and is asked again.
CONCURRENCY = 8

# 1:1 is the service's own default.
RATIOS = (
    "1:1",
    "1:3",
    "3:1",
    "1:2",
    "2:1",
    "9:16",
    "16:9",
    "10:16",
    "16:10",
    "2:3",
    "3:2",
    "3:4",
    "4:3",
    "4:5",
    "5:4",
)
_PRESETS = """
80S_ILLUSTRATION 90S_NOSTALGIA ABSTRACT_ORGANIC ANALOG_NOSTALGIA ART_BRUT ART_DECO ART_POSTER
AURA AVANT_GARDE BAUHAUS BLUEPRINT BLURRY_MOTION BRIGHT_ART C4D_CARTOON CHILDRENS_BOOK COLLAGE
COLORING_BOOK_I COLORING_BOOK_II CUBISM DARK_AURA DOODLE DOUBLE_EXPOSURE DRAMATIC_CINEMA
EDITORIAL EMOTIONAL_MINIMAL ETHEREAL_PARTY EXPIRED_FILM FLAT_ART FLAT_VECTOR FOREST_REVERIE
GEO_MINIMALIST GLASS_PRISM GOLDEN_HOUR GRAFFITI_I GRAFFITI_II HALFTONE_PRINT HIGH_CONTRAST
HIPPIE_ERA ICONIC JAPANDI_FUSION JAZZY LONG_EXPOSURE MAGAZINE_EDITORIAL MINIMAL_ILLUSTRATION
MIXED_MEDIA MONOCHROME NIGHTLIFE OIL_PAINTING OLD_CARTOONS PAINT_GESTURE POP_ART RETRO_ETCHING
RIVIERA_POP SPOTLIGHT_80S STYLIZED_RED SURREAL_COLLAGE TRAVEL_POSTER VINTAGE_GEO
VINTAGE_POSTER WATERCOLOR WEIRD WOODBLOCK_PRINT
"""
STYLE_PRESETS = tuple(_PRESETS.split())
# The seventh style, CUSTOM, asks for a model of one's own.
V3_OPTIONS = {
    "rendering_speed": Range(
        words=("FLASH", "TURBO", "BALANCED", "DEFAULT", "QUALITY")
    ),
    "magic_prompt": MAGIC_PROMPT,
    "style_type": Range(
        words=("AUTO", "GENERAL", "REALISTIC", "DESIGN", "FICTION", "STYLIZED")
    ),
    "style_preset": Range(words=STYLE_PRESETS),
}

CAPABILITIES = Capabilities(
    operations={
        Operation.GENERATE: Limits(
            aspect_ratios=RATIOS,
            max_count=MAX_COUNT,
            takes_seed=True,
            takes_negative_prompt=True,
            options=V3_OPTIONS,
        ),
        Operation.EDIT: Limits(
            aspect_ratios=RATIOS,
            max_count=MAX_COUNT,
            max_sources=1,
            takes_seed=True,
            takes_negative_prompt=True,
            options=V3_OPTIONS | {"image_weight": Range(minimum=1, maximum=100)},
            max_source_bytes=MAX_BYTES,
        ),
        Operation.UPSCALE: UPSCALE_LIMITS,
    },
    recovery=Recovery.NONE,
    pace=PACE,
    concurrency=CONCURRENCY,
)
