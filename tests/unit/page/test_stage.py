"""What the bot of the page is told: its people, and the services that are emulated."""

import asyncio
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from bot.playground.botapi import BotApi, BotApiConfig
from bot.playground.page.cast import gather
from bot.playground.page.emulators import KNOWN
from bot.playground.page.services import Services, serving
from bot.playground.page.stage import page_environment
from bot.playground.tour.environment import TOKEN, bot_environment
from bot.playground.tour.troubles import CannotStart
from bot.settings import Settings


def test_all_but_the_stranger_may_use_the_bot() -> None:
    """Friends, admin, group and forum are on the bot's list; the stranger is not."""
    telegram = BotApi(BotApiConfig(token=TOKEN))

    cast = gather(telegram.people)
    told = cast.settings
    telegram.dispose()

    allowed = {int(each) for each in told["ALLOWED_IDS"].split(",")}
    persons = {person["id"] for person in cast.persons}
    assert allowed == (persons | {cast.group, cast.forum}) - {cast.stranger}
    assert told["ADMIN_IDS"] == str(cast.admin)
    assert [person["language"] for person in cast.persons[:3]] == [
        "en",
        "ru",
        "zh-hans",
    ]


def test_group_has_three_members_and_the_forum_topics() -> None:
    """The scene that the page shows is the one that the issue of a first look asks for."""
    telegram = BotApi(BotApiConfig(token=TOKEN))
    cast = gather(telegram.people)
    group, forum = telegram.people.chat(cast.group), telegram.people.chat(cast.forum)
    telegram.dispose()

    assert sum(not member.user.is_bot for member in group.members.values()) == 3
    assert forum.is_forum
    assert forum.role_of(telegram.world.bot.user_id) == "administrator"
    assert group.role_of(telegram.world.bot.user_id) == "member"
    assert len(forum.topics) == 2


def test_emulated_services_come_first() -> None:
    """The bot asks the emulators before its own engines, and knows their addresses."""
    told = bot_environment(Settings(), "http://127.0.0.1:1", Path("/data"))
    services = Services({"hidream": object()}, {"HIDREAM_API_URL": "http://x"})

    environment = page_environment(told, services)

    assert environment["GENERATE_PROVIDERS"] == "hidream,demo"
    assert environment["UPSCALE_PROVIDERS"] == "hidream,local"
    assert environment["HIDREAM_API_URL"] == "http://x"


async def test_emulated_door_to_a_site_keeps_the_users_session_out() -> None:
    """Dreamina's uploads go to Jimeng's site: with that emulated, the user's own session stays home."""
    own = Settings(jimeng_session_id=SecretStr("a-session"))
    told = bot_environment(own, "http://127.0.0.1:1", Path("/data"))

    async with serving(("dreamina_mcp",)) as services:
        environment = page_environment(told, services)

    assert environment["GENERATE_PROVIDERS"] == "dreamina_mcp,demo"
    assert environment["JIMENG_API_URL"] == environment["DREAMINA_MCP_URL"]
    assert "JIMENG_SESSION_ID" not in environment


async def test_both_doors_of_a_site_share_it() -> None:
    """Emulated together, Jimeng and Dreamina take the same session to the same uploads."""
    async with serving(("dreamina_mcp", "jimeng")) as services:
        settings = services.settings
        names = list(services.emulators)

    assert names == ["dreamina_mcp", "jimeng"]
    assert settings["JIMENG_SESSION_ID"] in settings["DREAMINA_MCP_COOKIE"]
    assert settings["JIMENG_API_URL"] != settings["DREAMINA_MCP_URL"]


async def test_every_known_emulator_can_be_served_and_troubled() -> None:
    """Each name gets an address of its own that answers, and takes the switches on the page."""
    async with serving(KNOWN) as services, httpx.AsyncClient() as client:
        shown = services.shown()
        addresses = [value for key, value in services.settings.items() if "URL" in key]
        for address in addresses:
            answer = await client.get(f"{address.removesuffix('/v1')}/__emulator__/log")
            assert answer.status_code == 200
        for each in shown:
            for trouble in each["troubles"]:
                services.trouble(each["name"], trouble["name"])
            services.trouble(each["name"], None)

    assert [each["name"] for each in shown] == list(KNOWN)


async def test_unknown_emulator_is_said_with_those_there_are() -> None:
    """A misspelt name starts nothing."""
    with pytest.raises(CannotStart, match=r"no emulator of jimenk; there are jimeng"):
        async with serving(("jimenk",)):
            await asyncio.Event().wait()


async def test_trouble_for_a_service_that_is_not_there_is_refused() -> None:
    """A switch without a service behind it is an error, not silence."""
    async with serving(()) as services:
        with pytest.raises(LookupError):
            services.trouble("jimeng", "slow")
