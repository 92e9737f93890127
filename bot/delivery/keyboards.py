"""Rows of buttons under status messages and results."""

from collections.abc import Sequence

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.rows import Rows, packed, wrapped
from bot.domain.buttons import PICKS, SCALES, Button, Verb
from bot.domain.failures import is_worth_another_try
from bot.domain.job import Job, JobState
from bot.domain.menu import Menu
from bot.i18n.texts import Texts
from bot.services.values import JobView, Keyring, Picture, Status, StatusView
from providers.base import Operation

LARGEST_RESULT = 50_000_000  # pixels: what still makes sense to offer
LONGEST_COPY = 256  # characters (Bot API, CopyTextButton)
NAMES = {
    Verb.VARY: "vary",
    Verb.EDIT: "edit",
    Verb.TWICE: "twice",
    Verb.FOUR_TIMES: "four-times",
}

Keys = list[InlineKeyboardButton]


class Keyboards:
    """Builds keyboards in one language.

    Args:
        menu: what can be done with the pictures, and for how much.
    """

    def __init__(self, texts: Texts, language: str, menu: Menu | None = None) -> None:
        self._texts = texts
        self._language = language
        self._menu = menu or Menu()

    def status(self, view: StatusView) -> InlineKeyboardMarkup | None:
        """Cancel while something can be called off; another try after a failure that it can mend."""
        rows = self._cancel(view) or self._try_again(view)
        return InlineKeyboardMarkup(rows) if rows else None

    def batch(self, view: StatusView) -> InlineKeyboardMarkup | None:
        """Under what is left of several jobs: their files lie in the chat, each to be answered."""
        rows = self._try_again(view)
        came = [each.job for each in view.jobs if each.job.state.shows_pictures]
        if came:
            rows.append([self._button("delete", Verb.DELETE, came[0])])
        return InlineKeyboardMarkup(rows) if rows else None

    def page(self, ring: Keyring) -> InlineKeyboardMarkup | None:
        """One page of the buttons under a message, as the press of one of them asks for it."""
        job, pictures = ring.job, ring.pictures
        if ring.page is Verb.DELETE:
            return self._sure(job, ring.number)
        if ring.page in PICKS:
            return self._pick(job, pictures, PICKS[ring.page])
        if ring.batch:
            views = tuple(JobView(job=each) for each in ring.batch)
            status = Status(status_id=job.status_id, address=job.address)
            return self.batch(StatusView(status=status, jobs=views))
        return self._front(ring)

    def _front(self, ring: Keyring) -> InlineKeyboardMarkup:
        """What can be done with pictures; what brought none can be tried again."""
        job, pictures = ring.job, ring.pictures
        part = next((p for p in pictures if p.number == ring.number), None)
        if part is not None and len(pictures) > 1:
            return self.single(job, part, is_part=True)
        if len(pictures) > 1:
            return self.several(job, pictures, with_show=ring.has_sheet)
        if pictures:
            return self.single(job, pictures[0])
        return InlineKeyboardMarkup([[self._paid("try-again", Verb.AGAIN, job)]])

    def single(
        self,
        job: Job,
        picture: Picture,
        *,
        with_original: bool = True,
        is_part: bool = False,
    ) -> InlineKeyboardMarkup:
        """Under one picture: the whole result, or one of several that was sent once more."""
        number = picture.number
        keys = [] if is_part else self._again(job)
        if self._menu.can(Verb.VARY) and (self._menu.varies_pictures or not is_part):
            keys.append(self._paid("vary", Verb.VARY, job, number))
        keys += self._edit(job, number) + self._enlarge(job, picture)
        keys += self._undo(job, number)
        if job.sources:
            keys.append(self._button("compare", Verb.COMPARE, job, number))
        if with_original:
            keys.append(self._button("original", Verb.ORIGINAL, job, number))
        keys += self._prompt(job)
        keys.append(self._button("delete", Verb.DELETE, job, number if is_part else 0))
        return InlineKeyboardMarkup(packed(keys))

    def several(
        self, job: Job, pictures: Sequence[Picture], *, with_show: bool
    ) -> InlineKeyboardMarkup:
        """Under the line or the contact sheet that stands for several pictures.

        What is done with one of them turns the page to their numbers: a row for each verb would be
        taller than the pictures on a phone.
        """
        rows: Rows = []
        if with_show:
            shown = [self._button("show", Verb.SHOW, job, p.number) for p in pictures]
            rows += wrapped([*shown, self._button("show-all", Verb.SHOW, job)])
        keys = self._again(job)
        if self._menu.can(Verb.VARY):
            is_each = self._menu.varies_pictures
            verb = Verb.PICK_VARY if is_each else Verb.VARY
            keys.append(self._paid("vary", verb, job))
        if self._menu.can(Verb.EDIT):
            keys.append(self._paid("edit", Verb.PICK_EDIT, job))
        for verb, picked in PICKS.items():
            if self._enlargeable(pictures, picked):
                keys.append(self._paid(NAMES[picked], verb, job))
        keys += self._undo(job, 0)
        keys.append(self._button("originals", Verb.ORIGINAL, job))
        keys += self._prompt(job)
        keys.append(self._button("delete", Verb.DELETE, job))
        return InlineKeyboardMarkup([*rows, *packed(keys)])

    def _pick(
        self, job: Job, pictures: Sequence[Picture], verb: Verb
    ) -> InlineKeyboardMarkup:
        """Which picture? For an enlargement all of them is an answer, too."""
        name = NAMES[verb]
        meant = self._enlargeable(pictures, verb) or list(pictures)
        keys = [self._paid(f"{name}-number", verb, job, p.number) for p in meant]
        if verb in SCALES and len(meant) == len(pictures):
            price = self._menu.price(verb) * len(pictures)
            keys.append(self._paid(f"{name}-all", verb, job, price=price))
        keys.append(self._button("back", Verb.FRONT, job))
        return InlineKeyboardMarkup(packed(keys))

    def _sure(self, job: Job, number: int) -> InlineKeyboardMarkup:
        """A tap too many deletes nothing: the answer that does stands elsewhere."""
        keep = self._button("keep", Verb.FRONT, job, number)
        return InlineKeyboardMarkup(
            [[keep, self._button("sure", Verb.SURE, job, number)]]
        )

    def _cancel(self, view: StatusView) -> Rows:
        open_jobs = [each.job for each in view.jobs if each.job.can_be_cancelled]
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
        return wrapped(
            [
                self._button("try-again-number", Verb.AGAIN, each.job, label=number)
                for number, each in enumerate(view.jobs, start=1)
                if _is_mendable(each.job)
            ]
        )

    def _again(self, job: Job) -> Keys:
        """Not for an enlargement: it would be the same file."""
        is_new = job.recipe.operation is not Operation.UPSCALE
        can = is_new and self._menu.can(Verb.AGAIN)
        return [self._paid("again", Verb.AGAIN, job)] if can else []

    def _edit(self, job: Job, number: int) -> Keys:
        can = self._menu.can(Verb.EDIT)
        return [self._paid("edit", Verb.EDIT, job, number)] if can else []

    def _undo(self, job: Job, number: int) -> Keys:
        """Back to the picture that was edited; what was enlarged is still the same picture."""
        can = job.sources and job.recipe.operation is Operation.EDIT
        return [self._button("undo", Verb.UNDO, job, number)] if can else []

    def _enlarge(self, job: Job, picture: Picture) -> Keys:
        return [
            self._paid(NAMES[verb], verb, job, picture.number)
            for verb in SCALES
            if self._enlargeable([picture], verb)
        ]

    def _enlargeable(self, pictures: Sequence[Picture], verb: Verb) -> list[Picture]:
        """Those that may be made so much larger; none where the verb enlarges nothing."""
        scale = SCALES.get(verb)
        if scale is None or not self._menu.can(verb):
            return []
        return [picture for picture in pictures if is_sensible(picture, scale)]

    def _prompt(self, job: Job) -> Keys:
        """The words, copied by the app itself; more of them than it takes are sent instead."""
        words = job.recipe.prompt
        if not words:
            return []
        if len(words.encode("utf-16-le")) // 2 > LONGEST_COPY:
            return [self._button("prompt", Verb.PROMPT, job)]
        return [
            InlineKeyboardButton(self._say("prompt"), copy_text=CopyTextButton(words))
        ]

    def _paid(
        self,
        name: str,
        verb: Verb,
        job: Job,
        number: int = 0,
        *,
        price: int | None = None,
    ) -> InlineKeyboardButton:
        """A button that says what it costs, unless that is one credit.

        A page of numbers says it too, and its press costs nothing: it is the numbers that carry it.
        """
        cost = self._menu.price(PICKS.get(verb, verb)) if price is None else price
        text = self._say(name, number=number)
        if cost != 1:
            text = self._say("priced", name=text, price=cost)
        is_order = verb not in PICKS and verb is not Verb.EDIT
        button = Button(
            verb=verb,
            job_id=job.job_id,
            number=number,
            price=cost if is_order else 1,
        )
        return InlineKeyboardButton(text, callback_data=button.data)

    def _button(
        self,
        name: str,
        verb: Verb,
        job: Job,
        number: int = 0,
        *,
        label: int | None = None,
    ) -> InlineKeyboardButton:
        text = self._say(name, number=number if label is None else label)
        data = Button(verb=verb, job_id=job.job_id, number=number).data
        return InlineKeyboardButton(text, callback_data=data)

    def _say(self, key: str, **args: str | float) -> str:
        return self._texts.get(self._language, f"status-button-{key}", **args)


def is_sensible(picture: Picture, factor: int) -> bool:
    """May a picture be enlarged so far? An unknown size may."""
    return picture.width * picture.height * factor**2 <= LARGEST_RESULT


def _is_mendable(job: Job) -> bool:
    return job.state is JobState.FAILED and is_worth_another_try(job.failure)


def _is_over(job: Job) -> bool:
    return job.state.is_final or job.state is JobState.DELIVERING
