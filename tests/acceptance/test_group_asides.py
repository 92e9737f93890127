"""Quiet groups: who reads an aside, how long it stands, and how a group's credits are shared."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from bot.services.values import Preferences
from providers.clock import SystemClock
from tests.acceptance.visitor import Visitor, data_of, has_ended, serving, visitor
from tests.acceptance.world import PATIENCE, World, buttons_of, open_world

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-asides"),
    pytest.mark.timeout(180),
]
BAD = "/gen a fox --nope 1"
STAYS = 90.0  # seconds that a scene waits for an aside of half a minute to go
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot; each scene has a group of its own, with six credits a day."""
    folder = tmp_path_factory.mktemp("asides")
    async with (
        open_world(folder) as opened,
        serving(opened, QUOTA_GROUP_DAILY="6", QUOTA_USER_DAILY="20"),
    ):
        yield opened


def group_of(world: World, *members: Visitor, **more: Any) -> int:
    """A group with these people and the bot."""
    ids = [each.user_id for each in members]
    return int(world.people.add_chat("Friends", members=ids, **more)["id"])


def seen_by(person: Visitor, chat_id: int) -> list[str]:
    """What the bot says in a group, as this person sees it."""
    views = person.world.people.messages(chat_id, as_user=person.user_id, from_bot=True)
    return [view["text"] for view in views]


def standing(world: World, chat_id: int) -> list[int]:
    """The messages of a group that the bot means to delete."""
    query = "SELECT message_id FROM asides WHERE chat_id = ? ORDER BY message_id"
    with sqlite3.connect(world.folder / "data" / "imagewright.db") as plain:
        return [number for (number,) in plain.execute(query, (chat_id,))]


async def noted(world: World, chat_id: int, *asides: Json) -> None:
    """Wait until these are what the bot means to delete in a group."""
    numbers = [view["message_id"] for view in asides]
    async with asyncio.timeout(PATIENCE):
        while standing(world, chat_id) != numbers:
            await SystemClock().sleep(0.05)


async def test_three_members_read_their_own_words_and_nobody_elses(
    world: World, alice: Visitor
) -> None:
    """A bad option from three people of three languages: one ephemeral answer each, none for all."""
    li, boris = visitor(world, "Li", "zh-hans"), visitor(world, "Boris", "ru")
    members = alice, li, boris
    chat_id = group_of(world, *members, bot_role="administrator")
    for person in members:
        answer = await person.answer(await person.say(BAD, Place(chat_id=chat_id)))
        assert answer["receiver_id"] == person.user_id

    words = [seen_by(person, chat_id) for person in members]
    assert [len(texts) for texts in words] == [1, 1, 1]
    assert len({texts[0] for texts in words}) == 3
    assert "--nope" in words[0][0]
    assert any("\u4e00" <= sign <= "\u9fff" for sign in words[1][0])
    assert any("\u0430" <= sign <= "\u044f" for sign in words[2][0])
    assert world.people.messages(chat_id, from_bot=True) == []


async def test_quota_and_jobs_are_for_who_asks(world: World, alice: Visitor) -> None:
    """The report and the list come to the asker alone, and the list's button works from there."""
    bob = visitor(world, "Bob")
    chat_id = group_of(world, alice, bob, bot_role="administrator")
    here = Place(chat_id=chat_id)
    order = await alice.say("/gen EMU_SLOW a fox --n 1", here)
    report = await alice.answer(await alice.say("/quota", here))
    listed = await alice.answer(await alice.say("/jobs", here))
    query_id = await world.people.press(
        alice.user_id,
        listed["message_id"],
        buttons_of(listed)[0],
        chat_id=chat_id,
        ephemeral_id=listed["ephemeral_id"],
    )
    toast = await world.people.callback_answer(query_id)
    ended = await alice.ending(order)

    assert "Your share of them" in report["text"]
    assert "1 job under way" in listed["text"]
    assert toast["text"] == "Cancelling"
    assert ended["receiver_id"] is None
    assert not {report["text"], listed["text"]} & set(seen_by(bob, chat_id))


async def test_a_bot_without_rights_answers_shortly_in_public(
    world: World, alice: Visitor
) -> None:
    """An ordinary reply that everybody sees, gone half a minute later; what else was said stays."""
    bob = visitor(world, "Bob")
    chat_id = group_of(world, alice, bob)
    here = Place(chat_id=chat_id)
    seen = world.people.last_seq
    first = await alice.answer(await alice.say(BAD, here))
    second = await bob.answer(await bob.say("/quota", here))
    picture = await bob.ending(await bob.say("/gen a fox --n 1", here))
    await noted(world, chat_id, first, second)
    for aside in (first, second):
        await world.people.wait_event(
            seen,
            chat_id=chat_id,
            kind="delete",
            message_id=aside["message_id"],
            timeout=STAYS,
        )

    await noted(world, chat_id)
    shown = world.people.messages(chat_id, from_bot=True)
    assert [view["message_id"] for view in shown] == [picture["message_id"]]
    refused = [
        call for call in world.telegram.log.calls(chat_id=chat_id) if not call["ok"]
    ]
    assert len(refused) == 1


