"""A reply that is about a part of a message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.botapi import Place
from bot.playground.botapi.chats import Chat, Message
from bot.playground.botapi.contents import Content
from bot.playground.botapi.entities import utf16_length
from bot.playground.botapi.quoting import NotQuotable, quote_of
from bot.playground.botapi.spec import bot_api
from tests.unit.botapi.scenery import Client

ANNA = 1001


async def test_quote_reaches_the_bot_and_the_page(client: Client) -> None:
    """The update says the words, where they stand in UTF-16 units, and that a person chose them."""
    sent = await client.ok("sendMessage", chat_id=ANNA, text="🦊 a red <fox>")

    place = Place(reply_to=sent["message_id"], quote="red")
    view = await client.people.send_text(ANNA, "make it blue", place)
    (update,) = await client.updates()

    bot_api().check("Update", update)
    expected = {"text": "red", "position": 5, "is_manual": True}
    assert update["message"]["quote"] == expected
    assert view["quote"] == expected


async def test_words_that_do_not_stand_there_cannot_be_quoted(client: Client) -> None:
    """A person cannot put words into somebody's mouth, and nothing is sent."""
    sent = await client.ok("sendMessage", chat_id=ANNA, text="a fox")

    with pytest.raises(NotQuotable):
        await client.people.send_text(
            ANNA, "what?", Place(reply_to=sent["message_id"], quote="a dog")
        )
    assert await client.updates() == []


async def test_bot_may_quote_with_html_and_entities_stay(client: Client) -> None:
    """The bot's own quote keeps what is bold within it; one that is wrong is refused."""
    said = await client.people.send_text(
        ANNA,
        "one two two",
        entities=[{"type": "bold", "offset": 4, "length": 7}],
    )
    reply = {"message_id": said["message_id"], "quote": "<b>two</b>"}
    reply |= {"quote_parse_mode": "HTML", "quote_position": 8}

    answer = await client.ok(
        "sendMessage", chat_id=ANNA, text="yes", reply_parameters=reply
    )
    refused = await client.no(
        "sendMessage",
        chat_id=ANNA,
        text="no",
        reply_parameters={"message_id": said["message_id"], "quote": "three"},
    )

    assert answer["quote"] == {
        "text": "two",
        "position": 8,
        "is_manual": True,
        "entities": [{"type": "bold", "offset": 0, "length": 3}],
    }
    assert "QUOTE_TEXT_INVALID" in refused


@given(before=st.text(), words=st.text(min_size=1), after=st.text())
def test_position_points_at_the_words(before: str, words: str, after: str) -> None:
    """Whatever stands around them, the words are found where the quote says."""
    text = before + words + after
    message = Message(
        message_id=2,
        chat=Chat(chat_id=ANNA, type="private"),
        at=0.0,
        sender=None,
        content=Content(text=text),
    )
    if not words.strip() or utf16_length(words) > 1024:
        with pytest.raises(NotQuotable):
            quote_of(message, words)
        return

    quote = quote_of(message, words, utf16_length(before))

    units = text.encode("utf-16-le", "surrogatepass")
    start = 2 * quote["position"]
    assert units[start:].startswith(words.encode("utf-16-le", "surrogatepass"))
