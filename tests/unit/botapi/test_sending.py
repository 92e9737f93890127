"""Texts, photos, files and albums arrive as Telegram would show them."""

import io
from typing import Any

import pytest
from PIL import Image

from bot.playground.botapi import BotApiConfig, Place
from tests.unit.botapi.scenery import TOKEN, Client, picture

ALICE = 1001


async def test_a_text_arrives_with_its_entities_and_buttons(client: Client) -> None:
    """HTML is parsed and the keyboard comes back in the answer."""
    rows = [[{"text": "Go", "callback_data": "go"}]]
    sent = await client.ok(
        "sendMessage",
        chat_id=ALICE,
        text=" <b>Hi</b> ",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": rows},
    )

    assert sent["text"] == "Hi"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert sent["reply_markup"] == {"inline_keyboard": rows}
    assert client.people.messages(ALICE)[0]["buttons"] == rows
    assert client.api.log.violations() == []


@pytest.mark.parametrize(
    "values, words",
    [
        ({"text": "  "}, "message text is empty"),
        ({"text": "🦊" * 2049}, "message is too long"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "message_thread_id": 1}, "message thread not found"),
        ({"text": "x", "nonsense": 1}, "no such parameter"),
        (
            {
                "text": "x",
                "reply_markup": {
                    "inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]
                },
            },
            "BUTTON_DATA_INVALID",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
            "exactly one action",
        ),
    ],
)
async def test_calls_no_client_should_make_are_violations(
    client: Client, values: dict[str, Any], words: str
) -> None:
    """They are refused with 400 and stand in the log as violations."""
    description = await client.no("sendMessage", chat_id=ALICE, **values)

    assert words in description
    assert [words in line for line in client.api.log.violations()] == [True]


async def test_4096_units_after_parsing_pass(client: Client) -> None:
    """The limit counts what is shown, not the tags."""
    sent = await client.ok(
        "sendMessage", chat_id=ALICE, text=f"<b>{'🦊' * 2048}</b>", parse_mode="HTML"
    )

    assert sent["entities"][0]["length"] == 4096


async def test_unknown_chats_tokens_and_methods(client: Client) -> None:
    """Each gets Telegram's own answer."""
    assert (
        await client.no("sendMessage", chat_id=9, text="x")
        == "Bad Request: chat not found"
    )
    stranger = await client.http.post("/bot1:2/getMe")
    nothing = await client.raw("getNothing")
    unplayed = await client.raw("sendDice", json={"chat_id": ALICE})

    assert (stranger.status_code, stranger.json()["description"]) == (
        401,
        "Unauthorized",
    )
    assert nothing.status_code == 404
    assert unplayed.status_code == 501
    assert len(client.api.log.violations()) == 1


async def test_a_photo_is_recompressed_into_sizes(client: Client) -> None:
    """The largest size is a JPEG of at most 1280 a side; its id can be sent again."""
    answer = await client.upload(
        "sendPhoto",
        {"photo": ("x.png", picture(2560, 1280))},
        chat_id=str(ALICE),
        caption="hi",
    )
    sizes = answer["result"]["photo"]
    again = await client.ok("sendPhoto", chat_id=ALICE, photo=sizes[-1]["file_id"])
    data = await client.people.download(sizes[-1]["file_id"])

    assert [(size["width"], size["height"]) for size in sizes] == [
        (90, 45),
        (320, 160),
        (1280, 640),
    ]
    assert again["photo"] == sizes
    assert Image.open(io.BytesIO(data)).format == "JPEG"


async def test_a_document_keeps_its_bytes(client: Client) -> None:
    """A file comes back byte for byte through getFile, and is no photo."""
    data = picture(300, 200)
    answer = await client.upload(
        "sendDocument",
        {
            "document": ("x.png", data, "image/png"),
            "thumb": ("t.jpg", picture(90, 60, "JPEG")),
        },
        chat_id=str(ALICE),
        thumbnail="attach://thumb",
    )
    document = answer["result"]["document"]
    file = await client.ok("getFile", file_id=document["file_id"])
    fetched = await client.http.get(f"/file/bot{TOKEN}/{file['file_path']}")

    assert fetched.content == data
    assert document["file_name"] == "x.png"
    assert document["thumbnail"]["width"] == 90
    assert "can't use file of type Document as Photo" in await client.no(
        "sendPhoto", chat_id=ALICE, photo=document["file_id"]
    )


