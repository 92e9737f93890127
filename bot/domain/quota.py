"""Quota arithmetic: what a job costs, whose wallets pay, when the day turns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from providers.base import Operation

LARGE_SCALE = 4
ACTIVE_DAYS = 7  # quota days, today among them, in which an order makes a member
FEWEST_MEMBERS = 2  # who is alone leaves half to whoever comes
UTC = ZoneInfo("UTC")


class Wallet(StrEnum):
    """Who pays. A job takes from all three at once, or from none."""

    USER = "user"
    GROUP = "group"
    GLOBAL = "global"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRules:
    """The operator's settings; None is no limit. Credits a day."""

    user_daily: int | None = 30
    group_daily: int | None = None
    global_daily: int | None = None
    timezone: ZoneInfo = UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one member may take of a group's day, so that nobody drains it while others want some.

    Attributes:
        total: the group's credits a day.
        members: people who ordered, or tried to, on the last seven days; the asker is one.
        used: by the asker, settled and reserved today.
    """

    total: int
    members: int
    used: int

    @property
    def parts(self) -> int:
        """Into how many the group's day is divided."""
        return max(FEWEST_MEMBERS, self.members)

    @property
    def limit(self) -> int:
        """Credits a day: one part, rounded up."""
        return -(-self.total // self.parts)

    @property
    def left(self) -> int:
        """Credits that are left of it today."""
        return max(0, self.limit - self.used)

    def holds(self, prices: Sequence[int]) -> bool:
        """Is there room for an order of jobs at these prices? The day's first job always fits."""
        wanted = sum(prices)
        return wanted == 0 or self.used + wanted <= max(self.limit, *prices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a wallet holds today.

    Attributes:
        limit: credits a day; None is no limit.
        used: settled and reserved today.
        bonus: granted credits that do not turn with the day (the user's wallet alone has them).
        share: the asker's part of it, where the wallet is a group's and has a limit.
    """

    wallet: Wallet
    limit: int | None
    used: int
    bonus: int
    turns_at: datetime
    share: Share | None = None

    @property
    def left(self) -> int | None:
        """Credits that a new job may take; None is no limit."""
        if self.limit is None:
            return None
        return max(0, self.limit - self.used) + self.bonus


def price(
    operation: Operation, *, scale: int | None, pictures: int, bundled: bool
) -> int:
    """Credits of a job: one for a bundle, one a picture elsewhere, doubled by a 4x upscale.

    Nothing costs nothing: with no pictures the price is zero.
    """
    if pictures <= 0:
        return 0
    is_large = operation is Operation.UPSCALE and scale == LARGE_SCALE
    return (2 if is_large else 1) * (1 if bundled else pictures)


def charge(reserved: int, price_of_delivered: int) -> int:
    """Credits kept at the end: the price of what came, never more than was set aside."""
    return min(reserved, price_of_delivered)


def active_since(day: date) -> date:
    """The first of the days whose orders count for who is a member of a group."""
    return day - timedelta(days=ACTIVE_DAYS - 1)


def day_of(moment: datetime, timezone: ZoneInfo) -> date:
    """The quota day that a moment belongs to."""
    return moment.astimezone(timezone).date()


def turn_of(moment: datetime, timezone: ZoneInfo) -> datetime:
    """When the next quota day begins: the first instant of tomorrow's date there, in that zone."""
    tomorrow = day_of(moment, timezone) + timedelta(days=1)
    return datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=timezone)
