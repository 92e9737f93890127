"""The Edit button asks for words; the answer to its question is an order."""

import asyncio
from typing import Any

from providers.base import Operation
from tests.fakes.clock import settle
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.pressing import in_group
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    MYSELF,
    message,
    person,
    photo,
    press,
    update,
)


async def test_edit_asks_for_the_words(front: Front) -> None:
    """Answered first, then one message that wants an answer, known as that picture's."""
    front.desk.jobs["job1"] = job()
    raw = press("e:job1:2", language="ru")
    await front.receive(raw)
    methods = [name for name, _ in front.request.calls]
    assert methods == ["answerCallbackQuery", "sendMessage"]
    (call,) = front.request.of("sendMessage")
    assert "картинке 2" in call["text"]
    assert call["reply_markup"]["force_reply"]
    assert 1 <= len(call["reply_markup"]["input_field_placeholder"]) <= 64
    pressed = raw["callback_query"]["message"]["message_id"]
    assert call["reply_parameters"]["message_id"] == pressed
    assert [each[:2] for each in front.desk.questions] == [("job1", 2)]
    assert front.desk.orders == []


async def test_in_a_group_only_who_pressed_is_asked(front: Front) -> None:
    """Named, so that nobody else's app opens the keyboard; in the topic."""
    in_group(front)
    await front.receive(press("e:job1:2", user_id=BORIS, chat=GROUP))
    (call,) = front.request.of("sendMessage")
    assert f'href="tg://user?id={BORIS}"' in call["text"]
    assert call["reply_markup"]["selective"]
    assert call["message_thread_id"] == 7


async def test_nobody_is_asked_twice_at_once(front: Front) -> None:
    """While a full group keeps the question waiting, its button asks no second one."""
    in_group(front)
    front.desk.may_send.clear()
    raw = press("e:job1:2", user_id=BORIS, chat=GROUP)
    asked = asyncio.create_task(front.receive(raw))
    await settle()
    await front.clock.advance(5)  # no double tap any more
    await front.receive(press("e:job1:2", user_id=BORIS, chat=GROUP))
    assert front.toasts == ["", "Sending"]
    front.desk.may_send.set()
    await asyncio.gather(asked)
    await front.receive(press("e:job1:2", user_id=ANNA, chat=GROUP))
    assert len(front.desk.questions) == 2


async def test_a_dearer_edit_says_its_price(front: Front) -> None:
    """Who answers knows what it costs."""
    front.desk.jobs["job1"] = job()
    front.desk.costs[Operation.EDIT] = 4
    await front.receive(press("e:job1:2"))
    assert "It costs 4 credits." in front.said[0]


async def answered(
    front: Front, user_id: int, chat: int, words: str | None, **more: Any
) -> None:
    """Press edit of picture 2, and have somebody answer the question."""
    await front.receive(press("e:job1:2", chat=chat))
    _, _, message_id = front.desk.questions[0]
    entity = {"type": "text_mention", "offset": 0, "length": 1, "user": person(ANNA)}
    question = {
        **message("P: what?", chat=chat),
        "message_id": message_id,
        "from": MYSELF,
        "entities": [entity] if chat == GROUP else [],
    }
    answer = message(words, chat=chat, reply_to_message=question, **more)
    await front.receive(update({**answer, "from": person(user_id)}))


async def test_an_answer_is_the_instruction(front: Front) -> None:
    """Options included; the question goes once the order is placed."""
    front.desk.jobs["job1"] = job()
    await answered(front, ANNA, ANNA, "make it night --ar 16:9")
    order = front.order
    assert order.recipe.prompt == "make it night"
    assert order.recipe.aspect_ratio == "16:9"
    assert [source.file_id for source in order.sources] == ["job1:2"]
    gone = [call["message_id"] for call in front.request.of("deleteMessage")]
    assert gone == [front.desk.questions[0][2]]


