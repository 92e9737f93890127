"""Three people with three languages, in private, in a group, in a topic and in General: everything."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.handlers.menu import GROUP as GROUP_MENU
from bot.handlers.menu import PRIVATE as PRIVATE_MENU
from tests.acceptance import everywhere_buttons, everywhere_words
from tests.acceptance.everywhere import (
    GENERAL,
    GROUP,
    LANGUAGES,
    PRIVATE,
    TEXTS,
    TOPIC,
    Scene,
    guests,
    play,
)
from tests.acceptance.visitor import serving
from tests.acceptance.world import PATIENCE, World, open_world

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.xdist_group("acceptance-everywhere"),
]
KINDS = (PRIVATE, GROUP, TOPIC, GENERAL)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """One bot, which hears in groups only what is for it; in the end nothing broke."""
    folder = tmp_path_factory.mktemp("everywhere")
    async with open_world(folder, privacy_mode=True) as opened, serving(opened):
        yield opened
        assert "update.failed" not in opened.log
        assert "text.missing" not in opened.log
        assert "text.incomplete" not in opened.log
        assert "Traceback" not in opened.log


SHARED = (
    everywhere_words.draws,
    everywhere_words.edits_by_a_caption,
    everywhere_words.enlarges,
    everywhere_words.names_bots,
    everywhere_words.asks_about_the_bot,
    everywhere_words.asks_about_themselves,
    everywhere_words.calls_it_off,
    everywhere_words.is_refused,
    everywhere_buttons.opens_the_settings,
)
# So many messages that three people would fill a group's minute: a chat for each.
SPACIOUS = (
    everywhere_words.edits_by_a_reply,
    everywhere_words.mentions_the_bot,
    everywhere_words.sends_an_album,
    everywhere_words.goes_back,
    everywhere_buttons.picks_and_asks,
    everywhere_buttons.orders_by_buttons,
)


@pytest.mark.parametrize("kind", KINDS)
async def test_everybody_is_served_in_their_language(world: World, kind: str) -> None:
    """Orders, answers and refusals for three people at once, in one chat of each kind."""
    await asyncio.gather(*(play(each, guests(world, kind)) for each in SHARED))


@pytest.mark.parametrize("kind", KINDS)
async def test_everybody_goes_on_with_their_pictures(world: World, kind: str) -> None:
    """Replies, mentions, albums, steps and buttons: in whatever language, it is understood."""
    await asyncio.gather(
        *(
            play(each, [everybody[number]])
            for each in SPACIOUS
            for number, everybody in enumerate(
                guests(world, kind, bot_role=role_in(each)) for _ in LANGUAGES
            )
        )
    )


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_bot_introduces_itself(world: World, language: str) -> None:
    """Menus of private chats and groups, and both descriptions, in the words of the catalogue."""
    everybody = {guest.language: guest for guest in guests(world, GROUP)}
    guest, people = everybody[language], world.people
    # The last of the start's calls; languages come in the order of their codes.
    await world.telegram.log.feed.wait(
        0,
        lambda call: (
            call["method"] == "setMyShortDescription"
            and call["params"].get("language_code") == "zh"
        ),
        PATIENCE,
    )
    for chat_id, names in ((None, PRIVATE_MENU), (guest.chat_id, GROUP_MENU)):
        menu = people.menu(guest.who.user_id, chat_id)
        assert {line["command"]: line["description"] for line in menu} == {
            name: TEXTS.get(language, f"menu-{name}") for name in names
        }
    for field, key in (
        ("description", "menu-description"),
        ("short_description", "menu-short-description"),
    ):
        assert people.world.profile.text(field, language) == TEXTS.get(language, key)


def role_in(each: Scene) -> str:
    """A group shows a bot an album's further pictures only when it is an admin."""
    return "administrator" if each is everywhere_words.sends_an_album else "member"
