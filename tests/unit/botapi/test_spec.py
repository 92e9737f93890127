"""The specification refuses what no Bot API knows."""

import pytest

from bot.playground.botapi.checkers import SpecError
from bot.playground.botapi.methods import METHODS
from bot.playground.botapi.spec import bot_api


def test_every_played_method_is_specified() -> None:
    """No method is played under a name that the specification does not have."""
    assert set(METHODS) <= set(bot_api().methods)


@pytest.mark.parametrize(
    "values, where",
    [
        ({"chat_id": 1}, "text"),
        ({"chat_id": 1, "text": "x", "colour": "red"}, "colour"),
        ({"chat_id": 1, "text": 5}, "text"),
        ({"chat_id": True, "text": "x"}, "chat_id"),
        (
            {"chat_id": 1, "text": "x", "disable_notification": 1},
            "disable_notification",
        ),
        (
            {
                "chat_id": 1,
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"txt": "a"}]]},
            },
            "reply_markup.inline_keyboard.[0].[0].txt",
        ),
        (
            {"chat_id": 1, "text": "x", "reply_parameters": {"message_id": "1"}},
            "reply_parameters.message_id",
        ),
        ({"chat_id": 1, "text": "x", "reply_markup": {"keys": []}}, "reply_markup"),
    ],
)
def test_wrong_calls_name_the_place(values: dict[str, object], where: str) -> None:
    """A wrong parameter is refused with the path to it."""
    method = bot_api().method("sendmessage")
    assert method is not None

    with pytest.raises(SpecError) as caught:
        method.check(values)

    assert caught.value.where == where


def test_media_is_chosen_by_its_type() -> None:
    """A field of a document is refused on a photo."""
    spec = bot_api()
    spec.check("InputMedia", {"type": "document", "media": "x", "thumbnail": "y"})

    with pytest.raises(SpecError):
        spec.check("InputMedia", {"type": "photo", "media": "x", "thumbnail": "y"})
    with pytest.raises(SpecError):
        spec.check("InputMedia", {"type": "phot", "media": "x"})


@pytest.mark.parametrize(
    "kind, value",
    [
        ("ReactionType", {"type": "emoji", "emoji": "👍"}),
        ("BotCommandScope", {"type": "all_private_chats"}),
        ("MenuButton", {"type": "commands"}),
        ("MessageOrigin", {"type": "hidden_user", "date": 1, "sender_user_name": "x"}),
        ("InlineKeyboardButton", {"text": "x", "disabled": {}}),
    ],
)
def test_subtypes_are_found(kind: str, value: dict[str, object]) -> None:
    """Abstract types accept their subtypes by tag."""
    bot_api().check(kind, value)
