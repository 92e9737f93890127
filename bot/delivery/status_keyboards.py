"""Rows of buttons under status messages."""

from telegram import InlineKeyboardMarkup

from bot.delivery.keys import Keys
from bot.delivery.rows import Rows, wrapped
from bot.domain.buttons import Verb
from bot.domain.failures import is_worth_another_try
from bot.domain.job import Job, JobState
from bot.i18n.texts import Texts
from bot.services.values import StatusView


class StatusKeyboards:
    """Builds keyboards in one language."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._keys = Keys(texts, language)

    def status(self, view: StatusView) -> InlineKeyboardMarkup | None:
        """Cancel while something can be called off; another try after a failure that it can mend."""
        rows = self._cancel(view) or self._try_again(view)
        return InlineKeyboardMarkup(rows) if rows else None

    def batch(self, view: StatusView) -> InlineKeyboardMarkup | None:
        """Under what is left of several jobs: their files lie in the chat, each to be answered."""
        rows = self._try_again(view)
        came = [each.job for each in view.jobs if each.job.state.shows_pictures]
        if came:
            rows.append([self._keys.plain("delete", Verb.DELETE, came[0])])
        return InlineKeyboardMarkup(rows) if rows else None

    def _cancel(self, view: StatusView) -> Rows:
        open_jobs = [each.job for each in view.jobs if each.job.can_be_cancelled]
        if not open_jobs:
            return []
        name = "cancel" if len(view.jobs) == 1 else "cancel-all"
        return [[self._keys.plain(name, Verb.CANCEL, open_jobs[0])]]

    def _try_again(self, view: StatusView) -> Rows:
        if len(view.jobs) == 1:
            job = view.jobs[0].job
            is_offered = job.state is JobState.CANCELLED or _is_mendable(job)
            return (
                [[self._keys.plain("try-again", Verb.AGAIN, job)]] if is_offered else []
            )
        if not all(_is_over(each.job) for each in view.jobs):
            return []
        return wrapped(
            [
                self._keys.plain("try-again-number", Verb.AGAIN, each.job, label=number)
                for number, each in enumerate(view.jobs, start=1)
                if _is_mendable(each.job)
            ]
        )


def _is_mendable(job: Job) -> bool:
    return job.state is JobState.FAILED and is_worth_another_try(job.failure)


def _is_over(job: Job) -> bool:
    return job.state.is_final or job.state is JobState.DELIVERING
