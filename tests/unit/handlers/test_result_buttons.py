"""Buttons under results: what they order, ask and delete, for whom, and at which price."""

import asyncio
from typing import Any

import pytest
from telegram.error import BadRequest

from bot.domain.buttons import PICKS, Verb
from bot.domain.errors import QuotaExceeded, Refused, ShareExceeded
from bot.domain.job import Address, JobState
from bot.domain.look import Gathering, Look
from bot.domain.quota import Share
from bot.domain.recipe import Recipe
from bot.services.values import Preferences
from providers.base import Operation
from tests.fakes.clock import settle
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    MYSELF,
    Raw,
    message,
    person,
    photo,
    press,
    update,
)

MEMBER = {"user": person(BORIS), "status": "member"}
TOO_OLD = BadRequest("query is too old and response timeout expired")


def in_group(front: Front, **more: Any) -> None:
    """A finished job of Anna's in a group, among its members Boris."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP, thread_id=7), **more)
    front.request.answers["getChatMember"] = MEMBER


def alerts(front: Front) -> list[str]:
    """Answers that have to be closed."""
    calls = front.request.of("answerCallbackQuery")
    return [call["text"] for call in calls if call.get("show_alert")]


def spent(front: Front) -> QuotaExceeded:
    """No credits until tomorrow."""
    return QuotaExceeded(
        wallet="user", left=0, price=1, limit=30, turns_at=front.clock.now()
    )


async def test_a_variation_is_paid_by_the_presser(front: Front) -> None:
    """Of that picture, in the presser's name, without newer choices."""
    in_group(front)
    front.desk.choices[BORIS] = Preferences(provider="local")
    await front.receive(press("v:job1:3", user_id=BORIS, chat=GROUP))
    order = front.order
    assert (order.user_id, order.recipe.provider) == (BORIS, None)
    assert (order.recipe.operation, order.recipe.is_variation) == (Operation.EDIT, True)
    assert [source.file_id for source in order.sources] == ["job1:3"]
    assert front.toasts == ["On it"]


async def test_where_nobody_edits_a_variation_is_another_seed(front: Front) -> None:
    """The same words once more, whatever the number says."""
    front.desk.jobs["job1"] = job()
    front.desk.editors = False
    await front.receive(press("v:job1:0"))
    assert front.order.recipe == Recipe(operation=Operation.GENERATE, prompt="a fox")


@pytest.mark.parametrize("data,page", [("v", Verb.PICK_VARY), ("e", Verb.PICK_EDIT)])
async def test_without_a_number_the_bot_asks_which(
    front: Front, data: str, page: Verb
) -> None:
    """A button drawn when nobody edited says no number: it turns the page, and orders nothing."""
    front.desk.jobs["job1"] = job()
    await front.receive(press(f"{data}:job1:0"))
    assert [turned[1] for turned in front.desk.pages] == [page]
    assert front.desk.orders == []


async def test_one_picture_needs_no_number(front: Front) -> None:
    """There is only one that can be meant."""
    front.desk.jobs["job1"] = job(wanted=1)
    await front.receive(press("v:job1:0"), press("e:job1:0"))
    assert [source.file_id for source in front.order.sources] == ["job1:1"]
    assert [each[:2] for each in front.desk.questions] == [("job1", 1)]


@pytest.mark.parametrize("page", [Verb.FRONT, *PICKS])
async def test_pages_turn_as_often_as_one_likes(front: Front, page: Verb) -> None:
    """No toast, no double tap: whoever hesitates may go back and forth."""
    in_group(front)
    raw = press(f"{page}:job1:0", user_id=BORIS, chat=GROUP)
    message_id = raw["callback_query"]["message"]["message_id"]
    again = press(f"{page}:job1:0", user_id=BORIS, chat=GROUP)
    again["callback_query"]["message"] |= {"message_id": message_id, **photo()}
    await front.receive(raw, again)
    turned = ("job1", page, message_id)
    assert front.desk.pages == [(*turned, False), (*turned, True)]
    assert front.toasts == ["", ""]


@pytest.mark.parametrize("gathering", Gathering)
async def test_a_message_too_old_to_read_has_the_sheet_of_its_order(
    front: Front, gathering: Gathering
) -> None:
    """Telegram shows no contents of old messages; the order says how its pictures came."""
    in_group(front, look=Look(gathering=gathering))
    front.desk.shown[GROUP, 9] = ("job1", 0)
    raw = press("b:job1:0", chat=GROUP)
    raw["callback_query"]["message"] = {
        "message_id": 9,
        "date": 0,
        "chat": {"id": GROUP, "type": "supergroup"},
    }
    await front.receive(raw)
    has_sheet = gathering is Gathering.GRID
    assert front.desk.pages == [("job1", Verb.FRONT, 9, has_sheet)]


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


