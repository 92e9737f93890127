"""The outbox's core keeps every limit, puts results first, and never forgets anybody."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.outbox.limits import OutboxLimits
from bot.delivery.outbox.schedule import Schedule
from bot.delivery.outbox.tickets import Priority, Ticket
from tests.unit.delivery.simulation import Wish, most_in_any, run

LIMITS = OutboxLimits()
CHATS = (1, 2, 3, -1, -2)

wishes = st.lists(
    st.builds(
        Wish,
        at=st.floats(0, 20),
        chat_id=st.sampled_from(CHATS),
        priority=st.sampled_from(Priority),
        cost=st.integers(1, 10),
        takes=st.floats(0, 1.4),
        counted=st.floats(0, 1),
    ),
    max_size=120,
)


@settings(max_examples=60, deadline=None)
@given(wishes)
def test_no_window_of_any_chat_is_ever_overfull(traffic: list[Wish]) -> None:
    """Whenever Telegram counts a call between its start and its answer, no chat's limit breaks."""
    sent = run(traffic)

    for chat_id in CHATS:
        limits = LIMITS.of(chat_id)
        counted = [
            (one.counted_at, limits.cost(one.wish.cost))
            for one in sent
            if one.wish.chat_id == chat_id
        ]
        assert most_in_any(limits.span, counted) <= limits.calls


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(
            Wish,
            at=st.floats(0, 3),
            chat_id=st.integers(1, 1000),
            priority=st.sampled_from(Priority),
            takes=st.floats(0, 1.4),
            counted=st.floats(0, 1),
        ),
        min_size=60,
        max_size=150,
    )
)
def test_no_second_over_all_chats_is_ever_overfull(traffic: list[Wish]) -> None:
    """However many chats want to be served, no second holds more than the overall limit."""
    sent = run(traffic)

    assert most_in_any(1.0, [(one.counted_at, 1) for one in sent]) <= LIMITS.overall


@settings(max_examples=60, deadline=None)
@given(wishes)
def test_everything_is_granted_in_the_end(traffic: list[Wish]) -> None:
    """No call starves, whatever else is wanted."""
    sent = run(traffic)

    assert len(sent) == len(traffic)


@settings(max_examples=60, deadline=None)
@given(wishes)
def test_progress_never_leaves_while_a_result_of_its_chat_waits(
    traffic: list[Wish],
) -> None:
    """A result that waits when a progress edit is granted would be behind it: there is none."""
    sent = run(traffic)

    for edit in (one for one in sent if one.wish.priority is Priority.PROGRESS):
        overtaken = [
            one
            for one in sent
            if one.wish.chat_id == edit.wish.chat_id
            and one.wish.priority is Priority.RESULT
            and one.ticket.asked_at < edit.granted_at < one.granted_at
        ]
        assert not overtaken


@settings(max_examples=40, deadline=None)
@given(wishes, st.sampled_from(CHATS))
def test_nothing_is_called_inside_a_hold(traffic: list[Wish], chat_id: int) -> None:
    """After a 429 the chat stays silent until the time is over; what flies already is no call."""
    first = Wish(
        at=0, chat_id=chat_id, priority=Priority.ANSWER, takes=0.2, refused=30.0
    )
    sent = run([first, *traffic])

    own = [one for one in sent if one.wish.chat_id == chat_id and one.wish != first]
    assert all(one.granted_at <= 0.2 or one.granted_at >= 30.2 for one in own)


def test_one_chats_429_holds_no_other_chat() -> None:
    """A held group does not keep a private chat from its result."""
    sent = run(
        [
            Wish(at=0, chat_id=-1, priority=Priority.PROGRESS, refused=60.0),
            Wish(at=1, chat_id=-1, priority=Priority.RESULT),
            Wish(at=1, chat_id=7, priority=Priority.RESULT),
        ]
    )

    granted = {(one.wish.chat_id, one.wish.priority): one.granted_at for one in sent}
    assert granted[7, Priority.RESULT] == 1
    assert granted[-1, Priority.RESULT] >= 60


