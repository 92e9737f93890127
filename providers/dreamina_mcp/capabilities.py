"""What the intranet endpoint can do, as data (contracts 1.16; ratios, models and pace of 1.8-1.12)."""

from providers.base import Capabilities, Limits, Operation, Pace, Recovery
from providers.dreamina.models import MODEL_NAMES, RATIOS
from providers.dreamina_mcp.settings import DreaminaMcpSettings

PACE = Pace(
    intervals=((0.0, 2.0), (20.0, 4.0), (120.0, 8.0)),
    deadline=600.0,
    hard_deadline=1800.0,
)
DEFAULT_MODEL = "4.0"  # as in the seed's body
DEFAULT_RATIO = "1:1"

_RATIOS = tuple(dict.fromkeys((DEFAULT_RATIO, *RATIOS)))
_OPERATIONS = {
    Operation.GENERATE: Limits(
        models=tuple(dict.fromkeys((DEFAULT_MODEL, *MODEL_NAMES))),
        aspect_ratios=_RATIOS,
        max_count=4,
        default_count=4,
        bundled=True,
    ),
    Operation.EDIT: Limits(aspect_ratios=_RATIOS, max_sources=10),
}


def describe(settings: DreaminaMcpSettings) -> Capabilities:
    """The capabilities of one account.

    There is no balance: whether the endpoint spends the credits of the public site is not known.
    """
    return Capabilities(
        operations=_OPERATIONS,
        recovery=Recovery.LOOKUP,
        pace=PACE,
        concurrency=settings.concurrency,
    )
