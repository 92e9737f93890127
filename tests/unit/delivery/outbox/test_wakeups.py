"""The gate is woken when somebody may go, not only when the first in line may."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.outbox.limits import GROUP, OutboxLimits
from bot.delivery.outbox.schedule import Schedule
from bot.delivery.outbox.tickets import PATIENCE, Priority, Ticket

GROUP_ID, ALONE = -1, 1
LONG_AGO = PATIENCE[Priority.FIRST_STATUS] + 1


def _ask(schedule: Schedule, priority: Priority, at: float, chat_id: int) -> Ticket:
    ticket = Ticket(chat_id=chat_id, priority=priority, cost=1, asked_at=at)
    schedule.ask(ticket)
    return ticket


def test_a_result_is_not_slept_past_behind_an_old_first_text() -> None:
    """In a full group it goes with the first free place; the text in front needs seven of them."""
    schedule = Schedule(OutboxLimits())
    now = LONG_AGO
    for number in range(GROUP.calls):
        _ask(schedule, Priority.ANSWER, now + number, GROUP_ID)
        (answer,) = schedule.grant(now + number)
        schedule.land(answer, now + number)
    _ask(schedule, Priority.FIRST_STATUS, 0.0, GROUP_ID)
    result = _ask(schedule, Priority.RESULT, now + 30, GROUP_ID)
    assert schedule.grant(now + 30) == []

    wakes_at = schedule.next_at(now + 30)

    assert wakes_at == now + GROUP.span
    assert schedule.grant(wakes_at) == [result]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(0, 8),
            st.sampled_from(Priority),
            st.sampled_from((GROUP_ID, ALONE)),
        ),
        max_size=60,
    )
)
def test_no_chance_is_slept_past(wishes: list[tuple[float, Priority, int]]) -> None:
    """A little before each hour that the gate names, nobody could have gone."""
    schedule = Schedule(OutboxLimits())
    now = 0.0
    for at, priority, chat_id in sorted(wishes):
        _ask(schedule, priority, at, chat_id)
        now = at
        for ticket in schedule.grant(now):
            schedule.land(ticket, now)
    while schedule.waiting():
        wakes_at = schedule.next_at(now)
        missed = [
            lane.next(wakes_at - 1e-6) for lane in schedule.lanes.values()
        ]  # the second of all chats is never full here
        assert all(each is None or each[1] >= wakes_at - 1e-6 for each in missed)
        now = wakes_at
        for ticket in schedule.grant(now):
            schedule.land(ticket, now)
