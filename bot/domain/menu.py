"""What can be done with a result now, and what each of it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.domain.buttons import Verb

USUAL: Mapping[Verb, int] = MappingProxyType(
    {Verb.AGAIN: 1, Verb.VARY: 1, Verb.EDIT: 1, Verb.TWICE: 1, Verb.FOUR_TIMES: 2}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The orders that buttons under a result place.

    Attributes:
        prices: credits of one order by its verb; what nobody can do is absent.
        varies_pictures: a variation is of one picture; otherwise of the words that made them all.
    """

    prices: Mapping[Verb, int] = field(default_factory=lambda: USUAL)
    varies_pictures: bool = True

    def can(self, verb: Verb) -> bool:
        """Is there somebody who does it?"""
        return verb in self.prices

    def price(self, verb: Verb) -> int | None:
        """Credits; None for what is not on the menu: nobody does it now, so nobody knows."""
        return self.prices.get(verb)
