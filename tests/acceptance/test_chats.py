"""Groups, supergroups and forum topics: where the bot speaks, and where it keeps silent."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.playground.botapi.people import Place
from tests.acceptance.visitor import Visitor, data_of, enlarged, serving, visitor
from tests.acceptance.world import World, buttons_of, open_world
from tests.unit.imaging.samples import as_bytes, scene

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-chats"),
]
PHOTO = as_bytes(scene(96, 64), "JPEG")
Json = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot with privacy mode on; each scene has a group of its own."""
    folder = tmp_path_factory.mktemp("chats")
    async with open_world(folder, privacy_mode=True) as opened, serving(opened):
        yield opened


def group_of(world: World, *members: Visitor, **more: Any) -> int:
    """A group with these people and the bot."""
    chat = world.people.add_chat(
        "Friends", members=[each.user_id for each in members], **more
    )
    return int(chat["id"])


@pytest.mark.parametrize("kind", ["group", "supergroup"])
async def test_several_pictures_are_one_sheet_in_a_group(
    world: World, alice: Visitor, kind: str
) -> None:
    """Four pictures: one message, edited into a numbered grid with a button for each."""
    chat_id = group_of(world, alice, type=kind)
    asked = await alice.say("/gen a red fox", Place(chat_id=chat_id))
    sheet = await alice.ending(asked)

    assert sheet["media"]["kind"] == "photo"
    assert [view["message_id"] for view in alice.heard(asked)] == [sheet["message_id"]]
    assert buttons_of(sheet)[:5] == ["1", "2", "3", "4", "🖼 All"]
    sends = [
        call["method"]
        for call in world.telegram.log.calls(chat_id=chat_id)
        if call["method"].startswith("send") and call["method"] != "sendChatAction"
    ]
    assert sends == ["sendMessage"]


async def test_an_enlargement_in_a_group_is_a_file_in_answer(
    world: World, alice: Visitor
) -> None:
    """`/upscale` as a caption in a group: the file answers the photo, the status shows it."""
    chat_id = group_of(world, alice)
    asked = await alice.show(PHOTO, "/upscale", Place(chat_id=chat_id))
    preview = await alice.ending(asked)

    kinds = [view["media"]["kind"] for view in alice.heard(asked) if view["media"]]
    assert sorted(kinds) == ["document", "photo"]
    assert preview["text"] == enlarged(192, 128)


async def test_everything_stays_in_the_topic(world: World, alice: Visitor) -> None:
    """Status, pictures, file, chat action and refusals carry the topic's id."""
    chat_id = group_of(world, alice, type="supergroup", is_forum=True)
    topic = world.people.add_topic(chat_id, "Art")["message_thread_id"]
    here = Place(chat_id=chat_id, thread_id=topic)
    # A delivery that lasts is accompanied by "sending a photo...".
    world.telegram.faults.fail_next(
        "editMessageMedia", "slow", chat_id=chat_id, seconds=1.5
    )
    drawn = await alice.say("/gen a fox --n 1", here)
    enlarged = await alice.show(PHOTO, "/upscale", here)
    refused = await alice.say("/gen", here)
    await alice.ending(drawn)
    await alice.ending(enlarged)
    await alice.answer(refused)
    await world.telegram.log.wait("sendChatAction", chat_id=chat_id, timeout=30.0)

    said = world.people.messages(chat_id, from_bot=True)
    assert {view["thread_id"] for view in said} == {topic}
    actions = world.telegram.log.calls("sendChatAction", chat_id=chat_id)
    assert {call["params"].get("message_thread_id") for call in actions} == {topic}


async def test_the_general_topic_has_no_thread(world: World, alice: Visitor) -> None:
    """In General the answers carry no thread id: Telegram refuses the number 1."""
    chat_id = group_of(world, alice, type="supergroup", is_forum=True)
    photo = await alice.ending(
        await alice.say("/gen a fox --n 1", Place(chat_id=chat_id))
    )

    calls = world.telegram.log.calls(chat_id=chat_id)
    assert photo["media"]["kind"] == "photo"
    assert {call["params"].get("message_thread_id") for call in calls} == {None}
    assert all(call["ok"] for call in calls)


async def test_a_command_may_name_the_bot(world: World, alice: Visitor) -> None:
    """`/gen@imagewright_bot` is for this bot."""
    chat_id = group_of(world, alice)
    photo = await alice.ending(
        await alice.say("/gen@Imagewright_bot a fox --n 1", Place(chat_id=chat_id))
    )

    assert photo["text"].startswith("a fox\n")


async def test_a_mention_in_a_caption_edits_the_photo(
    world: World, alice: Visitor
) -> None:
    """A photo with the bot's name and words under it: an edit with the words alone."""
    chat_id = group_of(world, alice)
    photo = await alice.ending(
        await alice.show(
            PHOTO, "@imagewright_bot make it night", Place(chat_id=chat_id)
        )
    )

    assert photo["text"].startswith("make it night")


