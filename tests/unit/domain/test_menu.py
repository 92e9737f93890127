"""What is on the menu has a price; of the rest nobody knows what it would cost."""

from bot.domain.buttons import Verb
from bot.domain.menu import Menu


def test_what_nobody_does_has_no_price() -> None:
    """It is not said to cost what most things cost: nobody would do it for that."""
    menu = Menu(prices={Verb.AGAIN: 3})

    assert (menu.price(Verb.AGAIN), menu.can(Verb.AGAIN)) == (3, True)
    assert (menu.price(Verb.VARY), menu.can(Verb.VARY)) == (None, False)
