"""Buttons: answered first, checked, and paid by whoever presses."""

import asyncio
from typing import Any

import pytest

from bot.domain.errors import Refused
from bot.domain.job import Address, JobState
from bot.domain.recipe import Recipe, result_of
from bot.handlers.access import Access
from bot.services.values import Preferences
from providers.base import Operation
from tests.fakes.clock import settle
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    keyboard,
    message,
    person,
    photo,
    press,
    update,
)

EDIT_BY_ANSWER = (
    "I cannot ask here. Reply to the picture itself and write what should change: "
    "that works."
)


@pytest.fixture
def group_job(front: Front) -> None:
    """A finished job of Anna's in a group."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP, thread_id=7))


@pytest.mark.usefixtures("group_job")
@pytest.mark.parametrize("verb,scale", [("2", 2), ("4", 4)])
async def test_enlarging_is_paid_by_the_presser(
    front: Front, verb: str, scale: int
) -> None:
    """Boris presses, Boris pays, in his language, under the message with the button."""
    raw = press(f"{verb}:job1:3", user_id=BORIS, chat=GROUP, language="ru")
    await front.receive(raw)
    order = front.order
    assert (order.user_id, order.language) == (BORIS, "ru")
    assert order.recipe == Recipe(operation=Operation.UPSCALE, scale=scale)
    assert [source.file_id for source in order.sources] == ["job1:3"]
    assert order.parent_id == "job1"
    message_id = raw["callback_query"]["message"]["message_id"]
    assert order.address == Address(chat_id=GROUP, thread_id=7, reply_to=message_id)
    assert front.is_handled(raw)


async def test_again_is_a_new_run_of_the_same_recipe(front: Front) -> None:
    """With another seed after a success, with the same after a failure."""
    front.desk.jobs["job1"] = job()
    front.desk.jobs["job2"] = job("job2", state=JobState.FAILED)
    await front.receive(press("a:job1:0"), press("a:job2:0"))
    recipes = [order.recipe for order in front.desk.orders]
    assert [recipe.prompt for recipe in recipes] == ["a fox", "a fox"]
    assert [recipe.seed for recipe in recipes] == [None, 7]


async def test_choices_hold_for_enlargements_and_not_for_repeats(front: Front) -> None:
    """An enlargement is a new order of the presser's; again is the old one."""
    front.desk.jobs["job1"] = job()
    front.desk.chosen[ANNA] = Preferences(provider="local")
    await front.receive(press("2:job1:1"), press("a:job1:0"))
    providers = [order.recipe.provider for order in front.desk.orders]
    assert providers == ["local", None]


@pytest.mark.parametrize("data,sent", [("s:job1:2", False), ("o:job1:0", True)])
async def test_pictures_are_sent_again(front: Front, data: str, sent: bool) -> None:
    """One as a photo, or all of them as files."""
    front.desk.jobs["job1"] = job()
    await front.receive(press(data))
    assert front.desk.sent == [("job1", int(data[-1]), sent)]


async def test_what_a_crowd_wants_to_see_is_sent_once(front: Front) -> None:
    """While it is on its way; afterwards it may be asked for again."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP))
    front.desk.may_send.clear()
    crowd = [press("s:job1:0", user_id=ANNA + n, chat=GROUP) for n in range(50)]
    tasks = [asyncio.create_task(front.receive(raw)) for raw in crowd]
    await settle()
    assert front.toasts == ["Sending"] * 50
    front.desk.may_send.set()
    await asyncio.gather(*tasks)
    assert front.desk.sent == [("job1", 0, False)]
    await front.receive(press("s:job1:0", user_id=ANNA + 50, chat=GROUP))
    assert len(front.desk.sent) == 2


async def test_the_answer_to_a_press_is_the_first_call(front: Front) -> None:
    """Before anything that may take its time, even where it is refused afterwards."""
    front.desk.jobs["job1"] = job()
    front.desk.refusals.append(Refused(code="picture_gone"))
    await front.receive(press("o:job1:1"))
    assert [name for name, _ in front.request.calls] == [
        "answerCallbackQuery",
        "sendMessage",
    ]
    assert "not kept any more" in front.said[0]


@pytest.mark.parametrize(
    "data", ["", "x", "z:job1:0", "v:job1:1:x", "a:nojob:0", "2:job1:x", "9" * 64]
)
async def test_unknown_and_old_data_get_a_toast(front: Front, data: str) -> None:
    """No press spins for ever, and none does anything it does not say."""
    front.desk.jobs["job1"] = job()
    raw = press(data)
    await front.receive(raw)
    assert front.toasts == ["This button does nothing any more"]
    assert (front.desk.orders, front.desk.sent) == ([], [])
    assert front.is_handled(raw)


@pytest.mark.parametrize("verb", ["v", "2", "e", "s", "o", "m"])
async def test_a_picture_that_never_was_is_no_order(front: Front, verb: str) -> None:
    """There were four: a fifth is neither asked about, nor ordered to fail later."""
    front.desk.jobs["job1"] = job()
    await front.receive(press(f"{verb}:job1:5"))
    assert front.toasts == ["This button does nothing any more"]
    assert (front.desk.orders, front.desk.sent, front.said) == ([], [], [])


async def test_forged_data_shows_nobody_elses_job(front: Front) -> None:
    """A job is for its own chat and its owner alone."""
    front.desk.jobs["job1"] = job()
    await front.receive(press("o:job1:0", user_id=BORIS, chat=BORIS))
    assert front.desk.sent == []
    assert len(front.toasts) == 1


async def test_nobody_is_asked_about_a_picture_of_another_chat(front: Front) -> None:
    """Not even its owner: the question's number is somebody else's message at home."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=GROUP))
    await front.receive(press("e:job1:1"))
    assert front.toasts == [EDIT_BY_ANSWER]
    assert (front.said, front.desk.questions) == ([], [])


