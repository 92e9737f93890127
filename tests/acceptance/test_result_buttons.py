"""Every button under a result, for one picture and for several, in private and in a group."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app.stores import Stores
from bot.domain.recipe import VARIATION
from bot.playground.botapi.people import Place
from tests.acceptance.test_buttons import group_of, under
from tests.acceptance.visitor import Visitor, data_of, serving, unanswered, visitor
from tests.acceptance.witness import Witness
from tests.acceptance.world import PATIENCE, Json, World, buttons_of, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-result-buttons"),
]
FRONT = ["🔄 Again", "🎲 Variation", "✏️ Edit", "🔍 2x", "🔍 4x · 2 credits"]
PHOTO = as_bytes(scene(96, 64), "JPEG")
SPENT = "Your 1 credit of today is used up"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot; in the end every press was answered, and none too late."""
    folder = tmp_path_factory.mktemp("result-buttons")
    async with open_world(folder) as opened, serving(opened):
        yield opened
        assert unanswered(opened) == set()


async def turned(who: Visitor, message: Json, words: str) -> Json:
    """The message, once a button of it says this."""
    return await who.world.people.wait_message(
        message["chat_id"],
        lambda view: (
            view["message_id"] == message["message_id"]
            and any(words in each for each in buttons_of(view))
        ),
        timeout=PATIENCE,
    )


async def question(who: Visitor, message: Json) -> Json:
    """What the bot asks in answer to a press of Edit, once it has written down about which picture.

    Nobody types an answer in the milliseconds between the two.
    """
    asked = await who.world.people.wait_message(
        message["chat_id"],
        lambda view: (
            view["reply_to"] == message["message_id"]
            and bool((view["markup"] or {}).get("force_reply"))
        ),
        timeout=PATIENCE,
    )
    await Witness(who.world).until(partial(is_known, asked=asked))
    return asked


async def is_known(stores: Stores, asked: Json) -> bool:
    """Did the bot write down which picture it asked about?"""
    place = asked["chat_id"], asked["message_id"]
    return await stores.pictures.job_of_message(*place) is not None


async def reply(who: Visitor, message: Json, words: str) -> Json:
    """Answer a message with words."""
    place = Place(chat_id=message["chat_id"], reply_to=message["message_id"])
    return await who.say(words, place)


async def deleted(who: Visitor, message: Json, after: int) -> None:
    """Wait until a message is gone."""
    await who.world.people.wait_event(
        after,
        chat_id=message["chat_id"],
        kind="delete",
        message_id=message["message_id"],
        timeout=PATIENCE,
    )


def in_chat(who: Visitor, chat_id: int) -> list[int]:
    """The bot's messages in a chat."""
    said = who.world.people.messages(chat_id, from_bot=True)
    return [view["message_id"] for view in said]


async def newest_sources(world: World) -> list[str]:
    """What the newest job works on."""
    async with world.stores() as stores:
        job = (await stores.jobs.latest(1))[0]
    return [source.file_id.partition(":")[2] for source in job.sources]


async def test_one_picture_has_all_its_buttons(alice: Visitor) -> None:
    """No page to turn: each is one tap, the prompt is copied by the app itself."""
    photo = await alice.ending(await alice.say("/gen a red fox --n 1"))
    keys = [key for row in photo["buttons"] for key in row]
    copied = [key["copy_text"]["text"] for key in keys if "copy_text" in key]
    assert buttons_of(photo) == [*FRONT, "📎 Original", "📋 Prompt", "🗑 Delete"]
    assert copied == ["a red fox"]


async def test_a_variation_is_an_edit_of_the_picture(
    world: World, alice: Visitor
) -> None:
    """The service gets the picture and an instruction; the chat reads the old words."""
    photo = await alice.ending(await alice.say("/gen a red fox --n 1 --ar 16:9"))
    toast, _ = await alice.press(photo, "🎲 Variation")
    variation = await alice.ending(photo)
    submitted = str(world.jimeng.log.paid_submits[-1].body)

    assert toast == "On it"
    assert VARIATION[:40] in submitted
    assert VARIATION[:20] not in variation["text"]
    assert "a red fox" in variation["text"]
    assert await newest_sources(world) == ["1"]
    assert await alice.spent() == 2


async def test_several_pictures_ask_which(world: World, alice: Visitor) -> None:
    """The page names each; Back shows the front again; the number makes the order."""
    line = await alice.ending(await alice.say("/gen foxes --n 3"))
    await alice.press(line, "🎲 Variation")
    page = await turned(alice, line, "🎲 3")
    await alice.press(line, "⬅️ Back")
    front = await turned(alice, line, "🎲 Variation")
    await alice.pick(line, "🎲 Variation", "🎲 3")
    await alice.ending(line)

    assert buttons_of(page) == ["🎲 1", "🎲 2", "🎲 3", "⬅️ Back"]
    assert front["buttons"] == line["buttons"]
    assert await newest_sources(world) == ["3"]
    assert await alice.spent() == 2


