"""Quotas: exactly as many jobs as are paid for, and a polite sentence for the rest."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, enlarged, has_ended, serving, visitor
from tests.acceptance.world import World, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-quota"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
BOSS = 9001


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Three credits a person, two a group, and one admin."""
    folder = tmp_path_factory.mktemp("quota")
    settings = {
        "QUOTA_USER_DAILY": "3",
        "QUOTA_GROUP_DAILY": "2",
        "QUOTA_TIMEZONE": "Asia/Shanghai",
        "ADMIN_IDS": str(BOSS),
    }
    async with open_world(folder) as opened, serving(opened, **settings):
        yield opened


async def test_ten_orders_at_once_are_three_jobs_and_seven_refusals(
    world: World, alice: Visitor
) -> None:
    """Ten messages in one moment against three credits: three pictures, seven sentences."""
    paid = len(world.jimeng.log.paid_submits)
    asked = [await alice.say(f"/gen fox number {n} --n 1") for n in range(10)]

    async def last_word(message: dict[str, int]) -> str:
        view = await world.people.wait_message(
            alice.user_id,
            lambda view: (
                view["reply_to"] == message["message_id"]
                and (has_ended(view) or "used up" in view["text"])
            ),
        )
        return "photo" if view["media"] else str(view["text"])

    words = await asyncio.gather(*(last_word(message) for message in asked))
    refusals = [each for each in words if each != "photo"]
    assert words.count("photo") == 3
    assert len(refusals) == 7
    for refusal in refusals:
        assert refusal.startswith("Your 3 credits of today are used up; new ones come")
        assert "(Asia/Shanghai)" in refusal
    assert len(world.people.messages(alice.user_id, from_bot=True)) == 10
    assert len(world.jimeng.log.paid_submits) == paid + 3
    assert await alice.spent() == 3


async def test_an_order_that_costs_more_than_is_left_says_so(
    world: World, alice: Visitor
) -> None:
    """Two left and four pictures to enlarge: refused whole, and nothing of it begun."""
    await alice.ending(await alice.say("/gen fox --n 1"))
    paid = len(world.jimeng.log.paid_submits)
    four = await alice.answer(
        await alice.show(PHOTO, "/upscale 4")
    )  # two credits: fits
    album = await world.people.send_album(alice.user_id, [PHOTO, PHOTO, PHOTO])
    answer = await alice.answer(album[0])

    assert four is not None
    assert answer["text"].startswith(("This costs 3", "Your 3 credits of today"))
    await world.people.wait_message(
        alice.user_id, lambda view: view["text"] == enlarged(384, 256)
    )
    assert len(world.jimeng.log.paid_submits) == paid + 1
    assert await alice.spent() == 3


async def test_what_failed_can_be_ordered_again(alice: Visitor) -> None:
    """Four blocked orders in a row against three credits: none is refused for the quota."""
    for _ in range(4):
        ending = await alice.ending(await alice.say("/gen EMU_BLOCK"))
        assert "Nothing was charged (3 left today)" in ending["text"]

    assert await alice.spent() == 0


async def test_a_group_shares_its_credits(world: World, alice: Visitor) -> None:
    """Two people order in a group of two credits; the third order is refused there only."""
    bob = visitor(world, "Bob")
    chat = world.people.add_chat("Friends", members=[alice.user_id, bob.user_id])
    here = Place(chat_id=chat["id"])
    await alice.ending(await alice.say("/gen one --n 1", here))
    await bob.ending(await bob.say("/gen two --n 1", here))
    answer = await alice.answer(await alice.say("/gen three --n 1", here))
    report = await alice.answer(await alice.say("/quota", here))
    private = await alice.ending(await alice.say("/gen three --n 1"))

    assert answer["text"].startswith("This group's 2 credits of today are used up")
    assert "This group has 0 of 2 left" in report["text"]
    assert private["media"]["kind"] == "photo"


async def test_an_admin_has_no_quota(world: World) -> None:
    """Four orders of the admin against three credits, and `/quota` says why."""
    world.people.add_user("Boss", user_id=BOSS, language_code="en")
    boss = Visitor(world, BOSS)
    asked = [await boss.say(f"/gen fox {n} --n 1") for n in range(4)]
    photos = await asyncio.gather(*(boss.ending(message) for message in asked))
    report = await boss.answer(await boss.say("/quota"))

    assert [photo["media"]["kind"] for photo in photos] == ["photo"] * 4
    assert "There is no limit for you here." in report["text"]


async def test_the_operator_grants_credits_to_a_user_of_the_running_bot(
    world: World, alice: Visitor
) -> None:
    """`imagewright quota grant` beside the bot: the next order is taken at once."""
    for n in range(3):
        await alice.ending(await alice.say(f"/gen fox {n} --n 1"))
    refused = await alice.answer(await alice.say("/gen fox --n 1"))
    code, out, err = await world.run("quota", "grant", str(alice.user_id), "2")
    photo = await alice.ending(await alice.say("/gen fox --n 1"))
    _, shown, _ = await world.run("quota", "show", str(alice.user_id))

    assert "used up" in refused["text"]
    assert (code, err) == (0, "")
    assert "2 bonus credits" in out
    assert photo["media"]["kind"] == "photo"
    assert "charged" in shown


async def test_the_bot_has_a_limit_for_everybody_together(tmp_path: Path) -> None:
    """A global quota of two: the third order, of whoever it is, waits for tomorrow."""
    async with (
        open_world(tmp_path) as small,
        serving(small, QUOTA_GLOBAL_DAILY="2"),
    ):
        guests = [visitor(small) for _ in range(3)]
        for guest in guests[:2]:
            await guest.ending(await guest.say("/gen fox --n 1"))
        answer = await guests[2].answer(await guests[2].say("/gen fox --n 1"))
        report = await guests[2].answer(await guests[2].say("/quota"))

        assert answer["text"].startswith("The bot's 2 credits of today are used up")
        assert "The bot has 0 of 2 left for everybody today" in report["text"]
        assert len(small.jimeng.log.paid_submits) == 2
