"""Lists that grow with what somebody has under way."""

from pathlib import Path

from bot.handlers.account import SHOWN_JOBS
from tests.acceptance.visitor import visitor
from tests.acceptance.world import PATIENCE, buttons_of, open_world

WORDS = "🦊" * 300
MORE = 3


async def test_dozens_of_orders_are_listed_in_one_message(tmp_path: Path) -> None:
    """Long prompts of foxes: `/jobs` lists the first ones with a button each, and counts the rest."""
    async with open_world(tmp_path) as world:
        world.settings |= {"MAX_JOBS": "1", "QUOTA_USER_DAILY": "100"}
        world.jimeng.faults.fail_next("queue", seconds=120.0, places=5)
        await world.start()
        alice = visitor(world, language="ru")
        for number in range(SHOWN_JOBS + MORE):
            await alice.answer(await alice.say(f"/gen {number} {WORDS}"))
        listed = await alice.answer(await alice.say("/jobs"))

        assert f"{SHOWN_JOBS + MORE} задания в работе" in listed["text"]
        assert listed["text"].endswith(f"… и ещё {MORE} задания")
        assert len(buttons_of(listed)) == SHOWN_JOBS
        await alice.press(listed, buttons_of(listed)[1])
        await world.people.wait_message(
            alice.user_id,
            lambda view: "Отменено." in view["text"],
            timeout=PATIENCE,
        )