@pytest.mark.parametrize("verb", ["y", "d", "b", "kv", "a", "2", "u", "m"])
async def test_forged_data_does_nothing_to_somebody_elses_message(
    front: Front, verb: str
) -> None:
    """Boris has a job here, too, and sends its data from under Anna's result."""
    front.desk.jobs |= {
        "job1": job(address=Address(chat_id=GROUP)),
        "job2": job("job2", user_id=BORIS, address=Address(chat_id=GROUP)),
    }
    raw = press(f"{verb}:job2:1", user_id=BORIS, chat=GROUP)
    raw["callback_query"]["message"]["reply_markup"] = keyboard("a:job1:0", "d:job1:0")
    await front.receive(raw)
    assert front.toasts == ["This button does nothing any more"]
    assert [name for name, _ in front.request.calls] == ["answerCallbackQuery"]
    assert (front.desk.pages, front.desk.orders, front.desk.cancelled) == ([], [], [])


async def test_a_page_that_turned_under_the_finger_counts(front: Front) -> None:
    """The message has other buttons of the same job by now."""
    front.desk.jobs["job1"] = job()
    raw = press("2:job1:2")
    raw["callback_query"]["message"]["reply_markup"] = keyboard("kv:job1:0")
    await front.receive(raw)
    assert front.order.sources == (result_of("job1", 2),)


async def test_a_result_that_came_along_to_a_supergroup_can_be_pressed(
    front: Front,
) -> None:
    """By everybody there: Telegram itself says that the bot put the job's buttons under it."""
    new = -1_000_000_000_100
    front.desk.jobs["job1"] = job(address=Address(chat_id=-100))
    await front.receive(press("2:job1:1", user_id=BORIS, chat=new))
    assert front.order.address.chat_id == new
    for forged in ({"chat": new, "under": "2:job2:1"}, {"chat": GROUP}):
        await front.receive(press("4:job1:1", user_id=BORIS, **forged))
        assert front.toasts[-1] == "This button does nothing any more"


async def test_a_result_that_came_along_says_how_it_can_be_edited(front: Front) -> None:
    """Nobody noted that move, so the question would be lost: an answer to the picture works."""
    front.desk.jobs["job1"] = job(address=Address(chat_id=-100))
    await front.receive(press("e:job1:1", user_id=BORIS, chat=-1_000_000_000_100))
    assert front.toasts == [EDIT_BY_ANSWER]
    assert (front.said, front.desk.questions) == ([], [])


async def test_a_double_tap_is_one_order(front: Front) -> None:
    """A second press at once is a nervous finger; a later one is a wish."""
    front.desk.jobs["job1"] = job()
    await front.receive(press("2:job1:1"), press("2:job1:1"))
    assert len(front.desk.orders) == 1
    assert len(front.toasts) == 2
    await front.clock.advance(5)
    await front.receive(press("2:job1:1"))
    assert len(front.desk.orders) == 2


async def test_the_owner_cancels_the_whole_order(front: Front) -> None:
    """Number 0 is every job under the status message; a number is one job."""
    for name in ("job1", "job2", "job3"):
        front.desk.jobs[name] = job(name, state=JobState.RUNNING)
    await front.receive(press("c:job1:0"))
    assert [name for name, *_ in front.desk.cancelled] == ["job1", "job2", "job3"]
    front.desk.cancelled.clear()
    await front.receive(press("c:job2:1"))
    assert [name for name, *_ in front.desk.cancelled] == ["job2"]


