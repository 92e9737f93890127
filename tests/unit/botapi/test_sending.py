"""Texts arrive as Telegram would show them, where they may be sent at all."""

from typing import Any

import pytest

from tests.unit.botapi.scenery import ALICE, BOB, Client


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
    people.delete_account(BOB)
    people.set_bot_may_write(muted, allowed=False)
    new_id = people.migrate_chat(group)["id"]
    migrated = (
        await client.raw("sendMessage", json={"chat_id": group, "text": "x"})
    ).json()

    assert await client.no("sendMessage", chat_id=ALICE, text="x") == (
        "Forbidden: bot was blocked by the user"
    )
    assert (
        await client.no("sendMessage", chat_id=BOB, text="x")
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


async def test_copies_and_forwards(client: Client) -> None:
    """A copy is the bot's own; a forward names its writer."""
    said = await client.people.send_text(ALICE, "words")
    source = {"chat_id": BOB, "from_chat_id": ALICE, "message_id": said["message_id"]}
    copied = await client.ok("copyMessage", **source)
    forwarded = await client.ok("forwardMessage", **source)

    assert client.people.message(BOB, copied["message_id"])["text"] == "words"
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
