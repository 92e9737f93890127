"""Which orders of one place the board tells of, and when there is a board at all. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OPENS_AT = 3  # orders under way: from here on one message costs less than one each


@dataclass(slots=True)
class _Seat:
    number: int
    has_message: bool


class Roster:
    """The orders under way in a group, or in one topic of it.

    The board is in use from the third order on, and as long as it is the only place where some
    order can be read about. While it is in use it tells of every order, and an order without a
    message of its own gets none.

    Attributes:
        is_in_use: the board tells of these orders.
    """

    def __init__(self) -> None:
        self.is_in_use = False
        self._seats: dict[str, _Seat] = {}
        self._last_number = 0

    def enter(self, order_id: str, *, has_message: bool) -> None:
        """An order is under way; one that entered before may have got its message since."""
        if order_id not in self._seats:
            self._last_number += 1
            self._seats[order_id] = _Seat(self._last_number, has_message)
        self._seats[order_id].has_message |= has_message
        self._weigh()

    def recall(self, orders: Mapping[str, bool]) -> None:
        """After a restart: these are under way, by id, and a board stands there.

        Args:
            orders: whether each has a message of its own, oldest first.
        """
        for number, (order_id, has_message) in enumerate(orders.items(), start=1):
            self._seats[order_id] = _Seat(number, has_message)
            self._last_number = number
        self.is_in_use = is_wanted(was_in_use=True, have_messages=orders.values())

    def leave(self, order_id: str) -> None:
        """An order has ended."""
        self._seats.pop(order_id, None)
        self._weigh()

    def is_told(self, order_id: str) -> bool:
        """Does the board tell of this order?"""
        return self.is_in_use and order_id in self._seats

    def is_boarded(self, order_id: str) -> bool:
        """Is the board the only place where it can be read about?"""
        return self.is_told(order_id) and not self._seats[order_id].has_message

    @property
    def numbers(self) -> Mapping[str, int]:
        """The orders by id, oldest first; each keeps its number while the board is in use."""
        return {order_id: seat.number for order_id, seat in self._seats.items()}

    def __len__(self) -> int:
        """How many are under way."""
        return len(self._seats)

    def _weigh(self) -> None:
        was_in_use = self.is_in_use
        messages = (seat.has_message for seat in self._seats.values())
        self.is_in_use = is_wanted(was_in_use=was_in_use, have_messages=messages)
        if self.is_in_use and not was_in_use:
            self._number_anew()

    def _number_anew(self) -> None:
        for number, seat in enumerate(self._seats.values(), start=1):
            seat.number = self._last_number = number


def is_wanted(*, was_in_use: bool, have_messages: Iterable[bool]) -> bool:
    """Shall there be a board, with these orders under way?"""
    own = list(have_messages)
    return len(own) >= OPENS_AT or (was_in_use and not all(own))