async def test_a_stranger_cancels_nothing(front: Front) -> None:
    """Members of the group are told; the owner's job runs on."""
    front.desk.jobs["job1"] = job(
        state=JobState.RUNNING, address=Address(chat_id=GROUP)
    )
    member: dict[str, Any] = {"user": person(BORIS), "status": "member"}
    front.request.answers["getChatMember"] = member
    await front.receive(press("c:job1:0", user_id=BORIS, chat=GROUP))
    assert front.desk.cancelled == []
    assert "Only the person" in front.toasts[0]


async def test_the_chats_owner_cancels_for_others(front: Front) -> None:
    """Moderation is a right of the chat's admins."""
    front.desk.jobs["job1"] = job(
        state=JobState.RUNNING, address=Address(chat_id=GROUP)
    )
    front.request.answers["getChatMember"] = {
        "user": person(BORIS),
        "status": "creator",
        "is_anonymous": False,
    }
    await front.receive(press("c:job1:0", user_id=BORIS, chat=GROUP))
    assert front.desk.cancelled == [("job1", BORIS, True)]


@pytest.mark.parametrize("number", [0, 1])
async def test_what_has_ended_cannot_be_cancelled(front: Front, number: int) -> None:
    """The toast says so, under a list as under a status message that was never redrawn."""
    front.desk.jobs["job1"] = job()
    await front.receive(press(f"c:job1:{number}"))
    assert front.toasts == ["This job is over already."]
    assert front.desk.cancelled == []


async def test_the_rest_of_an_order_can_be_cancelled(front: Front) -> None:
    """One of an album is done, the button for all was under it: the other is called off.

    The message may have another button by now.
    """
    front.desk.jobs["job1"] = job()
    front.desk.jobs["job2"] = job("job2", state=JobState.RUNNING)
    await front.receive(press("c:job1:0", under="c:job2:0"))
    assert front.desk.cancelled == [("job2", ANNA, False)]


async def test_a_press_on_a_message_too_old_to_read_works(front: Front) -> None:
    """Telegram tells no content of old messages, and the button still does its work."""
    front.desk.jobs["job1"] = job()
    raw = press("2:job1:1")
    old = {"message_id": 9, "date": 0, "chat": {"id": ANNA, "type": "private"}}
    raw["callback_query"]["message"] = old
    await front.receive(raw)
    assert front.order.address.reply_to == 9


async def test_our_own_fault_under_a_press_is_confessed(front: Front) -> None:
    """The user learns of it, and the update does not come back."""
    front.desk.jobs["job1"] = job()
    front.desk.refusals.append(RuntimeError("boom"))
    raw = press("2:job1:1")
    await front.receive(raw)
    assert "went wrong" in front.said[0]
    assert len(front.toasts) == 1
    assert front.is_handled(raw)


async def test_a_stranger_is_refused_everywhere_and_told_once() -> None:
    """Commands, captions, albums, presses: nothing gets past the list; groups hear nothing."""
    front = Front(access=Access(is_open=False, allowed_ids=frozenset({BORIS})))
    front.desk.jobs["job1"] = job()
    commands = (
        "gen x",
        "edit x",
        "upscale",
        "quota",
        "jobs",
        "cancel",
        "start",
        "help",
    )
    for words in [f"/{command}" for command in commands] + ["hello"]:
        await front.receive(update(message(words)))
        await front.receive(update(message(caption=words, **photo())))
        await front.receive(update(message(words, chat=GROUP)))
    assert (front.desk.orders, front.desk.cancelled) == ([], [])
    assert len(front.said) == 1
    assert str(ANNA) in front.said[0]
    for verb in "ca24sodvepyb":
        await front.receive(press(f"{verb}:job1:1"))
    assert (front.desk.orders, front.desk.sent) == ([], [])
    assert len(front.toasts) == 12


async def test_the_list_takes_users_chats_and_admins() -> None:
    """An allowed chat serves all its members, an allowed person is served everywhere."""
    access = Access(
        is_open=False, allowed_ids=frozenset({BORIS, GROUP}), admin_ids=frozenset({5})
    )
    assert access.allows(ANNA, GROUP)
    assert access.allows(BORIS, BORIS)
    assert access.allows(5, 5)
    assert not access.allows(ANNA, ANNA)
