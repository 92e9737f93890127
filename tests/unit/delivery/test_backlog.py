"""A line of first texts keeps no result waiting, and is served all the same."""

from bot.delivery.outbox.tickets import Priority
from tests.unit.delivery.simulation import Wish, run

BACKLOG = 1000  # first texts, which take more than half a minute to send


def test_a_result_overtakes_first_texts_that_wait() -> None:
    """With a thousand first texts in line, a result leaves within a tenth of a second or the next."""
    texts = [
        Wish(at=0.0, chat_id=chat, priority=Priority.FIRST_STATUS)
        for chat in range(1, BACKLOG + 1)
    ]
    result = Wish(at=5.0, chat_id=BACKLOG + 1, priority=Priority.RESULT)

    sent = run([*texts, result])

    [granted_at] = [each.granted_at for each in sent if each.wish is result]
    assert granted_at < 6.2
    assert len(sent) == BACKLOG + 1


def test_presses_without_end_do_not_keep_results_away_for_ever() -> None:
    """One member who presses what is free, more often than the group stands, stops no result."""
    presses = [
        Wish(at=2.0 * n, chat_id=-1, priority=Priority.ANSWER) for n in range(300)
    ]
    result = Wish(at=61.0, chat_id=-1, priority=Priority.RESULT)
    sent = run([*presses, result])

    (waited,) = (one.granted_at - 61.0 for one in sent if one.wish == result)
    assert waited < 180


def test_an_answer_goes_before_the_results_of_a_crowd() -> None:
    """Who presses a button sees what it does, though forty pictures wait for the same group."""
    crowd = [Wish(at=0, chat_id=-1, priority=Priority.RESULT) for _ in range(40)]
    press = Wish(at=30.0, chat_id=-1, priority=Priority.ANSWER)
    sent = run([*crowd, press])

    (granted_at,) = (one.granted_at for one in sent if one.wish == press)
    assert granted_at < 62


def test_results_without_end_do_not_keep_first_texts_away_for_ever() -> None:
    """A first text that has waited for ten minutes goes before results that came later."""
    text = Wish(at=0.0, chat_id=1, priority=Priority.FIRST_STATUS, takes=0.01)
    stream = [
        Wish(at=number / 29.0, chat_id=2 + number, priority=Priority.RESULT, takes=0.01)
        for number in range(29 * 640)
    ]

    sent = run([*stream, text])

    [granted_at] = [each.granted_at for each in sent if each.wish is text]
    assert granted_at < 620
