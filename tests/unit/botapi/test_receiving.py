"""What people do reaches the bot as the right updates, or not at all."""

import asyncio

import pytest

from bot.playground.botapi import BotApiConfig, Place
from tests.unit.botapi.scenery import ALICE, BOB, TOKEN, Client, picture


async def test_polling_confirms_by_offset(client: Client) -> None:
    """Updates come again until the next offset confirms them."""
    for text in ("one", "two", "three"):
        await client.people.send_text(ALICE, text)
    first = await client.ok("getUpdates", limit=2)
    again = await client.ok("getUpdates")
    rest = await client.ok("getUpdates", offset=first[-1]["update_id"] + 1)

    assert [update["message"]["text"] for update in first] == ["one", "two"]
    assert len(again) == 3
    assert [update["message"]["text"] for update in rest] == ["three"]


async def test_a_long_poll_ends_with_the_first_update(client: Client) -> None:
    """The poll waits, and a message wakes it."""
    poll = asyncio.create_task(client.ok("getUpdates", timeout=30))
    while client.api.world.updates._poll is None:
        await asyncio.wait([poll], timeout=0)
    await client.people.send_text(ALICE, "wake up")

    assert (await poll)[0]["message"]["text"] == "wake up"


async def test_a_second_poll_ends_the_first(client: Client) -> None:
    """The older of two polls gets a conflict."""
    older = asyncio.create_task(client.no("getUpdates", timeout=30))
    while client.api.world.updates._poll is None:
        await asyncio.wait([older], timeout=0)
    await client.ok("getUpdates")

    assert (await older).startswith("Conflict: terminated by other getUpdates request")


async def test_commands_and_mentions_carry_entities(client: Client) -> None:
    """The bot finds its command by entity, in text and in captions."""
    await client.people.send_text(ALICE, "/gen a 🦊 --ar 16:9")
    await client.people.send_photo(ALICE, picture(), caption="/edit night")
    text, photo = [update["message"] for update in await client.updates()]

    assert text["entities"] == [{"type": "bot_command", "offset": 0, "length": 4}]
    assert photo["caption_entities"] == [
        {"type": "bot_command", "offset": 0, "length": 5}
    ]
    assert [size["width"] for size in photo["photo"]] == [90, 320, 640]


async def test_an_album_is_several_updates(client: Client) -> None:
    """Each picture is an update of its own; one carries the caption."""
    pictures = [picture(64, 48), picture(48, 64)]
    await client.people.send_album(ALICE, pictures, caption="/edit both")
    await client.people.send_album(ALICE, pictures, file_names=["a.png", "b.png"])
    updates = [update["message"] for update in await client.updates()]

    assert len({update["media_group_id"] for update in updates}) == 2
    assert [update.get("caption") for update in updates] == [
        "/edit both",
        None,
        None,
        None,
    ]
    assert updates[3]["document"]["mime_type"] == "image/png"


@pytest.mark.parametrize(
    "text, reaches",
    [
        ("hello all", False),
        ("/gen a fox", True),
        ("/gen@imagewright_bot a fox", True),
        ("/gen@other_bot a fox", False),
        ("see @imagewright_bot", True),
        ("see @alice", False),
    ],
)
async def test_privacy_mode(client: Client, text: str, reaches: bool) -> None:
    """In a group only what is meant for the bot arrives; an administrator bot hears all."""
    group = client.people.add_chat("Group", members=[ALICE])["id"]
    await client.people.send_text(ALICE, text, Place(chat_id=group))
    heard = len(await client.updates()) == 1
    client.people.set_member(group, 42, "administrator")
    await client.updates()
    await client.people.send_text(ALICE, text, Place(chat_id=group))

    assert heard is reaches
    assert len(await client.updates()) == 1


async def test_replies_to_the_bot_and_text_mentions_arrive(client: Client) -> None:
    """Both count as meant for the bot."""
    group = client.people.add_chat("Group", members=[ALICE])["id"]
    sent = await client.ok("sendMessage", chat_id=group, text="result")
    await client.people.send_text(
        ALICE, "at night", Place(chat_id=group, reply_to=sent["message_id"])
    )
    me = await client.ok("getMe")
    user = {key: me[key] for key in ("id", "is_bot", "first_name")}
    mention = {"type": "text_mention", "offset": 0, "length": 3, "user": user}
    await client.people.send_text(
        ALICE, "Bot, hi", Place(chat_id=group), entities=[mention]
    )

    texts = [update["message"]["text"] for update in await client.updates()]
    assert texts == ["at night", "Bot, hi"]


