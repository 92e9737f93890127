"""Texts of one language with escaped arguments: the words both statuses and captions use."""

import html
import math
from collections.abc import Mapping

from bot.domain.job import Job
from bot.i18n.texts import Texts
from bot.services.values import JobView

CELLS = 10
MINUTE = 60
MOMENT = 10  # seconds
ROUND_UP_TO = 5  # seconds: a text that changes less often costs fewer edits
COUNTING_NOTICES = frozenset({"some_refused", "partial_result"})
LONGEST_PROMPT = 160  # characters shown of it
# Signs that turn the direction of all that follows on the line, ours included (Unicode, UAX 9).
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Wording:
    """The catalogue of one language; every string argument is escaped for HTML."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self._language = language

    def say(self, key: str, args: Mapping[str, str | float] | None = None) -> str:
        """One text."""
        return self._texts.get(
            self._language,
            key,
            **{name: escaped(value) for name, value in (args or {}).items()},
        )

    def fill(self, key: str, args: Mapping[str, str | float]) -> str:
        """One text around others of ours, whose markup stays."""
        return self._texts.get(self._language, key, **args)

    def provider(self, job: Job) -> str:
        """What people call the job's provider, escaped."""
        return self.say("status-provider", {"provider": job.provider or "-"})

    def with_provider(
        self, key: str, job: Job, args: Mapping[str, str | float] | None = None
    ) -> str:
        """A text that names the provider."""
        escaped_args = {name: escaped(value) for name, value in (args or {}).items()}
        return self._texts.get(
            self._language, key, provider=self.provider(job), **escaped_args
        )

    def reason(self, job: Job) -> str:
        """Why a job failed."""
        return self.say(f"failure-{job.failure}", job.failure_args)

    def prompt(self, job: Job, longest: int = LONGEST_PROMPT) -> str:
        """The order's words in italics, shortened; empty when there are none."""
        words = " ".join(job.recipe.prompt.translate(TURNS).split())
        if len(words) > longest:
            words = words[: longest - 1].rstrip() + "…"
        return f"<i>{escaped(words)}</i>" if words else ""

    def notices(self, job: Job, delivered: int | None = None) -> list[str]:
        """What the user should know, a line each; those with counts only once pictures came."""
        codes = [
            code
            for code in job.notices
            if delivered is not None or code not in COUNTING_NOTICES
        ]
        args = {"delivered": delivered or 0, "wanted": job.wanted or delivered or 0}
        return [self.say(f"notice-{code}", args) for code in codes]

    def bar(self, fraction: float) -> str:
        """Bar and percent."""
        filled = percent(fraction) * CELLS // 100
        cells = "▰" * filled + "▱" * (CELLS - filled)
        return self.say("status-bar", {"bar": cells, "percent": percent(fraction)})

    def time_left(self, seconds: float) -> str:
        """How long it will still take, roughly."""
        if seconds < MOMENT:
            return self.say("status-left-moment")
        if seconds < MINUTE:
            rounded = ROUND_UP_TO * math.ceil(seconds / ROUND_UP_TO)
            return self.say("status-left-seconds", {"seconds": rounded})
        minutes = math.ceil(seconds / MINUTE)
        return self.say("status-left-minutes", {"minutes": minutes})


def escaped(value: str | float) -> str | float:
    """A string made safe for HTML; a number as it is."""
    return html.escape(value, quote=False) if isinstance(value, str) else value


def percent(fraction: float) -> int:
    """0..100, and 100 only when it is over."""
    return 100 if fraction >= 1 else min(99, int(round(fraction * 100, ndigits=6)))


def fraction_of(view: JobView) -> float | None:
    """The view's own figure, or else the provider's."""
    fraction = view.job.progress.fraction if view.fraction is None else view.fraction
    return None if fraction is None else min(1.0, max(0.0, fraction))
