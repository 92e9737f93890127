"""Places at a provider."""

from bot.services.slots import Slots


def test_places_are_given_in_the_order_asked() -> None:
    """The line is first come, first served, and each ticket knows how many are ahead."""
    slots, woken = Slots({"p": 1}), []
    first = slots.ask("p", lambda: woken.append("first"))
    second = slots.ask("p", lambda: woken.append("second"))
    third = slots.ask("p", lambda: woken.append("third"))

    assert (slots.ahead(first), slots.ahead(second), slots.ahead(third)) == (0, 0, 1)
    slots.give_back(first)

    assert woken == ["second"]
    assert not third.is_granted


def test_leaving_the_line_frees_nothing_but_the_place_in_it() -> None:
    """A cancelled waiter does not let two others run at once."""
    slots = Slots({"p": 1})
    first = slots.ask("p", lambda: None)
    waiting = slots.ask("p", lambda: None)
    last = slots.ask("p", lambda: None)

    slots.give_back(waiting)

    assert not last.is_granted
    slots.give_back(first)
    assert last.is_granted


def test_resumed_tasks_count_though_they_never_stood_in_line() -> None:
    """After a restart the account's limit still holds for new tasks."""
    slots = Slots({"p": 2})
    resumed = [slots.occupy("p") for _ in range(3)]
    new = slots.ask("p", lambda: None)

    slots.give_back(resumed[0])
    assert not new.is_granted
    slots.give_back(resumed[1])
    assert new.is_granted


def test_giving_back_twice_changes_nothing() -> None:
    """A place can be left in every way a job ends without counting it twice."""
    slots = Slots({"p": 1})
    first = slots.ask("p", lambda: None)
    slots.give_back(first)
    slots.give_back(first)
    held = slots.ask("p", lambda: None)

    assert held.is_granted
    assert not slots.ask("p", lambda: None).is_granted
