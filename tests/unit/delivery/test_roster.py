"""Which orders show where: on the board of a busy group, or in messages of their own."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.delivery.boards.roster import OPENS_AT, Roster

orders = st.sampled_from([f"order{number}" for number in range(8)])


class Place(RuleBasedStateMachine):
    """Orders come, get messages as the back door would send them, and end, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.roster = Roster()
        self.under_way: dict[str, bool] = {}
        self.numbers: dict[str, int] = {}
        self.was_in_use = False

    @rule(order=orders, has_message=st.booleans())
    def come(self, order: str, has_message: bool) -> None:
        """It arrives, or is there and comes again after a restart."""
        has_message |= self.under_way.get(order, False)
        self.under_way[order] = has_message
        self.roster.enter(order, has_message=has_message)

    @rule(order=orders)
    def get_a_message(self, order: str) -> None:
        """Its first text arrived; no first text leaves for an order that is boarded."""
        if order in self.under_way and not self.roster.is_boarded(order):
            self.under_way[order] = True
            self.roster.enter(order, has_message=True)

    @rule(order=orders)
    def end(self, order: str) -> None:
        """It ends, or had ended."""
        self.under_way.pop(order, None)
        self.roster.leave(order)

    @invariant()
    def there_is_a_board_when_it_is_needed(self) -> None:
        """From the third order on; afterwards while it is all that some order has."""
        homeless = not all(self.under_way.values())
        needed = len(self.under_way) >= OPENS_AT or (self.was_in_use and homeless)
        assert self.roster.is_in_use == needed
        self.was_in_use = self.roster.is_in_use

    @invariant()
    def everybody_shows_somewhere(self) -> None:
        """On a board each order has a line; who has no message is boarded, who has one is not."""
        assert list(self.roster.numbers) == list(self.under_way)
        for order, has_message in self.under_way.items():
            assert self.roster.is_told(order) == self.roster.is_in_use
            is_boarded = self.roster.is_in_use and not has_message
            assert self.roster.is_boarded(order) == is_boarded

    @invariant()
    def numbers_are_different_and_stay(self) -> None:
        """Nobody presses "cancel 3" and hits another order because the second one ended."""
        now = dict(self.roster.numbers)
        assert len(set(now.values())) == len(now)
        if self.roster.is_in_use:
            kept = {
                order: self.numbers[order] for order in now if order in self.numbers
            }
            assert all(now[order] == number for order, number in kept.items())
        self.numbers = now if self.roster.is_in_use else {}


test_any_history = Place.TestCase


@given(st.integers(0, OPENS_AT - 1))
def test_few_orders_have_no_board(count: int) -> None:
    """One or two orders are told of in their own messages alone."""
    roster = Roster()
    for number in range(count):
        roster.enter(str(number), has_message=False)

    assert not roster.is_in_use
    assert not any(roster.is_told(str(number)) for number in range(count))


def test_a_board_opens_with_numbers_from_one() -> None:
    """Whatever passed through the group before, its first line is number 1."""
    roster = Roster()
    for number in range(20):
        roster.enter(f"early{number}", has_message=True)
        roster.leave(f"early{number - 1}")
    roster.enter("second", has_message=True)
    roster.enter("third", has_message=False)

    assert roster.numbers == {"early19": 1, "second": 2, "third": 3}


def test_a_stranger_is_not_told_of() -> None:
    """Asking about an order that is not there changes nothing."""
    roster = Roster()
    roster.leave("nobody")

    assert not roster.is_told("nobody")
    assert not roster.is_boarded("nobody")
    assert len(roster) == 0
