"""What Jimeng can do, as data (contracts 5.1, 1.8.5, 1.11, 1.12)."""

from providers.base import Capabilities, Limits, Operation, Pace, Range, Recovery
from providers.dreamina.models import EDIT_MODEL, MODEL_NAMES, RATIOS, UPSCALE_LABELS
from providers.jimeng.settings import JimengSettings

PACE = Pace(
    intervals=((0.0, 2.0), (20.0, 4.0), (120.0, 8.0)),
    deadline=600.0,
    hard_deadline=1800.0,
)
DEFAULT_DETAIL = 50  # percent; the seed's 0.5

_OPERATIONS = {
    Operation.GENERATE: Limits(
        models=MODEL_NAMES,
        aspect_ratios=RATIOS,
        max_count=4,
        default_count=4,
        bundled=True,
        takes_seed=True,
        takes_negative_prompt=True,
    ),
    Operation.EDIT: Limits(
        models=(EDIT_MODEL.name,),
        aspect_ratios=RATIOS,
        max_sources=10,
    ),
    Operation.UPSCALE: Limits(
        scales=tuple(UPSCALE_LABELS),
        max_sources=1,
        prompt_required=False,
        takes_prompt=False,
        options={"detail": Range(minimum=0, maximum=100)},
    ),
}


def describe(settings: JimengSettings) -> Capabilities:
    """The capabilities of one account."""
    return Capabilities(
        operations=_OPERATIONS,
        recovery=Recovery.LOOKUP,
        pace=PACE,
        concurrency=settings.concurrency,
        has_balance=True,
    )