async def test_a_refused_answer_leaves_the_question(front: Front) -> None:
    """Better words may follow."""
    front.desk.jobs["job1"] = job()
    await answered(front, ANNA, ANNA, "make it night --nope 3")
    assert front.desk.orders == []
    assert front.request.of("deleteMessage") == []


async def test_a_photo_is_no_answer_to_what_shall_change(front: Front) -> None:
    """Words were asked for: nothing is enlarged, nothing is paid, and the question stays."""
    front.desk.jobs["job1"] = job()
    await answered(front, ANNA, ANNA, None, **photo())
    assert "Say in words" in front.said[-1]
    assert front.desk.orders == []
    assert front.request.of("deleteMessage") == []


async def test_somebody_elses_answer_is_their_order(front: Front) -> None:
    """Boris answers what Anna was asked: he pays, and she still can."""
    in_group(front)
    await answered(front, BORIS, GROUP, "make it night")
    assert front.order.user_id == BORIS
    assert front.request.of("deleteMessage") == []


async def test_a_reply_to_a_result_deletes_nothing(front: Front) -> None:
    """Only questions are put away."""
    front.desk.jobs["job1"] = job()
    front.desk.shown[ANNA, 50] = ("job1", 2)
    shown = {**message("done"), "message_id": 50, "from": MYSELF}
    await front.receive(update(message("make it night", reply_to_message=shown)))
    assert front.order.recipe.prompt == "make it night"
    assert front.request.of("deleteMessage") == []


async def reply_to_newest(front: Front, words: str) -> None:
    """Answer the newest question in private."""
    *_, (_, _, message_id) = front.desk.questions
    question = {**message("what?"), "message_id": message_id, "from": MYSELF}
    await front.receive(update(message(words, reply_to_message=question)))


async def test_what_became_dearer_since_the_question_is_asked_again(
    front: Front,
) -> None:
    """Nothing is taken: the new price and one's own words; an answer to that is the order."""
    front.desk.jobs["job1"] = job()
    await front.receive(press("e:job1:2"))
    front.desk.costs[Operation.EDIT] = 3
    await reply_to_newest(front, "make it <night>")

    assert front.desk.orders == []
    assert "It costs 3 credits now" in front.said[-1]
    assert "<code>make it &lt;night&gt;</code>" in front.said[-1]
    (call,) = front.request.of("deleteMessage")
    assert call["message_id"] == front.desk.questions[0][2]
    assert front.desk.questions[1][:2] == ("job1", 2)
    await reply_to_newest(front, "make it night")
    assert [source.file_id for source in front.order.sources] == ["job1:2"]


async def test_what_ones_own_options_cost_is_ones_wish(front: Front) -> None:
    """Two pictures were asked for in the answer: ordered at once."""
    front.desk.jobs["job1"] = job()
    await front.receive(press("e:job1:2"))
    await reply_to_newest(front, "make it night --n 2")

    assert front.order.recipe.count == 2


async def test_what_became_cheaper_is_ordered(front: Front) -> None:
    """Nobody minds."""
    front.desk.jobs["job1"] = job()
    front.desk.costs[Operation.EDIT] = 3
    await front.receive(press("e:job1:2"))
    del front.desk.costs[Operation.EDIT]
    await reply_to_newest(front, "make it night")

    assert front.order.recipe.prompt == "make it night"


async def test_in_a_group_who_answered_is_asked_again(front: Front) -> None:
    """By name, since only then their app opens the keyboard."""
    in_group(front)
    await front.receive(press("e:job1:2", chat=GROUP))
    front.desk.costs[Operation.EDIT] = 2
    (asked,) = front.desk.questions
    question = {**message("P: what?", chat=GROUP), "message_id": asked[2]}
    answer = message(
        "make it night", chat=GROUP, reply_to_message={**question, "from": MYSELF}
    )
    await front.receive(update({**answer, "from": person(BORIS)}))

    call = front.request.of("sendMessage")[-1]
    assert f'href="tg://user?id={BORIS}"' in call["text"]
    assert call["reply_markup"]["selective"]
    assert front.desk.orders == []