@pytest.mark.parametrize(
    "data, words",
    [
        (picture(10, 300), "PHOTO_INVALID_DIMENSIONS"),
        (picture(9000, 1001), "PHOTO_INVALID_DIMENSIONS"),
        (b"no picture at all", "IMAGE_PROCESS_FAILED"),
        (picture(64, 64)[:100], "IMAGE_PROCESS_FAILED"),
        (picture(2000, 2000, "BMP"), "too big for a photo"),
    ],
)
async def test_impossible_photos_are_refused(
    client: Client, data: bytes, words: str
) -> None:
    """Dimensions, bytes and real decoding are checked."""
    answer = await client.upload(
        "sendPhoto", {"photo": ("x", data)}, chat_id=str(ALICE)
    )

    assert words in answer["description"]


async def test_without_recompression_the_bytes_stay() -> None:
    """The switch leaves one size with the very bytes that came."""
    async with Client(BotApiConfig(token=TOKEN, recompress=False)) as client:
        client.people.add_user("Alice")
        data = picture(2000, 1000, "JPEG")
        answer = await client.upload(
            "sendPhoto", {"photo": ("x", data)}, chat_id=str(ALICE)
        )
        sizes = answer["result"]["photo"]

        assert [size["width"] for size in sizes] == [2000]
        assert await client.people.download(sizes[0]["file_id"]) == data


async def test_files_over_the_limits() -> None:
    """Uploads over the cap get 413, downloads over the cap are too big."""
    config = BotApiConfig(token=TOKEN, upload_limit=5000, download_limit=3000)
    async with Client(config) as client:
        client.people.add_user("Alice")
        big = await client.upload(
            "sendDocument", {"document": ("x", b"x" * 5001)}, chat_id="1001"
        )
        fits = await client.upload(
            "sendDocument", {"document": ("x", b"x" * 5000)}, chat_id="1001"
        )
        file_id = fits["result"]["document"]["file_id"]

        assert big["error_code"] == 413
        assert (
            await client.no("getFile", file_id=file_id)
            == "Bad Request: file is too big"
        )


