"""Buttons: what they do, for whom, how often, and after a restart."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import (
    Visitor,
    data_of,
    enlarged,
    kept_sums,
    serving,
    unanswered,
    visitor,
)
from tests.acceptance.world import World, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-buttons"),
]
Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot; in the end every press was answered."""
    folder = tmp_path_factory.mktemp("buttons")
    async with open_world(folder) as opened, serving(opened):
        yield opened
        assert unanswered(opened) == set()


def group_of(world: World, *members: Visitor) -> Place:
    """A group with these people and the bot; the first one made it."""
    chat = world.people.add_chat("Friends", members=[one.user_id for one in members])
    return Place(chat_id=chat["id"])


async def under(world: World, message: Json, count: int = 1) -> list[Json]:
    """What the bot sends in answer to a message with buttons, once so many came."""

    def answers() -> list[Json]:
        said = world.people.messages(message["chat_id"], from_bot=True)
        return [view for view in said if view["reply_to"] == message["message_id"]]

    while len(answers()) < count:
        await world.people.wait_event(
            world.people.last_seq, chat_id=message["chat_id"], kind="message"
        )
    return answers()


async def test_the_owner_cancels_with_one_press(alice: Visitor) -> None:
    """Cancel under a running order: a toast, then the status says so; nothing was charged."""
    asked = await alice.say("/gen EMU_SLOW fox")
    status = await alice.answer(asked)
    toast, _ = await alice.press(status, "✖️ Cancel")
    ending = await alice.ending(asked)

    assert toast == "Cancelling"
    assert ending["text"].startswith(
        "✋ Cancelled. Nothing was charged (30 left today)."
    )
    assert [data[0] for data in data_of(ending)] == ["a"]
    assert await alice.spent() == 0


async def test_a_stranger_may_not_cancel_but_an_admin_may(world: World) -> None:
    """In a group the owner's job is safe from members and open to the chat's admins."""
    admin, owner = visitor(world, "Ada"), visitor(world, "Olga", "ru")
    stranger = visitor(world, "Stan")
    here = group_of(world, admin, owner, stranger)
    asked = await owner.say("/gen EMU_SLOW fox", here)
    status = await owner.answer(asked)
    (cancel,) = data_of(status)

    refused, answer = await stranger.press(status, cancel)
    allowed, _ = await admin.press(status, cancel)
    ending = await owner.ending(asked)

    assert (
        refused
        == "Only the person who ordered this, or an admin of the chat, can do that."
    )
    assert len(answer["text"]) <= 200
    assert allowed == "Cancelling"
    assert ending["text"].startswith("✋ ")
    assert (await owner.spent(), await stranger.spent()) == (0, 0)


async def test_again_is_a_new_order_of_the_one_who_presses(world: World) -> None:
    """Again in a group: the same words, a status message of its own, the presser pays."""
    alice, bob = visitor(world), visitor(world, "Bob")
    here = group_of(world, alice, bob)
    first = await alice.ending(await alice.say("/gen a fox --n 1 --seed 7", here))
    paid = len(world.jimeng.log.paid_submits)
    toast, _ = await bob.press(first, "🔄 Again")
    second = await bob.ending(first)

    assert toast == "On it"
    assert second["text"] == first["text"]
    assert len(world.jimeng.log.paid_submits) == paid + 1
    assert (await alice.spent(), await bob.spent()) == (1, 1)


async def test_one_picture_of_several_is_enlarged(world: World, alice: Visitor) -> None:
    """2x of picture 2: its original, twice as large, as a file under the buttons."""
    line = await alice.ending(await alice.say("/gen foxes --n 3 --ar 1:1"))
    toast, _ = await alice.pick(line, "🔍 2x", "2x #2")
    preview = await alice.ending(line)

    files = [
        view
        for view in alice.heard(line)
        if view["media"] and view["media"]["kind"] == "document"
    ]
    async with world.stores() as stores:
        job = (await stores.jobs.latest(1))[0]
    assert toast == "On it"
    assert preview["text"] == enlarged(128, 128, step=2)
    assert [file["media"]["sha256"] in kept_sums(world) for file in files] == [True]
    assert job.sources[0].file_id == f"{job.parent_id}:2"
    assert await alice.spent() == 2


async def test_four_times_costs_two(alice: Visitor) -> None:
    """4x under a single picture."""
    photo = await alice.ending(await alice.say("/gen fox --n 1 --ar 1:1"))
    await alice.press(photo, "🔍 4x · 2 credits")

    assert (await alice.ending(photo))["text"] == enlarged(256, 256, step=2)
    assert await alice.spent() == 3


async def test_originals_come_as_files_with_the_services_bytes(
    world: World, alice: Visitor
) -> None:
    """Originals of an album: files whose bytes were kept since the service made them; free."""
    line = await alice.ending(await alice.say("/gen foxes --n 2"))
    toast, _ = await alice.press(line, "📎 Originals")
    files = await under(world, line, 2)

    assert toast == "Sending"
    assert [file["media"]["kind"] for file in files] == ["document", "document"]
    assert {file["media"]["sha256"] for file in files} <= kept_sums(world)
    assert await alice.spent() == 1


