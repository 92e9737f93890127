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
