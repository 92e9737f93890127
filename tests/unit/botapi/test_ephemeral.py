"""Messages to one person of a group: who may send them, when, and who sees them."""

from typing import Any

import pytest

from bot.playground.botapi import Place
from tests.unit.botapi.scenery import ALICE, BOB, Client


async def test_ephemeral_messages_reach_one_person(client: Client) -> None:
    """Only the receiver sees it; an administrator bot needs no reason."""
    people = client.people
    group = people.add_chat("Group", members=[ALICE, BOB], bot_role="administrator")[
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
    assert [seen["text"] for seen in people.messages(group, as_user=BOB)] == ["/quota"]
    await client.ok("deleteEphemeralMessage", **key)
    assert "not found" in await client.no("deleteEphemeralMessage", **key)


async def test_a_bot_without_rights_whispers_only_after_a_press(client: Client) -> None:
    """A press gives it leave for 15 seconds; an ordinary message, even a fresh one, never does."""
    people = client.people
    group = people.add_chat("Group", members=[ALICE, BOB])["id"]
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
        only_for(BOB, callback_query_id=query_id),
        {"chat_id": ALICE} | pressed,
    ):
        assert "BOT_NOT_ADMIN" in await client.no("sendMessage", **(call | refused))
    assert (await client.ok("sendMessage", **call, **pressed))["message_id"] == 0
    client.clock.time += 16
    assert "BOT_NOT_ADMIN" in await client.no("sendMessage", **call, **pressed)


async def test_an_ephemeral_command_is_between_two(client: Client) -> None:
    """Only a declared one can be sent so; it gives any bot leave to answer alone for 15 seconds."""
    people = client.people
    group = people.add_chat("Group", members=[ALICE, BOB])["id"]
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
    assert people.messages(group, as_user=BOB) == []
    client.clock.time += 16
    assert "BOT_NOT_ADMIN" in await client.no("sendMessage", **call)
    with pytest.raises(PermissionError):
        await people.send_text(ALICE, "/gen fox", here)