async def test_albums(client: Client) -> None:
    """2-10 of one kind make an album; the caption stays on its picture."""
    files = {name: (name, picture(64, 48)) for name in "ab"}
    media = (
        '[{"type":"photo","media":"attach://a","caption":"two"},'
        '{"type":"photo","media":"attach://b"}]'
    )
    answer = await client.upload(
        "sendMediaGroup", files, chat_id=str(ALICE), media=media
    )
    single = await client.no(
        "sendMediaGroup",
        chat_id=ALICE,
        media=[{"type": "photo", "media": "attach://a"}],
    )
    mixed = [{"type": kind, "media": "x"} for kind in ("photo", "document")]

    first, second = answer["result"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("two", False)
    assert "wrong number of items" in single
    assert "can't be mixed" in await client.no(
        "sendMediaGroup", chat_id=ALICE, media=mixed
    )


async def test_replies_to_what_is_gone(client: Client) -> None:
    """A deleted message cannot be answered, unless the call allows to go without."""
    prompt = await client.people.send_text(ALICE, "/gen a fox")
    reply = {"message_id": prompt["message_id"]}
    sent = await client.ok(
        "sendMessage", chat_id=ALICE, text="x", reply_parameters=reply
    )
    await client.people.delete_message(ALICE, prompt["message_id"])
    refused = await client.no(
        "sendMessage", chat_id=ALICE, text="x", reply_parameters=reply
    )
    reply["allow_sending_without_reply"] = True
    alone = await client.ok(
        "sendMessage", chat_id=ALICE, text="x", reply_parameters=reply
    )

    assert sent["reply_to_message"]["text"] == "/gen a fox"
    assert refused == "Bad Request: message to be replied not found"
    assert "reply_to_message" not in alone


async def test_chats_that_do_not_take_messages(client: Client) -> None:
    """Blocked, deactivated, migrated, left and muted chats answer each in its way."""
    people = client.people
    group = people.add_chat("Old", members=[ALICE])["id"]
    left = people.add_chat("Left", type="supergroup", bot_role="kicked")["id"]
    muted = people.add_chat("Muted", members=[ALICE])["id"]
    people.set_blocked(ALICE)
    people.delete_account(1002)
    people.set_bot_may_write(muted, allowed=False)
    new_id = people.migrate_chat(group)["id"]
    migrated = (
        await client.raw("sendMessage", json={"chat_id": group, "text": "x"})
    ).json()

    assert await client.no("sendMessage", chat_id=ALICE, text="x") == (
        "Forbidden: bot was blocked by the user"
    )
    assert (
        await client.no("sendMessage", chat_id=1002, text="x")
        == "Forbidden: user is deactivated"
    )
    assert "kicked from the supergroup" in await client.no(
        "sendMessage", chat_id=left, text="x"
    )
    assert "not enough rights" in await client.no(
        "sendMessage", chat_id=muted, text="x"
    )
    assert migrated["parameters"] == {"migrate_to_chat_id": new_id}
    await client.ok("sendMessage", chat_id=new_id, text="x")
    assert client.api.log.violations() == []


async def test_topics(client: Client) -> None:
    """Messages stay in their topic; closed and unknown ones are refused."""
    people = client.people
    forum = people.add_chat("Forum", type="supergroup", is_forum=True, members=[ALICE])[
        "id"
    ]
    topic = people.add_topic(forum, "Foxes")["message_thread_id"]
    sent = await client.ok(
        "sendMessage", chat_id=forum, message_thread_id=topic, text="x"
    )
    reply = {"message_id": sent["message_id"]}
    answered = await client.ok(
        "sendMessage", chat_id=forum, text="y", reply_parameters=reply
    )
    general = await client.ok("sendMessage", chat_id=forum, text="z")
    unknown = await client.no(
        "sendMessage", chat_id=forum, message_thread_id=99, text="x"
    )
    people.set_topic_closed(forum, topic)

    assert sent["message_thread_id"] == answered["message_thread_id"] == topic
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "Foxes"
    assert "message_thread_id" not in general
    assert unknown == "Bad Request: message thread not found"
    assert await client.no(
        "sendMessage", chat_id=forum, message_thread_id=topic, text="x"
    ) == ("Bad Request: TOPIC_CLOSED")


async def test_ephemeral_messages_reach_one_person(client: Client) -> None:
    """Only the receiver sees it; an administrator bot needs no reason."""
    people = client.people
    group = people.add_chat("Group", members=[ALICE, 1002], bot_role="administrator")[
        "id"
    ]
    said = await people.send_text(ALICE, "/quota", Place(chat_id=group))
    sent = await client.ok(
        "sendMessage",
        chat_id=group,
        text="three left",
        ephemeral_message_parameters={"receiver_user_id": ALICE},
        reply_parameters={"message_id": said["message_id"]},
    )
    key = {
        "chat_id": group,
        "receiver_user_id": ALICE,
        "ephemeral_message_id": sent["ephemeral_message_id"],
    }
    await client.ok("editEphemeralMessageText", **key, text="two left")

    assert (sent["message_id"], sent["receiver_user"]["id"]) == (0, ALICE)
    assert [seen["text"] for seen in people.messages(group, as_user=ALICE)] == [
        "/quota",
        "two left",
    ]
    assert [seen["text"] for seen in people.messages(group, as_user=1002)] == ["/quota"]
    await client.ok("deleteEphemeralMessage", **key)
    assert "not found" in await client.no("deleteEphemeralMessage", **key)


async def test_a_bot_without_rights_whispers_only_after_a_press(client: Client) -> None:
    """A press gives it leave for 15 seconds; an ordinary message, even a fresh one, never does."""
    people = client.people
    group = people.add_chat("Group", members=[ALICE, 1002])["id"]
    said = await people.send_text(ALICE, "/quota", Place(chat_id=group))
    keys = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    shown = await client.ok(
        "sendMessage", chat_id=group, text="menu", reply_markup=keys
    )
    query_id = await people.press(ALICE, shown["message_id"], "Go", chat_id=group)
    call = {"chat_id": group, "text": "psst"}

    def only_for(user_id: int, **more: str) -> dict[str, Any]:
        return {"ephemeral_message_parameters": {"receiver_user_id": user_id, **more}}

    answering = {"reply_parameters": {"message_id": said["message_id"]}}
    pressed = only_for(ALICE, callback_query_id=query_id)
    for refused in (
        only_for(ALICE) | answering,
        only_for(1002, callback_query_id=query_id),
        {"chat_id": ALICE} | pressed,
    ):
        assert "BOT_NOT_ADMIN" in await client.no("sendMessage", **(call | refused))
    assert (await client.ok("sendMessage", **call, **pressed))["message_id"] == 0
    client.clock.time += 16
    assert "BOT_NOT_ADMIN" in await client.no("sendMessage", **call, **pressed)


async def test_an_ephemeral_command_is_between_two(client: Client) -> None:
    """Only a declared one can be sent so; it gives any bot leave to answer alone for 15 seconds."""
    people = client.people
    group = people.add_chat("Group", members=[ALICE, 1002])["id"]
    here = Place(chat_id=group, ephemeral=True)
    await client.ok(
        "setMyCommands",
        scope={"type": "all_group_chats"},
        commands=[{"command": "quota", "description": "Q", "is_ephemeral": True}],
    )
    said = await people.send_text(ALICE, "/quota", here)
    (update,) = await client.updates()
    call = {
        "chat_id": group,
        "text": "three left",
        "ephemeral_message_parameters": {"receiver_user_id": ALICE},
        "reply_parameters": {"ephemeral_message_id": said["ephemeral_id"]},
    }
    await client.ok("sendMessage", **call)

    assert update["message"]["message_id"] == 0
    assert update["message"]["ephemeral_message_id"] == said["ephemeral_id"]
    assert len(people.messages(group, as_user=ALICE)) == 2
    assert people.messages(group, as_user=1002) == []
    client.clock.time += 16
    assert "BOT_NOT_ADMIN" in await client.no("sendMessage", **call)
    with pytest.raises(PermissionError):
        await people.send_text(ALICE, "/gen fox", here)


async def test_copies_and_forwards(client: Client) -> None:
    """A copy is the bot's own; a forward names its writer."""
    said = await client.people.send_text(ALICE, "words")
    source = {"chat_id": 1002, "from_chat_id": ALICE, "message_id": said["message_id"]}
    copied = await client.ok("copyMessage", **source)
    forwarded = await client.ok("forwardMessage", **source)

    assert client.people.message(1002, copied["message_id"])["text"] == "words"
    assert forwarded["forward_origin"]["sender_user"]["id"] == ALICE


async def test_drafts_and_chat_actions_are_seen(client: Client) -> None:
    """They leave no message, only an event."""
    await client.ok("sendChatAction", chat_id=ALICE, action="upload_photo")
    await client.ok("sendMessageDraft", chat_id=ALICE, draft_id=1, text="thin")

    kinds = [event["kind"] for event in client.people.events(chat_id=ALICE)]
    assert kinds == ["chat_action", "draft"]
    assert client.people.messages(ALICE) == []
    assert "wrong parameter action" in await client.no(
        "sendChatAction", chat_id=ALICE, action="dance"
    )


async def test_a_link_to_a_person_becomes_a_mention(client: Client) -> None:
    """Who is known to the server is named; a link to anybody else stays a link."""
    text = (
        f'<a href="tg://user?id={ALICE}">Alice</a>, <a href="tg://user?id=9">who</a>?'
    )
    sent = await client.ok("sendMessage", chat_id=ALICE, text=text, parse_mode="HTML")

    known, unknown = sent["entities"]
    assert (known["type"], known["user"]["id"]) == ("text_mention", ALICE)
    assert unknown["type"] == "text_link"


async def test_a_wish_for_an_answer_is_for_the_app_alone(client: Client) -> None:
    """People's apps are asked to answer; the API shows no such keyboard to the bot."""
    wish = {"force_reply": True, "selective": True, "input_field_placeholder": "words"}
    sent = await client.ok(
        "sendMessage", chat_id=ALICE, text="What?", reply_markup=wish
    )

    view = client.people.message(ALICE, sent["message_id"])
    assert "reply_markup" not in sent
    assert (view["markup"], view["buttons"]) == (wish, [])
