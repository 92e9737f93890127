"""When one provider cannot, the next one does the job: once, and for one price."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.orders import GEN, drawing, spent
from tests.acceptance.services import open_services, secrets_told
from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import PATIENCE, Json, World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A world with an admin; the bot is started by the scene."""
    async with open_world(tmp_path) as opened:
        boss = opened.people.add_user("Boss", language_code="en")
        opened.settings["ADMIN_IDS"] = str(boss["id"])
        yield opened
        assert "Traceback" not in opened.log


TROUBLES: dict[str, dict[str, Any]] = {
    "away": {},
    "overloaded": {"name": "http_error", "status": 503},
    "broken": {"name": "http_error", "status": 500, "body": {"code": 500}},
    "busy": {"name": "too_many"},
    "failing": {"name": "ends", "status": 3},
}


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_the_second_does_what_the_first_did_not_take(
    world: World, trouble: str
) -> None:
    """At once, with its name in the status, one charge, and a word that it was another one."""
    async with open_services(world, "hidream", "openai") as services:
        first, second = services["hidream"], services["openai"]
        second.emulator.run_seconds = 1.5  # long enough to be seen at work
        if trouble == "away":
            await first.stop()
        else:
            first.faults.fail_next(**TROUBLES[trouble])
        async with serving(world):
            guest = visitor(world)
            asked = await guest.say(GEN)
            ending = await guest.ending(asked)

            assert "OpenAI" in ending["text"], ending["text"]
            assert "another one did" in ending["text"], ending["text"]
            assert worked(world, ending)[-1].startswith("📨 OpenAI is")
            assert len(first.paid) == (1 if trouble == "failing" else 0)
            assert len(second.paid) == 1
            assert await spent(guest) == 1
            assert bosses_mail(world) == []
        assert secrets_told(world, services) == []


async def test_uploads_that_fail_are_done_elsewhere(world: World) -> None:
    """An edit whose upload finds nobody goes to the next one, which gets the picture itself."""
    async with open_services(world, "jimeng", "hidream") as services:
        await services["jimeng"].stop()
        async with serving(world):
            guest = visitor(world)
            asked = await guest.hand(drawing(), "a.png", "/edit make it night")
            ending = await guest.ending(asked)

            assert "HiDream" in ending["text"]
            assert "another one did" in ending["text"]
            assert services["hidream"].paid[0].notes["sources"] == 1
            assert await spent(guest) == 1


BROKEN_ACCOUNTS: dict[str, dict[str, Any]] = {
    "out of credit": {"code": 3002, "message": "insufficient balance"},
    "key refused": {"code": 401, "message": "invalid token", "status": 401},
}


@pytest.mark.parametrize("reason", BROKEN_ACCOUNTS)
async def test_a_broken_account_is_told_once_and_comes_back(
    world: World, reason: str
) -> None:
    """Jobs go to the second at once, the admin reads one message, and one when it works again."""
    async with open_services(world, "hidream", "openai") as services:
        first, second = services["hidream"], services["openai"]
        first.faults.fail_next("code", times=-1, **BROKEN_ACCOUNTS[reason])
        async with serving(world):
            guest = visitor(world)
            for _ in range(3):
                assert "OpenAI" in (await guest.ending(await guest.say(GEN)))["text"]
            tries = len(first.submits)
            told = [view["text"] for view in bosses_mail(world)]
            first.faults.clear()
            back = await guest.ending(await guest.say(f"{GEN} --provider hidream"))
            mail = await bosses_letters(world, 2)
            again = await guest.ending(await guest.say(GEN))

        assert tries == 1
        assert len(told) == 1
        assert "HiDream is out" in told[0], told
        assert "HiDream" in back["text"]
        assert [view["text"] for view in mail[1:]] == ["✅ HiDream works again."]
        assert "HiDream" in again["text"]
        assert (len(first.paid), len(second.paid)) == (2, 3)
        assert await spent(guest) == 5
        assert secrets_told(world, services) == []