async def test_edit_asks_and_the_answer_is_the_instruction(
    world: World, alice: Visitor
) -> None:
    """Options and all; the question goes once it was answered."""
    line = await alice.ending(await alice.say("/gen foxes --n 2"))
    await alice.pick(line, "✏️ Edit", "✏️ 2")
    asked = await question(alice, line)
    seen = world.people.last_seq
    answer = await reply(alice, asked, "make it night --n 1")
    night = await alice.ending(answer)
    await deleted(alice, asked, seen)

    assert asked["text"].startswith("✏️ What should change in picture 2?")
    assert night["text"].startswith("make it night")
    assert await newest_sources(world) == ["2"]
    assert await alice.spent() == 2


async def test_a_question_outlives_the_process(world: World, alice: Visitor) -> None:
    """Asked before a kill -9, answered after the next start; pages turn as well."""
    line = await alice.ending(await alice.say("/gen foxes --n 2"))
    await alice.pick(line, "✏️ Edit", "✏️ 1")
    asked = await question(alice, line)
    await world.kill()
    await world.start()
    await alice.press(line, "⬅️ Back")
    await turned(alice, line, "🎲 Variation")
    night = await alice.ending(await reply(alice, asked, "make it night"))

    assert "make it night" in night["text"]
    assert await newest_sources(world) == ["1"]


async def test_a_press_before_a_kill_is_one_order(world: World, alice: Visitor) -> None:
    """Killed in the moment of the press: the next start places the order, once."""
    photo = await alice.ending(await alice.say("/gen a fox --n 1"))
    paid = len(world.jimeng.log.paid_submits)
    await world.people.press(alice.user_id, photo["message_id"], "🔄 Again")
    await world.kill()
    await world.start()
    await alice.ending(photo)

    assert len(world.jimeng.log.paid_submits) == paid + 1
    assert await alice.spent() == 2
    # The answer of a press that a dead process had taken may be lost for good.
    await world.people.press(alice.user_id, photo["message_id"], "🗑 Delete")
    await turned(alice, photo, "🗑 Yes, delete")


async def test_two_taps_vary_once(world: World, alice: Visitor) -> None:
    """A nervous finger is answered twice and served once."""
    photo = await alice.ending(await alice.say("/gen a fox --n 1"))
    paid = len(world.jimeng.log.paid_submits)
    toasts = [(await alice.press(photo, "🎲 Variation"))[0] for _ in range(2)]
    await alice.ending(photo)

    assert toasts == ["On it", "Got it the first time"]
    assert len(world.jimeng.log.paid_submits) == paid + 1


async def test_delete_asks_first_and_takes_everything(
    world: World, alice: Visitor
) -> None:
    """Album, line and files of one order; what came before stays."""
    other = await alice.ending(await alice.say("/gen a cat --n 1"))
    line = await alice.ending(await alice.say("/gen foxes --n 2"))
    await alice.press(line, "📎 Originals")
    await under(world, line, 2)
    await alice.press(line, "🗑 Delete")
    asked = await turned(alice, line, "🗑 Yes, delete")
    seen = world.people.last_seq
    toast, _ = await alice.press(line, "🗑 Yes, delete")
    await deleted(alice, line, seen)

    assert buttons_of(asked) == ["⬅️ Keep", "🗑 Yes, delete"]
    assert toast == "Deleted"
    assert in_chat(alice, alice.user_id) == [other["message_id"]]


async def test_an_enlarged_album_goes_as_one(world: World, alice: Visitor) -> None:
    """Two files and the sheet that counts them: one Delete, and Keep leads back to it."""
    album = await world.people.send_album(alice.user_id, [PHOTO, PHOTO])
    sheet = await alice.ending(album[0])
    await alice.press(sheet, "🗑 Delete")
    await turned(alice, sheet, "⬅️ Keep")
    await alice.press(sheet, "⬅️ Keep")
    await turned(alice, sheet, "🗑 Delete")
    await alice.press(sheet, "🗑 Delete")
    await turned(alice, sheet, "🗑 Yes, delete")
    seen = world.people.last_seq
    await alice.press(sheet, "🗑 Yes, delete")
    await deleted(alice, sheet, seen)

    assert in_chat(alice, alice.user_id) == []