def test_results_of_a_group_find_room_after_much_progress() -> None:
    """Progress leaves the group's reserve alone: an album of ten goes at once."""
    traffic = [
        Wish(at=second, chat_id=-1, priority=Priority.PROGRESS) for second in range(59)
    ]
    album = Wish(at=55.5, chat_id=-1, priority=Priority.RESULT, cost=10)
    sent = run([*traffic, album])

    assert next(one.granted_at for one in sent if one.wish == album) == 55.5


def test_five_hundred_chats_use_the_whole_budget() -> None:
    """500 first answers and 500 results come within 1.15 of what 30 calls a second allow."""
    traffic = [
        Wish(at=at, chat_id=chat_id, priority=priority, takes=0.02)
        for chat_id in range(1, 501)
        for at, priority in ((0.0, Priority.FIRST_STATUS), (5.0, Priority.RESULT))
    ]
    sent = run(traffic)

    assert max(one.granted_at for one in sent) <= 1.15 * 1000 / 30


def test_a_lone_chats_progress_comes_every_second_and_a_half() -> None:
    """With nobody else about, progress edits follow each other at the lane's pace."""
    traffic = [
        Wish(at=0.1 * n, chat_id=1, priority=Priority.PROGRESS) for n in range(10)
    ]
    sent = run(traffic)

    times = [one.granted_at for one in sent]
    gaps = [late - early for early, late in itertools.pairwise(times)]
    assert all(1.49 <= gap <= 2.0 for gap in gaps), gaps


def test_a_slot_that_was_not_needed_costs_nothing() -> None:
    """A whole second's budget given back unused is there for others at once."""
    schedule = Schedule(LIMITS)

    def ask(chat_id: int) -> None:
        schedule.ask(
            Ticket(chat_id=chat_id, priority=Priority.RESULT, cost=1, asked_at=0.0)
        )

    for chat_id in range(1, LIMITS.overall + 1):
        ask(chat_id)
    for ticket in schedule.grant(0.0):
        schedule.refund(ticket, 0.1)
    for chat_id in range(101, 101 + LIMITS.overall):
        ask(chat_id)

    assert len(schedule.grant(0.1)) == LIMITS.overall


def test_quiet_lanes_are_forgotten() -> None:
    """A chat that nobody speaks to leaves no lane behind."""
    schedule = Schedule(LIMITS)
    ticket = Ticket(chat_id=1, priority=Priority.ANSWER, cost=1, asked_at=0.0)
    schedule.ask(ticket)
    schedule.grant(0.0)
    schedule.land(ticket, 0.1)

    schedule.sweep(1.0)
    assert set(schedule.lanes) == {1}
    schedule.sweep(10.0)
    assert not schedule.lanes


def test_room_is_what_a_chat_stands_at_once() -> None:
    """A fresh group stands twenty; three calls later seventeen; none while somebody waits."""
    schedule = Schedule(LIMITS)
    assert schedule.room(-1, 0.0) == LIMITS.group.calls

    for _ in range(3):
        schedule.ask(Ticket(chat_id=-1, priority=Priority.RESULT, cost=1, asked_at=0.0))
    assert schedule.room(-1, 0.0) == 0
    assert schedule.spare(-1, 0.0) == LIMITS.group.calls
    schedule.grant(0.0)
    assert schedule.room(-1, 0.0) == LIMITS.group.calls - 3
    assert schedule.spare(-1, 0.0) == LIMITS.group.calls - 3


def test_tidying_leaves_the_results_their_reserve() -> None:
    """However much is to be tidied away, a result of the same group goes at once."""
    tidying = [
        Wish(at=0.1 * n, chat_id=-1, priority=Priority.TIDYING) for n in range(30)
    ]
    result = Wish(at=5.0, chat_id=-1, priority=Priority.RESULT)
    sent = run([*tidying, result])

    assert next(one.granted_at for one in sent if one.wish == result) == 5.0
