"""Buttons under results: what they order, from which page, and for whom."""

import pytest

from bot.domain.buttons import PICKS, Verb
from bot.domain.job import JobState
from bot.domain.look import Gathering, Look
from bot.domain.recipe import Recipe
from bot.services.values import Preferences
from providers.base import Operation
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.pressing import in_group
from tests.unit.handlers.updates import BORIS, GROUP, Raw, photo, press


async def test_a_variation_is_paid_by_the_presser(front: Front) -> None:
    """Of that picture, in the presser's name, without newer choices."""
    in_group(front)
    front.desk.chosen[BORIS] = Preferences(provider="local")
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


async def test_a_long_prompt_comes_as_a_message(front: Front) -> None:
    """As it was written, tags and all, to be copied with one tap; free."""
    words = "<b>fox</b> & " + "hound " * 100
    recipe = Recipe(operation=Operation.GENERATE, prompt=words)
    front.desk.jobs["job1"] = job(recipe=recipe)
    await front.receive(press("p:job1:0"))
    assert front.said[0].startswith("<code>&lt;b&gt;fox&lt;/b&gt; &amp; hound")
    assert front.desk.orders == []


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