async def test_a_mention_in_reply_to_a_photo_edits_it(
    world: World, alice: Visitor
) -> None:
    """The bot did not see the photo; the answer with its name brings it along."""
    bob = visitor(world, "Bob")
    chat_id = group_of(world, alice, bob)
    photo = await bob.show(PHOTO, "my holidays", Place(chat_id=chat_id))
    edited = await alice.ending(
        await alice.say(
            "@imagewright_bot make it rain",
            Place(chat_id=chat_id, reply_to=photo["message_id"]),
        )
    )

    assert photo["update_id"] is None
    assert edited["text"].startswith("make it rain")
    assert (await alice.spent(), await bob.spent()) == (1, 0)


async def test_a_mention_alone_is_told_what_to_do(world: World, alice: Visitor) -> None:
    """The bot's name and talk: one hint, no order."""
    chat_id = group_of(world, alice)
    asked = await alice.say("hello @imagewright_bot", Place(chat_id=chat_id))

    assert "/gen" in (await alice.answer(asked))["text"]
    assert await alice.spent() == 0


async def test_a_reply_to_the_bots_picture_edits_it(
    world: World, alice: Visitor
) -> None:
    """In a group a plain reply to a result is for the bot; whoever replies pays."""
    bob = visitor(world, "Bob")
    chat_id = group_of(world, alice, bob)
    first = await alice.ending(
        await alice.say("/gen a fox --n 1", Place(chat_id=chat_id))
    )
    edited = await bob.ending(
        await bob.say(
            "with a hat", Place(chat_id=chat_id, reply_to=first["message_id"])
        )
    )

    assert edited["text"].startswith("with a hat")
    assert await bob.spent() == 1


async def test_talk_and_other_bots_commands_are_left_alone(
    world: World, alice: Visitor
) -> None:
    """An admin bot hears everything; it answers only what is for it."""
    chat_id = group_of(world, alice, bot_role="administrator")
    here = Place(chat_id=chat_id)
    heard = [
        await alice.say("good morning", here),
        await alice.say("/gen@other_bot a fox", here),
        await alice.say("/unknown", here),
        await alice.show(PHOTO, "my cat", here),
        await alice.show(PHOTO, "", here),
        *await world.people.send_album(alice.user_id, [PHOTO, PHOTO], here),
    ]
    last = await alice.say("/quota", here)
    await alice.answer(last)

    assert all(message["update_id"] is not None for message in heard)
    said = world.people.messages(chat_id, as_user=alice.user_id, from_bot=True)
    assert [view["reply_to"] for view in said] == [last["message_id"]]


async def test_an_album_in_a_group_is_enlarged_by_its_caption(
    world: World, alice: Visitor
) -> None:
    """`/upscale` under an album in a group that the bot hears: a file each, one sheet."""
    chat_id = group_of(world, alice, bot_role="administrator")
    album = await world.people.send_album(
        alice.user_id, [PHOTO, PHOTO], Place(chat_id=chat_id), caption="/upscale"
    )
    sheet = await world.people.wait_message(
        chat_id,
        lambda view: view["media"] is not None and view["media"]["kind"] == "photo",
    )

    said = world.people.messages(chat_id, from_bot=True)
    assert [view["media"]["kind"] for view in said].count("document") == 2
    assert sheet["reply_to"] == album[0]["message_id"]
    assert "2 done" in sheet["text"]
    assert await alice.spent() == 2


async def test_an_anonymous_admin_is_answered(world: World, alice: Visitor) -> None:
    """Somebody who writes in the group's name gets pictures like everybody else."""
    chat_id = group_of(world, alice, type="supergroup")
    world.people.set_member(chat_id, alice.user_id, "administrator", is_anonymous=True)
    photo = await alice.ending(
        await alice.say("/gen a fox --n 1", Place(chat_id=chat_id))
    )

    assert photo["media"]["kind"] == "photo"
    assert await alice.spent() == 0


async def test_a_sheets_pictures_are_sent_where_the_sheet_is(
    world: World, alice: Visitor
) -> None:
    """Show, all, and originals from a sheet in a topic: in the topic, under the sheet."""
    chat_id = group_of(world, alice, type="supergroup", is_forum=True)
    topic = world.people.add_topic(chat_id, "Art")["message_thread_id"]
    sheet = await alice.ending(
        await alice.say("/gen two foxes --n 2", Place(chat_id=chat_id, thread_id=topic))
    )
    seen = world.people.last_seq
    await alice.press(sheet, "2")
    shown = await world.people.wait_event(
        seen,
        chat_id=chat_id,
        kind="message",
        where=lambda event: bool(event["message"]["media"]),
    )

    assert shown["message"]["media"]["kind"] == "photo"
    assert shown["message"]["thread_id"] == topic
    assert shown["message"]["reply_to"] == sheet["message_id"]
    assert "s:" in "".join(data_of(sheet))


async def test_words_in_reply_to_a_sheet_ask_which_picture(
    world: World, alice: Visitor
) -> None:
    """A sheet shows several: the answer says how to name one, and nothing is charged for it."""
    here = Place(chat_id=group_of(world, alice))
    sheet = await alice.ending(await alice.say("/gen foxes --n 2", here))
    answer = await alice.answer(
        await alice.say(
            "make it night",
            Place(chat_id=sheet["chat_id"], reply_to=sheet["message_id"]),
        )
    )

    assert answer["text"].startswith("That message shows 2 pictures; press a number")
    assert await alice.spent() == 1
