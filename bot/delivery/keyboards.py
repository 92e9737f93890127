"""Rows of buttons under status messages and results."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.buttons import Button, Verb
from bot.domain.failures import is_worth_another_try
from bot.domain.job import Job, JobState
from bot.i18n.texts import Texts
from bot.services.values import Picture, StatusView

LARGEST_RESULT = 50_000_000  # pixels: what still makes sense to offer
IN_A_ROW = 5

Rows = list[list[InlineKeyboardButton]]


class Keyboards:
    """Builds keyboards in one language."""

    def __init__(self, texts: Texts, language: str) -> None:
        self._texts = texts
        self._language = language

    def status(self, view: StatusView) -> InlineKeyboardMarkup | None:
        """Cancel while something can be called off; another try after a failure that it can mend."""
        rows = self._cancel(view) or self._try_again(view)
        return InlineKeyboardMarkup(rows) if rows else None

    def single(
        self, job: Job, picture: Picture, *, with_original: bool = True
    ) -> InlineKeyboardMarkup:
        """Under one picture that the status message became."""
        row = [self._button("again", Verb.AGAIN, job)]
        row += self._enlarge(job, picture, "")
        if with_original:
            row.append(self._button("original", Verb.ORIGINAL, job, picture.number))
        return InlineKeyboardMarkup([row])

    def several(
        self, job: Job, pictures: Sequence[Picture], *, with_show: bool
    ) -> InlineKeyboardMarkup:
        """Under the line or the contact sheet that stands for several pictures."""
        rows: Rows = []
        if with_show:
            rows += _wrapped(
                [self._button("show", Verb.SHOW, job, p.number) for p in pictures]
            )
            rows[-1].append(self._button("show-all", Verb.SHOW, job))
        for verb, name, factor in ENLARGEMENTS:
            rows += _wrapped(
                [
                    self._button(f"{name}-number", verb, job, picture.number)
                    for picture in pictures
                    if is_sensible(picture, factor)
                ]
            )
        rows.append(
            [
                self._button("again", Verb.AGAIN, job),
                self._button("originals", Verb.ORIGINAL, job),
            ]
        )
        return InlineKeyboardMarkup(rows)

    def upscaled(self, job: Job, picture: Picture) -> InlineKeyboardMarkup | None:
        """Under the preview of an enlarged picture; its original is in the chat already."""
        row = self._enlarge(job, picture, "")
        return InlineKeyboardMarkup([row]) if row else None

    def _cancel(self, view: StatusView) -> Rows:
        open_jobs = [each.job for each in view.jobs if _may_cancel(each.job)]
        if not open_jobs:
            return []
        name = "cancel" if len(view.jobs) == 1 else "cancel-all"
        return [[self._button(name, Verb.CANCEL, open_jobs[0])]]

    def _try_again(self, view: StatusView) -> Rows:
        if len(view.jobs) == 1:
            job = view.jobs[0].job
            is_offered = job.state is JobState.CANCELLED or _is_mendable(job)
            return [[self._button("try-again", Verb.AGAIN, job)]] if is_offered else []
        if not all(_is_over(each.job) for each in view.jobs):
            return []
        return _wrapped(
            [
                self._button("try-again-number", Verb.AGAIN, each.job, label=number)
                for number, each in enumerate(view.jobs, start=1)
                if _is_mendable(each.job)
            ]
        )

    def _enlarge(
        self, job: Job, picture: Picture, suffix: str
    ) -> list[InlineKeyboardButton]:
        return [
            self._button(f"{name}{suffix}", verb, job, picture.number)
            for verb, name, factor in ENLARGEMENTS
            if is_sensible(picture, factor)
        ]

    def _button(
        self,
        name: str,
        verb: Verb,
        job: Job,
        number: int = 0,
        *,
        label: int | None = None,
    ) -> InlineKeyboardButton:
        text = self._texts.get(
            self._language,
            f"status-button-{name}",
            number=number if label is None else label,
        )
        data = Button(verb=verb, job_id=job.job_id, number=number).data
        return InlineKeyboardButton(text, callback_data=data)


ENLARGEMENTS = ((Verb.TWICE, "twice", 2), (Verb.FOUR_TIMES, "four-times", 4))


def is_sensible(picture: Picture, factor: int) -> bool:
    """May a picture be enlarged so far? An unknown size may."""
    return picture.width * picture.height * factor**2 <= LARGEST_RESULT


def _may_cancel(job: Job) -> bool:
    return not (
        job.state.is_final or job.cancel_requested or job.state is JobState.DELIVERING
    )


def _is_mendable(job: Job) -> bool:
    return job.state is JobState.FAILED and is_worth_another_try(job.failure)


def _is_over(job: Job) -> bool:
    return job.state.is_final or job.state is JobState.DELIVERING


def _wrapped(buttons: Sequence[InlineKeyboardButton]) -> Rows:
    return [
        list(buttons[start : start + IN_A_ROW])
        for start in range(0, len(buttons), IN_A_ROW)
    ]
