"""The contract between the bot and a provider: values that go in and out, and one ABC.

A job walks through `check` (free), `prepare` (uploads; free and repeatable), `submit` (the call
that costs), `poll` until done, `fetch` per artifact. All values are small and frozen; a provider
keeps no job state that a restart would lose, apart from work that costs nothing to repeat.
"""

from providers.base.capabilities import Capabilities, Limits, Pace, Range, Recovery
from providers.base.limits import check_limits
from providers.base.orders import Operation, Request, SourcePicture
from providers.base.provider import ImageProvider
from providers.base.results import (
    Artifact,
    Balance,
    Prepared,
    Preview,
    PreviewSink,
    Progress,
    Snapshot,
    Submission,
)

__all__ = [
    "Artifact",
    "Balance",
    "Capabilities",
    "ImageProvider",
    "Limits",
    "Operation",
    "Pace",
    "Prepared",
    "Preview",
    "PreviewSink",
    "Progress",
    "Range",
    "Recovery",
    "Request",
    "Snapshot",
    "SourcePicture",
    "Submission",
    "check_limits",
]
