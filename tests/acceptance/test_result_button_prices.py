"""Presses that came late, and what Again costs: each with a bot of its own."""

from pathlib import Path

from tests.acceptance.services import open_services
from tests.acceptance.test_buttons import group_of
from tests.acceptance.visitor import serving, visitor
from tests.acceptance.world import buttons_of, open_world


async def test_a_press_that_waited_too_long_is_served_all_the_same(
    tmp_path: Path,
) -> None:
    """Pressed while the bot was away: no toast can be shown any more, one order is placed."""
    async with open_world(tmp_path, query_lifetime=0.05) as world:
        await world.start()
        alice = visitor(world)
        photo = await alice.ending(await alice.say("/gen a fox --n 1"))
        paid = len(world.jimeng.log.paid_submits)
        await world.stop()
        await world.people.press(alice.user_id, photo["message_id"], "🔄 Again")
        await world.start()
        await alice.ending(photo)

        assert len(world.jimeng.log.paid_submits) == paid + 1
        assert await alice.spent() == 2
        assert "toast.lost" in world.log
        assert "Traceback" not in world.log


async def test_the_price_of_again_is_that_of_its_pictures(tmp_path: Path) -> None:
    """Where each picture is billed: the button says three, the presser pays three."""
    async with (
        open_world(tmp_path) as world,
        open_services(world, "openai"),
        serving(world, GENERATE_PROVIDERS="openai", EDIT_PROVIDERS="openai"),
    ):
        alice, bob = visitor(world), visitor(world, "Борис", "ru")
        here = group_of(world, alice, bob)
        sheet = await alice.ending(await alice.say("/gen foxes --n 3", here))
        await bob.press(sheet, "🔄 Again · 3 credits")
        again = await bob.ending(sheet)

        assert "🎲 Variation · 3 credits" in buttons_of(sheet)
        assert "✏️ Edit" in buttons_of(sheet)
        assert "🔄 Ещё раз · 3 кредита" in buttons_of(again)
        assert (await alice.spent(), await bob.spent()) == (3, 3)