async def test_an_ephemeral_command_is_answered_alone_without_any_rights(
    world: World, alice: Visitor
) -> None:
    """/quota as apps send it where it is declared so: nobody else sees the question or the answer."""
    bob = visitor(world, "Bob")
    chat_id = group_of(world, alice, bob)
    async with asyncio.timeout(PATIENCE):
        while not world.people.menu(
            alice.user_id, chat_id
        ):  # it is set after the start
            await SystemClock().sleep(0.05)
    asked = await alice.say("/quota", Place(chat_id=chat_id, ephemeral=True))
    report = await alice.answer(asked)

    assert "Your share of them: 3 of 3 left" in report["text"]
    assert (asked["message_id"], report["receiver_id"]) == (0, alice.user_id)
    assert seen_by(alice, chat_id) == [report["text"]]
    assert world.people.messages(chat_id, as_user=bob.user_id) == []
    assert all(call["ok"] for call in world.telegram.log.calls(chat_id=chat_id))
    assert standing(world, chat_id) == []


async def test_a_press_is_refused_before_the_presser_alone(
    world: World, alice: Visitor
) -> None:
    """The words pop up for who pressed; the group reads nothing of it."""
    bob = visitor(world, "Bob", "ru")
    chat_id = group_of(world, alice, bob)
    here = Place(chat_id=chat_id)
    photo = await alice.ending(await alice.say("/gen a fox --n 1", here))
    for n in range(3):
        await bob.ending(await bob.say(f"/gen fox {n} --n 1", here))
    before = seen_by(alice, chat_id)
    (again,) = [data for data in data_of(photo) if data.startswith("a:")]
    words, answer = await bob.press(photo, again)

    assert words.startswith("Ваша доля кредитов группы на сегодня кончилась")
    assert answer["show_alert"]
    assert seen_by(alice, chat_id) == before
    assert standing(world, chat_id) == []


async def test_nobody_in_person_is_answered_shortly_in_public(
    world: World, alice: Visitor
) -> None:
    """An anonymous admin and somebody who speaks as a channel; a channel's own posts get nothing."""
    channel = world.people.add_chat(
        "News", type="channel", members=[alice.user_id], bot_role="administrator"
    )["id"]
    chat_id = group_of(world, alice, type="supergroup", bot_role="administrator")
    await alice.say(BAD, Place(chat_id=channel))
    as_channel = await alice.answer(
        await alice.say(BAD, Place(chat_id=chat_id, sender_chat_id=channel))
    )
    world.people.set_member(chat_id, alice.user_id, "administrator", is_anonymous=True)
    anonymous = await alice.answer(await alice.say(BAD, Place(chat_id=chat_id)))

    asides = [as_channel, anonymous]
    assert [view["receiver_id"] for view in asides] == [None, None]
    await noted(world, chat_id, *asides)
    assert world.people.messages(channel, from_bot=True) == []


async def test_nobody_gets_more_than_a_part_of_the_groups_credits(
    world: World, alice: Visitor
) -> None:
    """Ten orders at once of one member of a group of six credits: three; and three for the next."""
    bob = visitor(world, "Bob")
    chat_id = group_of(world, alice, bob, bot_role="administrator")
    here = Place(chat_id=chat_id)
    asked = [await alice.say(f"/gen fox {n} --n 1", here) for n in range(10)]

    async def last_word(order: Json) -> Json:
        return await world.people.wait_message(
            chat_id,
            lambda view: (
                view["reply_to"] == order["message_id"]
                and (has_ended(view) or view["receiver_id"] is not None)
            ),
        )

    words = await asyncio.gather(*(last_word(order) for order in asked))
    refusals = [view["text"] for view in words if view["receiver_id"]]
    assert len(refusals) == 7
    for refusal in refusals:
        assert refusal.startswith(
            "Your share of this group's credits is used up today: 3 of 6, one part of 2"
        )
    for n in range(3):
        photo = await bob.ending(await bob.say(f"/gen cat {n} --n 1", here))
        assert photo["media"]["kind"] == "photo"
    report = await bob.answer(await bob.say("/quota", here))

    assert "This group has 0 of 6 left today." in report["text"]
    assert "Your share of them: 0 of 3 left, one part of 2." in report["text"]
    assert seen_by(bob, chat_id)[-1] == report["text"]


async def test_a_group_takes_choices_and_credits_along(
    world: World, alice: Visitor
) -> None:
    """A group becomes a supergroup: its language and what was used today are still the same."""
    chat_id = group_of(world, alice, bot_role="administrator")
    async with world.stores() as stores:
        await stores.preferences.save_preferences(chat_id, Preferences(language="ru"))
    await alice.ending(await alice.say("/gen a fox --n 1", Place(chat_id=chat_id)))
    moved = world.people.migrate_chat(chat_id)["id"]
    here = Place(chat_id=moved)
    await alice.ending(await alice.say("/gen a cat --n 1", here))
    report = await alice.answer(await alice.say("/quota", here))

    assert "группы сегодня осталось 4 из 6." in report["text"]
    assert "Ваша доля: осталось 1 из 3" in report["text"]


async def test_an_old_server_shows_it_to_all_and_a_restart_takes_it_away(
    tmp_path: Path,
) -> None:
    """The parameter is passed over: one public reply, which the next run deletes when it is due."""
    async with open_world(tmp_path, ephemeral_messages=False) as old, serving(old):
        alice = visitor(old)
        chat_id = group_of(old, alice, bot_role="administrator")
        asked = await alice.say(BAD, Place(chat_id=chat_id))
        answer = await alice.answer(asked)
        await noted(old, chat_id, answer)
        await old.kill()
        with sqlite3.connect(old.folder / "data" / "imagewright.db") as plain:
            plain.execute("UPDATE asides SET due_at = 0")
        seen = old.people.last_seq
        await old.start()
        await old.people.wait_event(seen, chat_id=chat_id, kind="delete")

        assert answer["receiver_id"] is None
        assert alice.heard(asked) == []
        assert len(old.telegram.log.calls("sendMessage", chat_id=chat_id)) == 1