async def test_edits_stickers_and_files_arrive(client: Client) -> None:
    """Each kind of thing a person sends has its update."""
    said = await client.people.send_text(ALICE, "/gen fox")
    await client.people.edit_text(ALICE, said["message_id"], "/gen wolf")
    await client.people.send_sticker(ALICE, picture(512, 512, "WEBP"))
    await client.people.send_document(ALICE, b"%PDF", "x.pdf")
    first, edited, sticker, document = await client.updates()

    assert first["message"]["text"] == "/gen fox"
    assert edited["edited_message"]["text"] == "/gen wolf"
    assert sticker["message"]["sticker"]["width"] == 512
    assert document["message"]["document"]["mime_type"] == "application/pdf"


async def test_anonymous_admins_and_channels(client: Client) -> None:
    """They speak through Telegram's stand-in accounts, with sender_chat."""
    channel = client.people.add_chat("News", type="channel", members=[BOB])["id"]
    group = client.people.add_chat("Group", type="supergroup", members=[BOB, ALICE])[
        "id"
    ]
    client.people.set_member(
        group, ALICE, "administrator", is_anonymous=True, custom_title="Boss"
    )
    await client.people.send_text(ALICE, "/x", Place(chat_id=group))
    await client.people.send_text(
        BOB, "/x", Place(chat_id=group, sender_chat_id=channel)
    )
    hidden, spoken = [update["message"] for update in await client.updates()]

    assert hidden["from"]["username"] == "GroupAnonymousBot"
    assert (hidden["sender_chat"]["id"], hidden["author_signature"]) == (group, "Boss")
    assert (spoken["from"]["id"], spoken["sender_chat"]["id"]) == (136817688, channel)


async def test_blocking_and_migration_are_told(client: Client) -> None:
    """The bot hears that it was blocked and where a group went."""
    group = client.people.add_chat("Group", members=[ALICE])["id"]
    client.people.set_blocked(BOB)
    await client.people.send_text(BOB, "nobody hears this")
    new_id = client.people.migrate_chat(group)["id"]
    blocked, left, arrived = await client.updates()

    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert left["message"]["migrate_to_chat_id"] == new_id
    assert arrived["message"]["migrate_from_chat_id"] == group


async def test_members_and_chats_can_be_read(client: Client) -> None:
    """Roles, counts and forum flags are as the scene was set."""
    group = client.people.add_chat(
        "G", type="supergroup", is_forum=True, members=[ALICE, BOB]
    )["id"]
    creator = await client.ok("getChatMember", chat_id=group, user_id=ALICE)
    admins = await client.ok("getChatAdministrators", chat_id=group)

    assert creator["status"] == "creator"
    assert [admin["user"]["id"] for admin in admins] == [ALICE]
    assert await client.ok("getChatMemberCount", chat_id=group) == 3
    assert (await client.ok("getChat", chat_id=group))["is_forum"]
    private = await client.no("getChatAdministrators", chat_id=ALICE)
    assert "no administrators in the private chat" in private


async def test_the_menu_a_person_sees(client: Client) -> None:
    """The narrowest scope and the own language win."""
    for language, word in (("", "Make"), ("ru", "Создать")):
        commands = [{"command": "gen", "description": word}]
        await client.ok("setMyCommands", commands=commands, language_code=language)
    await client.ok("setMyDescription", description="Pictures", language_code="")

    assert client.people.menu(ALICE)[0]["description"] == "Make"
    assert client.people.menu(BOB)[0]["description"] == "Создать"
    assert (await client.ok("getMyDescription"))["description"] == "Pictures"
    assert "BOT_COMMAND_INVALID" in await client.no(
        "setMyCommands", commands=[{"command": "No Way", "description": "x"}]
    )


async def test_forum_messages_name_their_topic() -> None:
    """General has no thread id; a topic's messages have one."""
    config = BotApiConfig(token=TOKEN, privacy_mode=False)
    async with Client(config) as open_client:
        people = open_client.people
        people.add_user("Alice")
        forum = people.add_chat("F", type="supergroup", is_forum=True, members=[ALICE])[
            "id"
        ]
        topic = people.add_topic(forum, "Foxes")["message_thread_id"]
        await people.send_text(ALICE, "a", Place(chat_id=forum, thread_id=topic))
        await people.send_text(ALICE, "b", Place(chat_id=forum))
        _, inside, general = [
            update["message"] for update in await open_client.updates()
        ]

    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert "message_thread_id" not in general
