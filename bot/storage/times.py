"""Times as whole microseconds since 1970 in UTC: exact, sortable, the same in every zone."""

from datetime import UTC, datetime, timedelta
from typing import overload

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@overload
def to_micros(moment: datetime) -> int: ...
@overload
def to_micros(moment: None) -> None: ...
@overload
def to_micros(moment: datetime | None) -> int | None: ...
def to_micros(moment: datetime | None) -> int | None:
    """The column's value of an aware time."""
    return None if moment is None else (moment - EPOCH) // MICROSECOND


def to_time(micros: int) -> datetime:
    """The time of a column's value, in UTC."""
    return EPOCH + timedelta(microseconds=micros)


def to_optional_time(micros: int | None) -> datetime | None:
    """As `to_time`; None stays None."""
    return None if micros is None else to_time(micros)
