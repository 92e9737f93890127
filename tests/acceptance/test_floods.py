"""With Telegram's limits on, the installed bot serves a crowd without one 429."""

import asyncio
from pathlib import Path

from tests.acceptance.world import open_world

PEOPLE = 40


async def test_a_crowd_is_served_without_a_429(
    tmp_path: Path,
) -> None:
    """Forty people order in one moment: no refusal, and one result each."""
    async with open_world(tmp_path) as world:
        world.settings |= {"MAX_JOBS": "100", "QUOTA_USER_DAILY": "none"}
        people = [world.people.add_user(f"P{number}")["id"] for number in range(PEOPLE)]
        await world.start()
        world.telegram.switch(flood_limits=True)

        await asyncio.gather(
            *(world.people.send_text(who, "/gen a fox --n 1") for who in people)
        )
        for who in people:
            await world.people.wait_message(who, lambda message: bool(message["media"]))

        assert sum(world.telegram.limiter.refusals.values()) == 0
        for who in people:
            photos = [each for each in world.people.messages(who) if each["media"]]
            assert len(photos) == 1