async def test_keep_keeps(alice: Visitor) -> None:
    """A slip of the finger changes nothing."""
    photo = await alice.ending(await alice.say("/gen a fox --n 1"))
    await alice.press(photo, "🗑 Delete")
    await turned(alice, photo, "⬅️ Keep")
    await alice.press(photo, "⬅️ Keep")
    kept = await turned(alice, photo, "🗑 Delete")

    assert kept["buttons"] == photo["buttons"]
    assert kept["media"] == photo["media"]


async def test_a_long_prompt_comes_as_a_message(world: World, alice: Visitor) -> None:
    """More than an app copies from a button: one tap on the words copies them."""
    words = "a fox & " + "many hounds " * 30
    photo = await alice.ending(await alice.say(f"/gen {words} --n 1"))
    await alice.press(photo, "📋 Prompt")
    (sent,) = await under(world, photo)

    assert sent["text"] == words.strip()
    assert [entity["type"] for entity in sent["entities"]] == ["code"]


async def test_a_groups_sheet_sends_a_picture_with_buttons_of_its_own(
    world: World, alice: Visitor
) -> None:
    """A number sends that picture; what stands under it is about it alone."""
    bob = visitor(world, "Bob")
    here = group_of(world, alice, bob)
    sheet = await alice.ending(await alice.say("/gen foxes --n 4", here))
    await bob.press(sheet, "3")
    (photo,) = await under(world, sheet)
    await bob.press(photo, "🎲 Variation")
    await bob.ending(photo)
    await alice.press(photo, "🗑 Delete")
    await turned(alice, photo, "🗑 Yes, delete")
    seen = world.people.last_seq
    await alice.press(photo, "🗑 Yes, delete")
    await deleted(alice, photo, seen)

    assert sheet["message_id"] in in_chat(alice, sheet["chat_id"])
    assert len(sheet["buttons"]) == 4
    assert buttons_of(sheet)[:5] == ["1", "2", "3", "4", "🖼 All"]
    assert buttons_of(photo) == [*FRONT[1:], "📎 Original", "📋 Prompt", "🗑 Delete"]
    assert await newest_sources(world) == ["3"]
    assert (await alice.spent(), await bob.spent()) == (1, 1)


async def test_in_a_group_everybody_may_order_and_only_some_delete(
    world: World,
) -> None:
    """A stranger edits for his own credits; he deletes nothing, an admin does."""
    admin, owner = visitor(world, "Ada"), visitor(world, "Olga", "ru")
    stranger, other = visitor(world, "Stan"), visitor(world, "Otto")
    here = group_of(world, admin, owner, stranger, other)
    sheet = await owner.ending(await owner.say("/gen foxes --n 2", here))
    await stranger.press(sheet, "ke:" + data_of(sheet)[0].split(":")[1] + ":0")
    await turned(stranger, sheet, "✏️ 2")
    await stranger.press(sheet, "✏️ 2")
    asked = await question(stranger, sheet)
    night = await other.ending(await reply(other, asked, "make it night --n 1"))
    mine = await reply(stranger, asked, "add snow --n 1")
    seen = world.people.last_seq
    await stranger.ending(mine)
    refused, answer = await stranger.press(sheet, "⬅️ Назад")
    await turned(stranger, sheet, "🗑 Удалить")
    refused, answer = await stranger.press(sheet, "🗑 Удалить")
    await admin.press(sheet, "🗑 Удалить")
    await turned(admin, sheet, "🗑 Да, удалить")
    await admin.press(sheet, "🗑 Да, удалить")
    await deleted(admin, sheet, seen)

    assert asked["text"].startswith("Stan: ✏️ What should change in picture 2?")
    assert asked["markup"]["selective"]
    assert "make it night" in night["text"]
    assert refused.startswith("Only the person who ordered this")
    assert answer["show_alert"]
    assert await owner.spent() == 1
    assert (await stranger.spent(), await other.spent()) == (1, 1)


async def test_no_credits_is_an_alert(tmp_path: Path) -> None:
    """Whoever has none reads it at once; nobody else does, and nothing is ordered."""
    async with open_world(tmp_path) as world, serving(world, QUOTA_USER_DAILY="1"):
        alice = visitor(world)
        photo = await alice.ending(await alice.say("/gen a fox --n 1"))
        said = in_chat(alice, alice.user_id)
        paid = len(world.jimeng.log.paid_submits)
        for button in ("🔄 Again", "🎲 Variation", "🔍 2x"):
            words, answer = await alice.press(photo, button)
            assert words.startswith(SPENT), button
            assert answer["show_alert"], button

        assert in_chat(alice, alice.user_id) == said
        assert len(world.jimeng.log.paid_submits) == paid
        assert await alice.spent() == 1