async def test_a_long_prompt_comes_as_a_message(front: Front) -> None:
    """As it was written, tags and all, to be copied with one tap; free."""
    words = "<b>fox</b> & " + "hound " * 100
    recipe = Recipe(operation=Operation.GENERATE, prompt=words)
    front.desk.jobs["job1"] = job(recipe=recipe)
    await front.receive(press("p:job1:0"))
    assert front.said[0].startswith("<code>&lt;b&gt;fox&lt;/b&gt; &amp; hound")
    assert front.desk.orders == []


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


@pytest.mark.parametrize("data", ["a:job1:0", "v:job1:1", "2:job1:1"])
async def test_a_refusal_is_an_alert(front: Front, data: str) -> None:
    """Who has no credits reads why, and nobody else has to."""
    in_group(front)
    front.desk.refusals.append(spent(front))
    await front.receive(press(data, user_id=BORIS, chat=GROUP))
    (alert,) = alerts(front)
    assert alert.startswith("Your 30 credits of today are used up")
    assert len(alert) <= 200
    assert "<" not in alert
    assert front.said == []


async def test_a_refusal_that_comes_too_late_is_said(front: Front) -> None:
    """Pressed while the bot was away: the alert is lost, the reason is not."""
    front.desk.jobs["job1"] = job()
    front.desk.refusals.append(spent(front))
    front.request.answers["answerCallbackQuery"] = TOO_OLD
    raw = press("a:job1:0")
    await front.receive(raw)
    assert "used up" in front.said[0]
    assert front.is_handled(raw)


async def test_an_order_of_an_old_press_is_placed_all_the_same(front: Front) -> None:
    """Its answer is lost quietly; the order is placed once."""
    front.desk.jobs["job1"] = job()
    front.request.answers["answerCallbackQuery"] = TOO_OLD
    await front.receive(press("2:job1:1"))
    assert len(front.desk.orders) == 1
    assert front.said == []


async def test_a_stop_leaves_the_press_to_the_next_start(front: Front) -> None:
    """It is answered, and not noted as handled."""
    front.desk.jobs["job1"] = job()
    front.desk.refusals.append(Refused(code="draining"))
    raw = press("a:job1:0")
    await front.receive(raw)
    assert front.toasts == ["On it"]
    assert not front.is_handled(raw)


async def test_nobody_pays_more_than_the_button_says(front: Front) -> None:
    """Services change over the months: the new price is shown, and nothing is taken."""
    front.desk.jobs["job1"] = job()
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0"))
    assert "4 credits now" in alerts(front)[0]
    assert [turned[1] for turned in front.desk.pages] == [Verb.FRONT]
    assert front.desk.orders == []
    await front.receive(press("a:job1:0:4"))
    assert len(front.desk.orders) == 1


async def test_another_try_costs_what_the_first_did(front: Front) -> None:
    """Its button stands under a failure, and says no price."""
    front.desk.jobs["job1"] = job(state=JobState.FAILED, reserved=4)
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0"))
    assert len(front.desk.orders) == 1


async def test_another_try_at_a_dearer_service_is_asked_about(front: Front) -> None:
    """The cheap one is down, which is why the first try failed."""
    front.desk.jobs["job1"] = job(state=JobState.FAILED, reserved=1)
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0"))
    assert "4 credits" in alerts(front)[0]
    assert front.desk.orders == []
    await front.receive(press("a:job1:0:4"))
    assert len(front.desk.orders) == 1


@pytest.mark.parametrize("data", ["v:job1:1", "e:job1:1", "kv:job1:0", "d:job1:0"])
async def test_what_has_no_picture_has_nothing_to_offer(
    front: Front, data: str
) -> None:
    """A forged press on a failed job does nothing."""
    front.desk.jobs["job1"] = job(state=JobState.FAILED)
    raw: Raw = press(data)
    await front.receive(raw)
    assert front.toasts == ["This button does nothing any more"]
    assert (front.desk.orders, front.desk.questions, front.desk.pages) == ([], [], [])


async def test_all_of_them_are_enlarged_at_once(front: Front) -> None:
    """Number 0: a job for each, under one status message."""
    front.desk.jobs["job1"] = job(wanted=3)
    front.desk.costs[Operation.UPSCALE] = 3
    await front.receive(press("2:job1:0:3"))
    order = front.order
    assert len(order.sources) == 3
    assert order.one_job_each


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
async def test_an_alert_is_whole_sentences(front: Front, language: str) -> None:
    """Telegram shows 200 characters; a longer reason ends where a sentence does."""
    in_group(front)
    share = Share(total=30, members=6, used=5)
    turns_at = front.clock.now()
    front.desk.refusals.append(ShareExceeded(share=share, price=1, turns_at=turns_at))
    raw = press("a:job1:0", user_id=BORIS, chat=GROUP, language=language)
    await front.receive(raw)
    (alert,) = alerts(front)
    assert len(alert) <= 200
    assert alert.endswith((".", "。"))