async def test_the_cheaper_second_is_paid_at_its_own_price(world: World) -> None:
    """Four pictures were set aside singly; who makes them together charges one credit."""
    async with open_services(world, "hidream", "jimeng") as services:
        services["hidream"].faults.fail_next("too_many")
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(asked := await guest.say(f"{GEN} --n 4"))

            assert "Jimeng" in ending["text"]
            album = [view for view in guest.heard(asked) if view["media_group_id"]]
            assert len(album) == 4
            assert await spent(guest) == 1


async def test_the_dearer_second_costs_no_more_than_was_agreed(world: World) -> None:
    """One credit for a bundle was agreed: who bills singly makes one picture for it."""
    async with open_services(world, "jimeng", "ideogram") as services:
        services["jimeng"].faults.fail_next("too_many")
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(await guest.say(f"{GEN} --n 4"))

            assert "Ideogram" in ending["text"]
            assert services["ideogram"].paid[0].notes["count"] == 1
            assert await spent(guest) == 1


@pytest.mark.parametrize("second", ["hidream", "local", "jimeng"])
async def test_an_enlargement_is_twice_as_large_whoever_makes_it(
    world: World, second: str
) -> None:
    """The first knows no factors; the second must not choose another one than 2."""
    async with open_services(world, "ideogram", second) as services:
        services["ideogram"].faults.fail_next("too_many")
        async with serving(world):
            guest = visitor(world)
            await guest.ending(asked := await guest.hand(drawing(), "a.png"))

            [file] = [
                view
                for view in guest.heard(asked)
                if view["media"]["kind"] == "document"
            ]
            assert (await guest.picture(file)).size == (192, 128)
            assert await spent(guest) == 1


async def test_a_service_that_echoes_the_key_tells_it_to_nobody(world: World) -> None:
    """The refusal quotes the key: neither the admins nor the log nor the user read it."""
    async with open_services(world, "openai", "hidream") as services:
        secret = services["openai"].secret
        services["openai"].faults.fail_next(
            "refuse",
            status=401,
            code="invalid_api_key",
            message=f"Incorrect API key provided: {secret}. Bearer {secret}",
        )
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(await guest.say(GEN))
            [letter] = await bosses_letters(world, 1)

            assert "HiDream" in ending["text"]
            assert "OpenAI is out" in letter["text"]
        assert secrets_told(world, services) == []


@pytest.mark.parametrize(
    "first, second",
    [("jimeng", "openai"), ("openai", "hidream"), ("hidream", "openai")],
)
async def test_moderation_never_goes_elsewhere(
    world: World, first: str, second: str
) -> None:
    """What one service's rules refuse is not tried at another; nothing is charged."""
    async with open_services(world, first, second) as services, serving(world):
        guest = visitor(world)
        ending = await guest.ending(await guest.say("/gen EMU_BLOCK"))

        assert "content rules" in ending["text"]
        assert "Nothing was charged" in ending["text"]
        assert services[second].log.entries == []
        assert await spent(guest) == 0


async def test_insisting_means_it(world: World) -> None:
    """`--provider` is never answered by another one, not even when that one is down."""
    async with open_services(world, "openai", "hidream") as services:
        services["hidream"].faults.fail_next("code", **BROKEN_ACCOUNTS["out of credit"])
        async with serving(world):
            guest = visitor(world)
            ending = await guest.ending(await guest.say(f"{GEN} --provider hidream"))

            assert "run dry" in ending["text"]
            assert services["openai"].log.entries == []
            assert await spent(guest) == 0


def worked(world: World, ending: Json) -> list[str]:
    """What a status message said while somebody worked, oldest first."""
    view = world.people.message(ending["chat_id"], ending["message_id"])
    said = [past["text"] for past in view["history"]]
    return [text for text in said if "drawing" in text or "getting" in text]


def bosses_mail(world: World) -> list[Json]:
    """What the bot has written to its admin."""
    return world.people.messages(int(world.settings["ADMIN_IDS"]), from_bot=True)


async def bosses_letters(world: World, count: int) -> list[Json]:
    """The same, once there are so many."""
    boss = int(world.settings["ADMIN_IDS"])
    await world.people.wait_message(
        boss, lambda _: len(bosses_mail(world)) >= count, timeout=PATIENCE
    )
    return bosses_mail(world)
