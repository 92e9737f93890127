"""Edits, deletions, reactions and buttons."""

from typing import Any

from bot.playground.botapi import Place
from tests.unit.botapi.scenery import ALICE, Client, picture

BUTTONS = {"inline_keyboard": [[{"text": "Cancel", "callback_data": "c:1"}]]}


async def _status(client: Client) -> dict[str, Any]:
    sent = await client.ok(
        "sendMessage", chat_id=ALICE, text="queued", reply_markup=BUTTONS
    )
    return {"chat_id": ALICE, "message_id": sent["message_id"]}


async def test_an_edit_keeps_the_history(client: Client) -> None:
    """The person sees the new text, and the test what was there before."""
    status = await _status(client)
    client.clock.time += 2
    edited = await client.ok("editMessageText", **status, text="running")
    seen = client.people.message(ALICE, status["message_id"])

    assert edited["edit_date"] == int(client.clock.time)
    assert (seen["text"], seen["buttons"]) == ("running", [])
    assert [(past["text"], len(past["buttons"])) for past in seen["history"]] == [
        ("queued", 1)
    ]


async def test_what_cannot_be_edited(client: Client) -> None:
    """Equal content, missing messages and other people's are refused in Telegram's words."""
    status = await _status(client)
    said = await client.people.send_text(ALICE, "mine")
    same = await client.no(
        "editMessageText", **status, text="queued", reply_markup=BUTTONS
    )
    caption = await client.no("editMessageCaption", **status, caption="x")
    theirs = await client.no(
        "editMessageText", chat_id=ALICE, message_id=said["message_id"], text="x"
    )
    await client.ok("deleteMessage", **status)

    assert same.startswith(
        "Bad Request: message is not modified: specified new message content"
    )
    assert caption == "Bad Request: there is no caption in the message to edit"
    assert theirs == "Bad Request: message can't be edited"
    gone = await client.no("editMessageText", **status, text="x")
    assert gone == "Bad Request: message to edit not found"
    assert (
        await client.no("deleteMessage", **status)
        == "Bad Request: message to delete not found"
    )
    assert client.api.log.violations() == []


async def test_a_text_becomes_a_photo_and_then_a_file(client: Client) -> None:
    """EditMessageMedia replaces text by a photo, and a photo by a document."""
    status = await _status(client)
    values = {key: str(value) for key, value in status.items()}
    files = {"result": ("r.png", picture())}
    for kind in ("photo", "document"):
        media = f'{{"type":"{kind}","media":"attach://result","caption":"done"}}'
        answer = await client.upload("editMessageMedia", files, **values, media=media)
        assert answer["result"][kind]
    text = await client.no("editMessageText", **status, text="x")
    await client.ok("editMessageCaption", **status, caption="again")

    assert text == "Bad Request: there is no text in the message to edit"
    seen = client.people.message(ALICE, status["message_id"])
    kinds = [past["media"] and past["media"]["kind"] for past in seen["history"]]
    assert kinds == [None, "photo", "document"]
    assert seen["text"] == "again"


async def test_a_button_is_answered_once_and_in_time(client: Client) -> None:
    """The first answer reaches the person; a second or late one is too old."""
    status = await _status(client)
    query_id = await client.people.press(ALICE, status["message_id"], "Cancel")
    (update,) = await client.updates()
    await client.ok("answerCallbackQuery", callback_query_id=query_id, text="Stopped")
    second = await client.no("answerCallbackQuery", callback_query_id=query_id)
    late = await client.people.press(ALICE, status["message_id"], "c:1")
    client.clock.time += 20

    assert update["callback_query"]["data"] == "c:1"
    assert update["callback_query"]["message"]["text"] == "queued"
    assert (await client.people.callback_answer(query_id))["text"] == "Stopped"
    assert second.startswith(
        "Bad Request: query is too old and response timeout expired"
    )
    assert second == await client.no("answerCallbackQuery", callback_query_id=late)


async def test_a_stale_button_shows_an_inaccessible_message(client: Client) -> None:
    """A press on a deleted message still arrives, without its content."""
    status = await _status(client)
    await client.ok("deleteMessage", **status)
    await client.people.press(ALICE, status["message_id"], "c:1", stale=True)
    (update,) = await client.updates()

    assert update["callback_query"]["message"]["date"] == 0


async def test_deletion_rights(client: Client) -> None:
    """The bot deletes its own for two days; an administrator deletes anything."""
    group = client.people.add_chat("Group", members=[ALICE])["id"]
    said = await client.people.send_text(ALICE, "/x", Place(chat_id=group))
    other = {"chat_id": group, "message_id": said["message_id"]}
    refused = await client.no("deleteMessage", **other)
    client.people.set_member(group, 42, "administrator")
    await client.ok("deleteMessage", **other)
    status = await _status(client)
    client.clock.time += 49 * 3600

    assert refused == "Bad Request: message can't be deleted"
    assert (
        await client.no("deleteMessage", **status)
        == "Bad Request: message can't be deleted"
    )


async def test_reactions_both_ways(client: Client) -> None:
    """The bot's reaction is seen and taken back; the person's reaches a bot that asked."""
    said = await client.people.send_text(ALICE, "look")
    where = {"chat_id": ALICE, "message_id": said["message_id"]}
    await client.ok(
        "setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "👀"}]
    )
    with_eyes = client.people.message(ALICE, said["message_id"])["reactions"]
    await client.ok("setMessageReaction", **where)
    await client.ok("getUpdates", allowed_updates=["message", "message_reaction"])
    await client.people.react(ALICE, said["message_id"], "👍")

    assert with_eyes == {"42": ["👀"]}
    assert client.people.message(ALICE, said["message_id"])["reactions"] == {
        "1001": ["👍"]
    }
    kinds = [list(update)[1] for update in await client.updates()]
    assert kinds == ["message", "message_reaction"]
