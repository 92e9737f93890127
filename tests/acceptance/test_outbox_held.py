"""What stands still for one chat, or crawls for many, keeps nobody else waiting."""

import asyncio
from pathlib import Path

from bot.delivery.outbox.limits import OutboxLimits
from bot.playground.botapi.speaking import Place
from tests.acceptance.world import PATIENCE, Json, open_world

LONG = 2 * PATIENCE  # seconds; longer than anybody waits here
LIMITS = OutboxLimits()


def _is_photo(view: Json) -> bool:
    return bool(view["media"])


async def test_a_group_that_is_let_nothing_in_keeps_no_place(tmp_path: Path) -> None:
    """With MAX_JOBS=1 a result waits for a 429 to pass, and somebody else's job is done meanwhile."""
    async with open_world(tmp_path, flood_limits=True) as world:
        world.settings["MAX_JOBS"] = "1"
        alice, bob = (world.people.add_user(name)["id"] for name in ("Alice", "Bob"))
        group = world.people.add_chat("Foxes", members=[alice])["id"]
        for method in ("editMessageMedia", "sendPhoto"):
            world.telegram.faults.fail_next(
                method, "429", chat_id=group, retry_after=int(LONG)
            )
        await world.start()
        await world.people.send_text(alice, "/gen a fox --n 1", Place(chat_id=group))
        await world.telegram.log.wait("editMessageMedia", chat_id=group)

        await world.people.send_text(bob, "/gen a fox --n 1")
        await world.people.wait_message(bob, _is_photo, timeout=PATIENCE)

        shown = world.people.messages(group, from_bot=True)
        assert not any(_is_photo(view) for view in shown)


async def test_uploads_that_crawl_leave_the_bot_answering(tmp_path: Path) -> None:
    """As many results as may be under way hang at Telegram; a stranger's order is heard at once."""
    async with open_world(tmp_path) as world:
        world.settings |= {"MAX_JOBS": "100", "QUOTA_USER_DAILY": "none"}
        crowd = [
            world.people.add_user(f"P{number}")["id"]
            for number in range(LIMITS.in_flight)
        ]
        world.telegram.faults.fail_next(
            "editMessageMedia", "slow", len(crowd), seconds=LONG
        )
        await world.start()
        hanging = world.telegram.log.feed.last_seq
        await asyncio.gather(
            *(world.people.send_text(who, "/gen a fox --n 1") for who in crowd)
        )
        for _ in range(LIMITS.most_flying(is_quick=False)):
            seen = await world.telegram.log.wait("editMessageMedia", after=hanging)
            hanging = seen["seq"]
        stranger = world.people.add_user("Stranger")["id"]

        asked = await world.people.send_text(stranger, "/gen an owl --n 1")
        status = await world.answer(stranger, asked)

        assert "an owl" in status["text"]
