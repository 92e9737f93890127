"""What Telegram shows of the bot before anybody writes to it."""

import pytest
from telegram.error import RetryAfter

from bot.handlers.introducing import publish_descriptions
from tests.unit.handlers.front import TEXTS, Front

LONGEST = {"description": 512, "short_description": 120}  # Bot API, setMy...Description


def descriptions(front: Front, description: str = "", short: str = "") -> None:
    """Let Telegram know these already, in every language."""
    front.request.answers["getMyDescription"] = {"description": description}
    front.request.answers["getMyShortDescription"] = {"short_description": short}


async def test_every_language_and_everybody_else_are_told(front: Front) -> None:
    """A new bot gets both descriptions in three languages, and in its own for other people."""
    descriptions(front)
    await publish_descriptions(front.bot, TEXTS)

    for method, field in (
        ("setMyDescription", "description"),
        ("setMyShortDescription", "short_description"),
    ):
        told = {
            call.get("language_code"): call[field] for call in front.request.of(method)
        }
        assert set(told) == {None, *TEXTS.languages}
        assert told[None] == told[TEXTS.default]
        assert len(set(told.values())) == len(TEXTS.languages)
        assert max(map(len, told.values())) <= LONGEST[field]


async def test_what_stands_there_already_is_not_set_again(front: Front) -> None:
    """A restart changes nothing: Telegram counts changes of a profile."""
    key = "menu-description"
    descriptions(front, TEXTS.get("en", key), TEXTS.get("en", "menu-short-description"))
    await publish_descriptions(front.bot, TEXTS)

    calls = front.request.of("setMyDescription")
    assert {call.get("language_code") for call in calls} == {"ru", "zh"}


@pytest.mark.parametrize("method", ["getMyDescription", "setMyDescription"])
async def test_a_refusal_costs_only_the_descriptions(front: Front, method: str) -> None:
    """Telegram says to wait: the bot goes on without."""
    descriptions(front)
    front.request.answers[method] = RetryAfter(3600)
    await publish_descriptions(front.bot, TEXTS)
    assert front.request.of(method)  # it was asked, refused, and nothing was raised
