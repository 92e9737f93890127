"""The Delete button: two taps, by whom it concerns, of what Telegram lets go."""

import pytest
from telegram.error import BadRequest

from bot.domain.buttons import Verb
from providers.base import Operation
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.pressing import alerts, in_group
from tests.unit.handlers.updates import BORIS, GROUP, person, press


async def test_deleting_takes_two_taps(front: Front) -> None:
    """The first turns a page; the second deletes all that came of the order."""
    in_group(front)
    front.desk.shown |= {(GROUP, 31): ("job1", 1), (GROUP, 32): ("job1", 2)}
    await front.receive(press("d:job1:0", chat=GROUP))
    assert [turned[1] for turned in front.desk.pages] == [Verb.DELETE]
    assert front.request.of("deleteMessages") == []
    raw = press("y:job1:0", chat=GROUP)
    await front.receive(raw)
    pressed = raw["callback_query"]["message"]["message_id"]
    (call,) = front.request.of("deleteMessages")
    assert sorted(call["message_ids"]) == sorted([pressed, 31, 32])
    assert front.toasts == ["", "Deleted"]


async def test_elsewhere_only_the_message_pressed_goes(front: Front) -> None:
    """The order's messages have numbers of another chat: here they are somebody else's."""
    in_group(front)
    front.desk.shown |= {(GROUP, 31): ("job1", 1)}
    raw = press("y:job1:0")
    raw["callback_query"]["message"]["date"] = int(front.clock.now().timestamp())
    await front.receive(raw)
    (call,) = front.request.of("deleteMessages")
    assert call["message_ids"] == [raw["callback_query"]["message"]["message_id"]]


@pytest.mark.parametrize("under", ["y:job2:0", "c:job1:0", "nonsense"])
async def test_nobody_touches_a_message_of_somebody_elses(
    front: Front, under: str
) -> None:
    """Forged data names a job of one's own, under another's picture or the board of all."""
    in_group(front)
    for verb in ("d", "y", "b", "kv"):
        await front.receive(press(f"{verb}:job1:0", chat=GROUP, under=under))
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0", chat=GROUP, under=under))
    assert front.toasts[:4] == ["This button does nothing any more"] * 4
    assert (front.desk.pages, front.request.of("deleteMessages")) == ([], [])


async def test_an_old_message_goes_when_it_is_known(front: Front) -> None:
    """Telegram shows no buttons of it: the store says whose it is."""
    in_group(front)
    front.desk.shown[GROUP, 9] = ("job1", 0)
    for message_id in (8, 9):
        raw = press("y:job1:0", chat=GROUP)
        raw["callback_query"]["message"] = {
            "message_id": message_id,
            "date": 0,
            "chat": {"id": GROUP, "type": "supergroup"},
        }
        await front.clock.advance(5)
        await front.receive(raw)
    (call,) = front.request.of("deleteMessages")
    assert call["message_ids"] == [9]


@pytest.mark.parametrize("verb", "dy")
async def test_a_stranger_deletes_nothing(front: Front, verb: str) -> None:
    """Neither tap is theirs, and an alert says so."""
    in_group(front)
    await front.receive(press(f"{verb}:job1:0", user_id=BORIS, chat=GROUP))
    assert "Only the person" in alerts(front)[0]
    assert (front.desk.pages, front.request.of("deleteMessages")) == ([], [])


async def test_an_admin_deletes_for_others(front: Front) -> None:
    """Moderation is a right of the chat's admins."""
    in_group(front)
    front.request.answers["getChatMember"] = {
        "user": person(BORIS),
        "status": "creator",
        "is_anonymous": False,
    }
    await front.receive(press("y:job1:0", user_id=BORIS, chat=GROUP))
    assert len(front.request.of("deleteMessages")) == 1


async def test_what_is_too_old_to_delete_is_said_at_once(front: Front) -> None:
    """In private Telegram lets nobody but the person delete it after two days."""
    front.desk.jobs["job1"] = job()
    await front.receive(press("y:job1:0"))
    assert "48 hours" in alerts(front)[0]
    assert front.request.of("deleteMessages") == []


async def test_what_telegram_keeps_is_told(front: Front) -> None:
    """The message itself is tried alone; then the chat learns why it stays."""
    in_group(front)
    refusal = BadRequest("message can't be deleted")
    front.request.answers |= {"deleteMessages": refusal, "deleteMessage": refusal}
    await front.receive(press("y:job1:0", chat=GROUP))
    assert "does not let me delete" in front.said[0]
