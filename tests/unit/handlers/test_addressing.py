"""Groups, topics, mentions: when the bot is spoken to, and where it answers."""

from typing import Any

import pytest

from bot.domain.job import Address
from providers.base import Operation
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    GROUP,
    ME,
    MYSELF,
    document,
    mention,
    message,
    person,
    photo,
    update,
)


@pytest.mark.parametrize(
    "text", ["/gen a fox", "/gen@WrightBot a fox", "/GEN@wrightbot a fox"]
)
async def test_commands_for_us_are_heard_in_groups(front: Front, text: str) -> None:
    """Bare commands and those with our name, whatever the case."""
    await front.receive(update(message(text, chat=GROUP)))
    assert front.order.recipe.prompt == "a fox"


@pytest.mark.parametrize(
    "more",
    [
        {"text": "/gen@OtherBot a fox"},
        {"text": "what a day"},
        {"text": "/weather"},
        photo(),
        {"caption": "holiday", **photo()},
        document("application/pdf", "a.pdf"),
    ],
)
async def test_a_group_is_left_alone(front: Front, more: dict[str, Any]) -> None:
    """Talk, pictures and commands for others are none of our business."""
    raw = update(message(chat=GROUP, **more))
    await front.receive(raw)
    assert (front.desk.orders, front.request.calls) == ([], [])
    assert front.is_handled(raw)


async def test_a_mention_under_a_photo_is_an_edit(front: Front) -> None:
    """Captions are read for mentions; emoji before them do not move the cut."""
    caption = "🦊🦊 @WrightBot make it night"
    await front.receive(
        update(
            message(
                chat=GROUP,
                caption=caption,
                caption_entities=mention(caption),
                **photo(),
            )
        )
    )
    assert front.order.recipe.prompt == "🦊🦊 make it night"


async def test_a_text_mention_is_a_mention(front: Front) -> None:
    """Bots can be named without a username."""
    entity = {"type": "text_mention", "offset": 0, "length": 6, "user": MYSELF}
    body = message("Wright night", chat=GROUP, entities=[entity])
    await front.receive(update({**body, "reply_to_message": message(**photo())}))
    assert front.order.recipe.operation is Operation.EDIT
    assert front.order.recipe.prompt == "night"


async def test_a_mention_without_a_picture_gets_a_hint(front: Front) -> None:
    """Who speaks to the bot gets an answer."""
    text = "@WrightBot hi"
    await front.receive(update(message(text, chat=GROUP, entities=mention(text))))
    assert len(front.said) == 1
    assert front.desk.orders == []


async def test_another_name_is_no_mention(front: Front) -> None:
    """A longer name that begins like ours is somebody else."""
    text = "@WrightBotty hi"
    entities = [{"type": "mention", "offset": 0, "length": 12}]
    await front.receive(update(message(text, chat=GROUP, entities=entities)))
    assert front.request.calls == []


async def test_small_talk_under_our_messages_stays_unanswered(front: Front) -> None:
    """A reply to the bot is heard, but thanks need no answer."""
    above = {**message("done", chat=GROUP), "from": MYSELF}
    await front.receive(update(message("thanks", chat=GROUP, reply_to_message=above)))
    assert front.request.calls == []


@pytest.mark.parametrize("body", [photo(), document()])
async def test_an_answer_without_words_is_no_order(
    front: Front, body: dict[str, Any]
) -> None:
    """A group answers pictures with pictures; in private a photo alone is enlarged."""
    above = {**message("done", chat=GROUP), "from": MYSELF}
    await front.receive(update(message(chat=GROUP, reply_to_message=above, **body)))
    assert front.request.calls == []
    assert front.desk.orders == []


async def test_a_topics_opening_is_not_a_reply_to_us(front: Front) -> None:
    """In a forum every message answers the topic's first one, by form."""
    opening = {
        **message(chat=GROUP),
        "from": MYSELF,
        "forum_topic_created": {"name": "t", "icon_color": 1},
    }
    body = message("night", chat=GROUP, reply_to_message=opening)
    await front.receive(update(body))
    assert front.request.calls == []


@pytest.mark.parametrize("thread,kept", [(77, 77), (1, None)])
async def test_the_answer_stays_in_its_topic(
    front: Front, thread: int, kept: int | None
) -> None:
    """The topic is kept for orders and answers; General has no id that may be sent."""
    topic = {"chat": GROUP, "message_thread_id": thread, "is_topic_message": True}
    ordered, wrong = message("/gen fox", **topic), message("/gen", **topic)
    await front.receive(update(ordered), update(wrong))
    assert front.order.address == Address(
        chat_id=GROUP, thread_id=kept, reply_to=ordered["message_id"]
    )
    (call,) = front.request.of("sendMessage")
    assert call.get("message_thread_id") == kept


async def test_a_reply_thread_is_no_topic(front: Front) -> None:
    """Ordinary groups number their reply threads; sending that id is refused."""
    await front.receive(update(message("/gen fox", chat=GROUP, message_thread_id=9)))
    assert front.order.address.thread_id is None


@pytest.mark.parametrize("sender", [GROUP, -100555])
async def test_who_writes_as_a_chat_pays_as_that_chat(
    front: Front, sender: int
) -> None:
    """Anonymous admins and channels in groups have no user id of their own."""
    stand_in = {**person(1087968824), "is_bot": True}
    body = message(
        "/gen fox", chat=GROUP, sender_chat={"id": sender, "type": "channel"}
    )
    await front.receive(update({**body, "from": stand_in}))
    assert front.order.user_id == sender


async def test_a_channels_forwarded_posts_are_ignored(front: Front) -> None:
    """The post that opens a discussion is not addressed to us."""
    body = message(
        "/gen fox",
        chat=GROUP,
        sender_chat={"id": -100555, "type": "channel"},
        is_automatic_forward=True,
    )
    await front.receive(update(body))
    assert front.desk.orders == []


@pytest.mark.parametrize(
    "words", ["\u200b", "\u2800 \u3164", "\u200f\u202e\u2066\u2069", " \ufeff\n\u200d "]
)
@pytest.mark.parametrize("command", ["/gen {}", "/gen@WrightBot {}", "/edit {}"])
async def test_words_that_nobody_sees_are_no_words(
    front: Front, command: str, words: str
) -> None:
    """An empty message costs nothing, not even in answer to another empty one."""
    quoted = {**message(words), **photo()} if "edit" in command else message(words)
    text = command.format(words)
    await front.receive(update(message(text, reply_to_message=quoted)))
    assert front.desk.orders == []
    assert len(front.said) == 1


async def test_what_is_seen_stays_whole(front: Front) -> None:
    """Marks go from the ends alone; joiners within and the tags of a flag are part of a sign."""
    seen = "\u05e9\u200f\u05e2 👩\u200d🎨 🏴\U000e0067\U000e0062\U000e007f"
    await front.receive(update(message(f"\u200f/gen \u2067{seen}\u2069\u200b")))
    assert front.order.recipe.prompt == seen


def test_the_bot_is_who_it_is() -> None:
    """The fixtures speak of the same bot."""
    assert ME.user_id == MYSELF["id"]
