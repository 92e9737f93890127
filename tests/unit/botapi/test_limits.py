"""The flood limiter keeps its limits in every window."""

from fractions import Fraction
from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.botapi.limits import FloodLimiter

_CHATS = (1, 2, -1, -2)
_CALLS = st.lists(
    st.tuples(st.integers(0, 2000), st.sampled_from(_CHATS), st.integers(1, 4)),
    max_size=150,
)
_OFTEN = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(range(1, 90)), st.just(1)),
    min_size=60,
    max_size=150,
)


def _admitted(calls: list[tuple[int, int, int]]) -> list[tuple[Fraction, int, int]]:
    limiter, now, passed = FloodLimiter(), Fraction(0), []
    for pause, chat_id, cost in calls:
        now += Fraction(pause, 1000)
        if limiter.admit(now, chat_id, cost=cost) == 0:  # type: ignore[arg-type] # exact numbers
            passed.append((now, chat_id, cost))
    return passed


@given(_CALLS)
def test_no_window_of_a_group_holds_more_than_twenty(
    calls: list[tuple[int, int, int]],
) -> None:
    """In any minute a group gets at most 20 messages, pictures of albums counted."""
    passed = _admitted(calls)

    for start, chat_id, _ in passed:
        window = [
            c for at, chat, c in passed if chat == chat_id and start <= at < start + 60
        ]
        assert chat_id > 0 or sum(window) <= 20


@given(_CALLS)
def test_no_window_of_a_private_chat_is_over_its_rate(
    calls: list[tuple[int, int, int]],
) -> None:
    """A private chat gets a burst of three and then one a second."""
    passed = [(at, chat) for at, chat, _ in _admitted(calls) if chat > 0]

    for first, chat_id in passed:
        for last, _ in [
            each for each in passed if each[1] == chat_id and each[0] >= first
        ]:
            count = sum(chat == chat_id and first <= at <= last for at, chat in passed)
            assert count <= 3 + (last - first)


@settings(max_examples=30)
@given(_OFTEN)
def test_no_second_holds_more_than_thirty(calls: list[tuple[int, int, int]]) -> None:
    """Over all chats at most 30 calls pass in any second."""
    passed = _admitted(calls)

    for start, _, _ in passed:
        assert sum(start <= at < start + 1 for at, _, _ in passed) <= 30


@given(_CALLS)
def test_who_waits_as_told_is_let_through(calls: list[tuple[int, int, int]]) -> None:
    """After retry_after, with nobody else calling, the call passes."""
    limiter, now = FloodLimiter(), 0.0
    for pause, chat_id, cost in calls:
        now += pause / 1000
        retry_after = limiter.admit(now, chat_id, cost=cost)
        if retry_after:
            now += retry_after
            assert limiter.admit(now, chat_id, cost=cost) == 0


def test_calling_inside_the_window_makes_it_longer() -> None:
    """Each call inside a hold pushes its end away."""
    limiter = FloodLimiter()
    for _ in range(20):
        assert limiter.admit(0.0, -5) == 0
    first = limiter.admit(0.0, -5)
    later = [limiter.admit(1.0, -5) for _ in range(3)]

    assert first == 60
    assert later == [60, 62, 66]
    assert limiter.refusals[-5] == 4
    assert limiter.admit(1.0, -6) == 0


def test_an_album_counts_each_picture_in_a_group() -> None:
    """Two albums of ten fill a group's minute."""
    limiter = FloodLimiter()

    assert [limiter.admit(float(n), -5, cost=10) for n in range(3)] == [
        0,
        0,
        ceil(60 - 2),
    ]
