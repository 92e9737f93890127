"""How the settings look: an overview, and a page of buttons for each field."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.choices import AUTOMATIC, NAMED_VALUES, Choice, Field
from bot.handlers.replies import Replies
from bot.services.values import Offer, Preferences, Service

NAMES = {  # of the preferences
    Field.LANGUAGE: "language",
    Field.RATIO: "aspect_ratio",
    Field.COUNT: "count",
    Field.PROVIDER: "provider",
    Field.MODEL: "model",
    Field.GATHERING: "gathering",
    Field.FORM: "form",
    Field.SPOILER: "spoiler",
}
MOST_RATIOS = 12
MOST_PICTURES = 8
MOST_VALUES = 90  # of a page: Telegram takes 100 buttons under a message
IN_A_ROW = {Field.RATIO: 4, Field.COUNT: 4, **dict.fromkeys(NAMED_VALUES, 2)}
CHOSEN = "✓ "
Values = tuple[str, ...]
# Credits of one order: the service, its model or its own one, the number of pictures or its own.
Tariff = Callable[[Service, str | None, int | None], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The settings of one user or chat, as they stand, in one language."""

    replies: Replies
    language: str
    offer: Offer
    chosen: Preferences
    languages: Values
    tariff: Tariff
    is_group: bool

    def text(self, field: Field | None) -> tuple[str, ...]:
        """The words above the buttons."""
        if field is not None:
            about = f"-{NAMES[field]}" if field in NAMED_VALUES else ""
            pick = self._say("settings-pick", name=self._name(field))
            return pick, self._say(f"settings-note{about}")
        title = "settings-title-group" if self.is_group else "settings-title"
        lines = [
            self._say("settings-line", name=self._name(each), value=self._current(each))
            for each in Field
        ]
        return self._say(title), "\n".join(lines), self._say("settings-note")

    def keyboard(self, field: Field | None) -> InlineKeyboardMarkup:
        """The buttons of a page, or of the overview."""
        if field is None:
            keys = [_key(self._name(each), Choice(field=each)) for each in Field]
            close = _key(self._say("settings-close"), Choice(is_close=True))
            return InlineKeyboardMarkup([*_rows(keys, 2), [close]])
        keys = [
            _key(self._marked(field, value), choice)
            for value in (*self.values(field)[:MOST_VALUES], AUTOMATIC)
            if (choice := Choice(field=field, value=value)).fits
        ]
        back = _key(self._say("settings-back"), Choice())
        return InlineKeyboardMarkup([*_rows(keys, IN_A_ROW.get(field, 1)), [back]])

    def values(self, field: Field) -> Values:
        """What can be chosen right now."""
        services = self._services()
        match field:
            case Field.LANGUAGE:
                return self.languages
            case Field.RATIO:
                found = _union(each.aspect_ratios for each in services)
                return found[:MOST_RATIOS]
            case Field.COUNT:
                most = max((each.max_count for each in services), default=1)
                return tuple(str(n) for n in range(1, min(most, MOST_PICTURES) + 1))
            case Field.PROVIDER:
                return tuple(each.name for each in self.offer.services)
            case Field.MODEL:
                return _union(each.models for each in services)
            case _:
                return tuple(NAMED_VALUES[field])

    def _services(self) -> tuple[Service, ...]:
        """The chosen one; all of them while none is, or while it is gone."""
        every = self.offer.services
        return tuple(s for s in every if s.name == self.chosen.provider) or every

    def _current(self, field: Field) -> str:
        value = getattr(self.chosen, NAMES[field])
        return self._label(field, AUTOMATIC if value is None else str(value))

    def _marked(self, field: Field, value: str) -> str:
        now = getattr(self.chosen, NAMES[field])
        is_chosen = value == (AUTOMATIC if now is None else str(now))
        return (CHOSEN if is_chosen else "") + self._label(field, value)

    def _label(self, field: Field, value: str) -> str:
        """A value as people read it, with its price where it has one."""
        if value == AUTOMATIC:
            return self._say("settings-automatic")
        match field:
            case Field.LANGUAGE:
                return self._say(f"settings-language-{value}")
            case Field.PROVIDER:
                name = self._say("status-provider", provider=value)
                every = self.offer.services
                maker = next((each for each in every if each.name == value), None)
                return self._priced(name, maker, self.chosen.model)
            case Field.MODEL:
                makers = (*self._services(), *self.offer.services)
                maker = next((each for each in makers if value in each.models), None)
                return self._priced(value, maker, value)
            case Field.RATIO | Field.COUNT:
                return value
            case _:
                return self._say(f"settings-{value}")

    def _priced(self, name: str, maker: Service | None, model: str | None) -> str:
        if maker is None:
            return name
        known = model if model in maker.models else None
        price = self.tariff(maker, known, self.chosen.count)
        return self._say("settings-priced", name=name, price=price)

    def _name(self, field: Field) -> str:
        return self._say(f"settings-{NAMES[field]}")

    def _say(self, key: str, **args: str | float) -> str:
        return self.replies.text(self.language, key, **args)


def _key(words: str, choice: Choice) -> InlineKeyboardButton:
    return InlineKeyboardButton(words, callback_data=choice.data)


def _rows(
    keys: list[InlineKeyboardButton], width: int
) -> Iterator[list[InlineKeyboardButton]]:
    for start in range(0, len(keys), width):
        yield keys[start : start + width]


def _union(groups: Iterable[Values]) -> Values:
    return tuple(dict.fromkeys(value for group in groups for value in group))