async def test_a_sheet_sends_one_picture_or_all(world: World, alice: Visitor) -> None:
    """The numbers under a group's sheet send that picture; All sends every one; free."""
    here = group_of(world, alice)
    sheet = await alice.ending(await alice.say("/gen foxes --n 3", here))
    await alice.press(sheet, "3")
    (photo,) = await under(world, sheet)
    await alice.press(sheet, "🖼 All")
    everything = await under(world, sheet, 4)

    assert photo["media"]["kind"] == "photo"
    assert {view["media"]["kind"] for view in everything} == {"photo"}
    assert len(everything) == 4
    assert await alice.spent() == 1


async def test_a_double_tap_is_one_order(world: World, alice: Visitor) -> None:
    """Two presses of one button in a moment: both are answered, one is carried out."""
    photo = await alice.ending(await alice.say("/gen fox --n 1"))
    paid = len(world.jimeng.log.paid_submits)
    first, _ = await alice.press(photo, "🔄 Again")
    second, _ = await alice.press(photo, "🔄 Again")
    await alice.ending(photo)

    assert (first, second) == ("On it", "Got it the first time")
    assert len(world.jimeng.log.paid_submits) == paid + 1
    assert await alice.spent() == 2


async def test_try_again_after_a_failure_orders_anew(
    world: World, alice: Visitor
) -> None:
    """The button under a failure places the same order once more."""
    world.jimeng.faults.fail_next("fail_code", code="2002", message="no")
    failed = await alice.ending(await alice.say("/gen fox --n 1"))
    await alice.press(failed, "🔄 Try again")
    photo = await alice.ending(failed)

    assert failed["text"].startswith("❌ ")
    assert photo["media"]["kind"] == "photo"
    assert await alice.spent() == 1


async def test_forged_and_foreign_buttons_do_nothing(
    world: World, alice: Visitor
) -> None:
    """Made-up data, and another chat's job: a toast, no order, nothing shown."""
    bob = visitor(world, "Bob")
    mine = await alice.ending(await alice.say("/gen fox --n 1"))
    theirs = await bob.ending(await bob.say("/gen cat --n 1"))
    paid = len(world.jimeng.log.paid_submits)
    foreign = next(data for data in data_of(theirs) if data.startswith("o:"))
    for data in ("nonsense", "a:nojobhere:0", "x:y:z", foreign):
        query_id = await world.people.press(
            alice.user_id, mine["message_id"], data, stale=True
        )
        answer = await world.people.callback_answer(query_id)
        assert answer["text"] == "This button does nothing any more", data

    assert len(world.jimeng.log.paid_submits) == paid
    assert len(world.people.messages(alice.user_id, from_bot=True)) == 1


async def test_a_stale_cancel_is_answered(world: World, alice: Visitor) -> None:
    """Cancel pressed on an old view of a finished job changes nothing."""
    asked = await alice.say("/gen fox --n 1")
    status = await alice.answer(asked)
    cancel = data_of(status)[0]
    photo = await alice.ending(asked)
    query_id = await world.people.press(
        alice.user_id, photo["message_id"], cancel, stale=True
    )
    await world.people.callback_answer(query_id)

    assert cancel.startswith("c:")
    assert (await alice.ending(asked))["media"] == photo["media"]
    assert await alice.spent() == 1


async def test_cancel_all_ends_a_whole_album(world: World, alice: Visitor) -> None:
    """One button under an album's status message cancels each of its jobs."""
    world.jimeng.faults.fail_next("queue", times=2, places=40, seconds=600.0)
    album = await world.people.send_album(alice.user_id, [PHOTO, PHOTO])
    status = await alice.answer(album[0])
    await alice.press(status, "✖️ Cancel all")
    ending = await world.people.wait_message(
        alice.user_id,
        lambda view: view["reply_to"] == album[0]["message_id"] and not view["buttons"],
    )
    world.jimeng.faults.clear()

    assert ending["text"].count("cancelled") == 2
    assert await alice.spent() == 0


async def test_jobs_have_a_cancel_button_each(alice: Visitor) -> None:
    """`/jobs` with two jobs: the second button stops the second."""
    first = await alice.say("/gen EMU_SLOW one")
    await alice.answer(first)
    second = await alice.say("/gen EMU_SLOW two")
    await alice.answer(second)
    listed = await alice.answer(await alice.say("/jobs"))
    await alice.press(listed, "✖️ Cancel 2")
    stopped = await alice.ending(second)
    await alice.press(listed, "✖️ Cancel 1")
    await alice.ending(first)

    assert "2 jobs under way" in listed["text"]
    assert stopped["text"].startswith("✋ ")
    assert await alice.spent() == 0


async def test_buttons_work_after_a_restart(world: World, alice: Visitor) -> None:
    """Pressed before the bot runs again, or after: originals come, 2x is made."""
    line = await alice.ending(await alice.say("/gen foxes --n 2 --ar 1:1"))
    assert await world.stop() == 0
    query_id = await world.people.press(
        alice.user_id, line["message_id"], "📎 Originals"
    )
    await world.start()
    await world.people.callback_answer(query_id)
    files = await under(world, line, 2)
    await alice.pick(line, "🔍 2x", "2x #1")
    preview = await alice.ending(line)

    assert {file["media"]["sha256"] for file in files} <= kept_sums(world)
    assert preview["text"] == enlarged(128, 128, step=2)
