"""Single buttons: what they say, what they cost, and what they carry."""

from telegram import CopyTextButton, InlineKeyboardButton

from bot.delivery.rows import Row
from bot.domain.buttons import PICKS, Button, Verb
from bot.domain.job import Job
from bot.domain.menu import Menu
from bot.i18n.texts import Texts

LONGEST_COPY = 256  # characters (Bot API, CopyTextButton)


class Keys:
    """Makes buttons in one language.

    Args:
        texts: the catalogues.
        language: of the words.
        menu: the prices.
    """

    def __init__(self, texts: Texts, language: str, menu: Menu | None = None) -> None:
        self._texts = texts
        self._language = language
        self._menu = menu or Menu()

    def plain(
        self,
        name: str,
        verb: Verb,
        job: Job,
        number: int = 0,
        *,
        label: int | None = None,
    ) -> InlineKeyboardButton:
        """A button that says no price: a press costs nothing, or what it costs is not known yet.

        Args:
            name: of its words in the catalogue.
            verb: what a press does.
            job: what it does it to.
            number: of the picture; 0 is all of them, or none.
            label: stands in the words, where it is not the picture's number.
        """
        text = self._say(name, number=number if label is None else label)
        data = Button(verb=verb, job_id=job.job_id, number=number).data
        return InlineKeyboardButton(text, callback_data=data)

    def paid(
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
        What is not on the menu has no price to say; a press finds out what it costs by then, or why
        nobody does it.
        """
        cost = self._menu.price(PICKS.get(verb, verb)) if price is None else price
        if cost is None:
            return self.plain(name, verb, job, number)
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

    def prompt(self, job: Job) -> Row:
        """The words, copied by the app itself; more of them than it takes are sent instead."""
        words = job.recipe.prompt
        if not words:
            return []
        if len(words.encode("utf-16-le")) // 2 > LONGEST_COPY:
            return [self.plain("prompt", Verb.PROMPT, job)]
        return [
            InlineKeyboardButton(self._say("prompt"), copy_text=CopyTextButton(words))
        ]

    def _say(self, key: str, **args: str | float) -> str:
        return self._texts.get(self._language, f"status-button-{key}", **args)
