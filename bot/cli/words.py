"""The English catalogue as a terminal shows it: one plain line."""

import html
import re

from bot.delivery.wording import Wording
from bot.domain.errors import BotError
from bot.domain.job import Job
from bot.i18n.texts import FALLBACK, Texts
from providers.errors import ProviderError

_TAG = re.compile(r"</?(?:b|i|code)>")


class PlainWords:
    """Texts without markup."""

    def __init__(self) -> None:
        self._wording = Wording(Texts(), FALLBACK)

    def say(self, key: str, **args: str | float) -> str:
        """One text of the catalogue."""
        marked = self._wording.say(key, args)
        return " ".join(html.unescape(_TAG.sub("", marked)).split())

    def provider(self, name: str) -> str:
        """What people call a provider."""
        return self.say("status-provider", provider=name)

    def reason(self, error: BotError | ProviderError) -> str:
        """Why something could not be done."""
        return self.say(f"failure-{error.code}", **error.args_for_text)

    def failure(self, job: Job) -> str:
        """Why a job brought nothing, and who said so where somebody did."""
        reason = self.say(f"failure-{job.failure}", **job.failure_args)
        speaker = job.provider or next(reversed(job.tried), None)
        return f"{self.provider(speaker)}: {reason}" if speaker else reason
