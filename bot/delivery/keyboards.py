"""Rows of buttons under results."""

from collections.abc import Sequence

from telegram import InlineKeyboardMarkup

from bot.delivery.keys import Keys
from bot.delivery.rows import Row, Rows, packed, wrapped
from bot.delivery.status_keyboards import StatusKeyboards
from bot.domain.buttons import PICKS, SCALES, Verb
from bot.domain.job import Job
from bot.domain.menu import Menu
from bot.i18n.texts import Texts
from bot.services.values import JobView, Keyring, Picture, Status, StatusView
from providers.base import Operation

LARGEST_RESULT = 50_000_000  # pixels: what still makes sense to offer
NAMES = {
    Verb.VARY: "vary",
    Verb.EDIT: "edit",
    Verb.TWICE: "twice",
    Verb.FOUR_TIMES: "four-times",
}


class Keyboards:
    """Builds keyboards in one language, at the prices of one menu.

    Args:
        menu: what can be done with the pictures, and for how much.
    """

    def __init__(self, texts: Texts, language: str, menu: Menu | None = None) -> None:
        self._menu = menu or Menu()
        self._keys = Keys(texts, language, self._menu)
        self._leftovers = StatusKeyboards(texts, language)

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
            return self._leftovers.batch(StatusView(status=status, jobs=views))
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
        return InlineKeyboardMarkup([[self._keys.paid("try-again", Verb.AGAIN, job)]])

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
            keys.append(self._keys.paid("vary", Verb.VARY, job, number))
        keys += self._edit(job, number) + self._enlarge(job, picture)
        keys += self._undo(job, number)
        if job.sources:
            keys.append(self._keys.plain("compare", Verb.COMPARE, job, number))
        if with_original:
            keys.append(self._keys.plain("original", Verb.ORIGINAL, job, number))
        keys += self._keys.prompt(job)
        keys.append(
            self._keys.plain("delete", Verb.DELETE, job, number if is_part else 0)
        )
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
            shown = [
                self._keys.plain("show", Verb.SHOW, job, p.number) for p in pictures
            ]
            rows += wrapped([*shown, self._keys.plain("show-all", Verb.SHOW, job)])
        keys = self._again(job)
        if self._menu.can(Verb.VARY):
            is_each = self._menu.varies_pictures
            verb = Verb.PICK_VARY if is_each else Verb.VARY
            keys.append(self._keys.paid("vary", verb, job))
        if self._menu.can(Verb.EDIT):
            keys.append(self._keys.paid("edit", Verb.PICK_EDIT, job))
        for verb, picked in PICKS.items():
            if self._enlargeable(pictures, picked):
                keys.append(self._keys.paid(NAMES[picked], verb, job))
        keys += self._undo(job, 0)
        keys.append(self._keys.plain("originals", Verb.ORIGINAL, job))
        keys += self._keys.prompt(job)
        keys.append(self._keys.plain("delete", Verb.DELETE, job))
        return InlineKeyboardMarkup([*rows, *packed(keys)])

    def _pick(
        self, job: Job, pictures: Sequence[Picture], verb: Verb
    ) -> InlineKeyboardMarkup:
        """Which picture? For an enlargement all of them is an answer, too."""
        name = NAMES[verb]
        meant = self._enlargeable(pictures, verb) or list(pictures)
        keys = [self._keys.paid(f"{name}-number", verb, job, p.number) for p in meant]
        if verb in SCALES and len(meant) == len(pictures):
            each = self._menu.price(verb)
            price = None if each is None else each * len(pictures)
            keys.append(self._keys.paid(f"{name}-all", verb, job, price=price))
        keys.append(self._keys.plain("back", Verb.FRONT, job))
        return InlineKeyboardMarkup(packed(keys))

    def _sure(self, job: Job, number: int) -> InlineKeyboardMarkup:
        """A tap too many deletes nothing: the answer that does stands elsewhere."""
        keep = self._keys.plain("keep", Verb.FRONT, job, number)
        return InlineKeyboardMarkup(
            [[keep, self._keys.plain("sure", Verb.SURE, job, number)]]
        )

    def _again(self, job: Job) -> Row:
        """Not for an enlargement: it would be the same file."""
        is_new = job.recipe.operation is not Operation.UPSCALE
        can = is_new and self._menu.can(Verb.AGAIN)
        return [self._keys.paid("again", Verb.AGAIN, job)] if can else []

    def _edit(self, job: Job, number: int) -> Row:
        can = self._menu.can(Verb.EDIT)
        return [self._keys.paid("edit", Verb.EDIT, job, number)] if can else []

    def _undo(self, job: Job, number: int) -> Row:
        """Back to the picture that was edited; what was enlarged is still the same picture."""
        can = job.sources and job.recipe.operation is Operation.EDIT
        return [self._keys.plain("undo", Verb.UNDO, job, number)] if can else []

    def _enlarge(self, job: Job, picture: Picture) -> Row:
        return [
            self._keys.paid(NAMES[verb], verb, job, picture.number)
            for verb in SCALES
            if self._enlargeable([picture], verb)
        ]

    def _enlargeable(self, pictures: Sequence[Picture], verb: Verb) -> list[Picture]:
        """Those that may be made so much larger; none where the verb enlarges nothing."""
        scale = SCALES.get(verb)
        if scale is None or not self._menu.can(verb):
            return []
        return [picture for picture in pictures if is_sensible(picture, scale)]


def is_sensible(picture: Picture, factor: int) -> bool:
    """May a picture be enlarged so far? An unknown size may."""
    return picture.width * picture.height * factor**2 <= LARGEST_RESULT
