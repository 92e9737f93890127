"""Which text tells a refusal, and the values it takes."""

from datetime import datetime, tzinfo

from bot.domain.errors import BotError, QuotaExceeded

Words = str | float
DRAINING = "draining"  # the order stays in the log of updates: the next start takes it


def key_of(code: str) -> str:
    """The text of a failure or refusal."""
    return f"failure-{code}"


def told(error: BotError, now: datetime) -> tuple[str, dict[str, Words]]:
    """Key and arguments of the text that tells a refusal."""
    args = dict(error.args_for_text)
    if isinstance(error, QuotaExceeded):
        args |= turn_args(error.turns_at, now)
    return key_of(error.code), args


def turn_args(turns_at: datetime, now: datetime) -> dict[str, Words]:
    """When a quota day turns, for people: clock time, zone, and how long that is from now."""
    minutes = max(0, round((turns_at - now).total_seconds() / 60))
    return {
        "turns": f"{turns_at:%Y-%m-%d %H:%M}",
        "zone": zone_name(turns_at.tzinfo),
        "hours": minutes // 60,
        "minutes": minutes % 60,
    }


def zone_name(zone: tzinfo | None) -> str:
    """Such as "Europe/Moscow" or "UTC"."""
    return str(getattr(zone, "key", None) or zone or "UTC")
