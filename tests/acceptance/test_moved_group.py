"""A group has become a supergroup: what its old messages still do, and where."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.botapi.people import Place
from providers.clock import SystemClock
from tests.acceptance.visitor import Visitor, data_of, serving
from tests.acceptance.world import PATIENCE, Json, World, open_world

SHARE = 2  # credits of a member: half of the group's, for nobody may take all of them


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A bot whose groups may spend little."""
    async with (
        open_world(tmp_path) as opened,
        serving(opened, QUOTA_GROUP_DAILY=str(2 * SHARE)),
    ):
        yield opened


def group_of(world: World, *members: Visitor) -> int:
    """A group with these people and the bot."""
    ids = [each.user_id for each in members]
    return int(world.people.add_chat("Friends", members=ids)["id"])


async def made(alice: Visitor, chat_id: int, words: str) -> Json:
    """One picture, made in the group."""
    return await alice.ending(await alice.say(words, Place(chat_id=chat_id)))


def button(view: Json, verb: str) -> str:
    """The data of the button of a message that begins so."""
    return next(data for data in data_of(view) if data.startswith(f"{verb}:"))


def is_question(view: Json) -> bool:
    """Does the bot ask what shall change?"""
    return "What should change" in view["text"]


async def known(world: World, question: Json) -> None:
    """Wait until the bot has written down which picture it asks about."""
    place = question["chat_id"], question["message_id"]
    async with world.stores() as stores, asyncio.timeout(PATIENCE):
        while await stores.pictures.job_of_message(*place) is None:
            await SystemClock().sleep(0.02)


async def test_a_press_in_the_dead_chat_draws_on_the_living_wallet(
    world: World, alice: Visitor
) -> None:
    """After a restart, too: the second picture comes to the new chat, a third is not paid for.

    The old chat's wallet is a fresh one by now.
    """
    old = group_of(world, alice)
    result = await made(alice, old, "/gen a fox --n 1")
    new = world.people.migrate_chat(old)["id"]
    await alice.answer(await alice.say("/quota", Place(chat_id=new)))
    await world.kill()
    await world.start()

    await alice.press(result, button(result, "a"))
    await world.people.wait_message(
        new, lambda view: view["media"] is not None, timeout=PATIENCE
    )
    await world.kill()
    await world.start()
    toast, _ = await alice.press(result, button(result, "a"))

    assert "credit" in toast
    assert len(world.jimeng.log.paid_submits) == SHARE


async def test_edit_works_under_old_results_and_under_those_that_came_along(
    world: World, alice: Visitor
) -> None:
    """A result lies in the old chat, another came along to the new one: either can be edited."""
    world.settings["QUOTA_GROUP_DAILY"] = "20"
    await world.kill()
    await world.start()
    old = group_of(world, alice)
    left = await made(alice, old, "/gen a fox --n 1")
    world.jimeng.faults.fail_next("queue", seconds=2.0, places=5)
    asked = await alice.say("/gen a cat --n 1", Place(chat_id=old))
    await alice.answer(asked)
    new = world.people.migrate_chat(old)["id"]
    came = await world.people.wait_message(
        new, lambda view: view["media"] is not None, timeout=PATIENCE
    )

    newest = came
    for view, words in ((left, "make it night"), (came, "make it snow")):
        await alice.press(view, button(view, "e"))
        question = await world.answer(new, newest, is_question)
        answer = Place(chat_id=new, reply_to=question["message_id"])
        await known(world, question)
        edited = newest = await alice.ending(await alice.say(words, answer))
        assert edited["chat_id"] == new
        assert words in edited["text"]

    assert not any(is_question(view) for view in world.people.messages(new))
    async with world.stores() as stores:
        second, first, *made_before = await stores.jobs.latest(4)
    assert {first.parent_id, second.parent_id} == {job.job_id for job in made_before}
