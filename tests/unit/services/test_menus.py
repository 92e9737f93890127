"""What buttons can do, and what they cost: exactly what placing the order would say."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.domain.buttons import Verb
from bot.domain.job import Address, Job, JobState
from bot.domain.recipe import VARIATION, Recipe
from bot.services.followups import varied
from bot.services.menus import menu_of
from bot.services.pricing import total_price
from bot.services.values import Picture
from providers.base import Operation
from tests.fakes.clock import FakeClock
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider
from tests.unit.services.bench import ALICE, Bench, open_bench
from tests.unit.services.test_standing import order

FOX = Recipe(operation=Operation.GENERATE, prompt="a fox", seed=7)


def job_of(recipe: Recipe = FOX, **more: Any) -> Job:
    """A finished job of Alice's."""
    usual = Job(
        job_id="job1",
        status_id="s1",
        user_id=ALICE,
        address=Address(chat_id=ALICE),
        language="en",
        recipe=recipe,
        state=JobState.SUCCEEDED,
        created_at=FakeClock().now(),
    )
    return replace(usual, **more)


def picture(side: int = 512) -> Picture:
    """A result."""
    return Picture(
        job_id="job1",
        number=1,
        path=None,
        media_type="image/png",
        width=side,
        height=side,
        size=1,
    )


def maker(*operations: Operation, bundled: bool = True) -> FakeProvider:
    """Somebody who does this."""
    return FakeProvider(
        make_picture=picture_bytes, operations=operations, bundled=bundled
    )


def prices(bench: Bench, job: Job) -> dict[Verb, int]:
    """The menu's prices."""
    return dict(menu_of(job, [picture()], bench.shop.routes).prices)


async def test_a_menu_names_each_price(tmp_path: Path) -> None:
    """Four pictures a credit each cost four again; 4x is two; a bundle is one."""
    async with open_bench(tmp_path, maker(*Operation, bundled=False)) as bench:
        costs = prices(bench, job_of())
        assert (costs[Verb.AGAIN], costs[Verb.TWICE], costs[Verb.FOUR_TIMES]) == (
            4,
            1,
            2,
        )
    async with open_bench(tmp_path, maker(*Operation)) as bench:
        assert prices(bench, job_of())[Verb.AGAIN] == 1


async def test_a_menu_costs_what_intake_takes(tmp_path: Path) -> None:
    """The credits that placing the order sets aside are those of the menu."""
    async with open_bench(tmp_path, maker(*Operation, bundled=False)) as bench:
        job, routes = job_of(), bench.shop.routes
        wish = varied(order(), job, 1, routes)
        assert total_price(wish, routes) == prices(bench, job)[Verb.VARY]
        placed = await bench.desk.place(order(prompt="a fox"))
        assert (
            sum(each.reserved for each in placed.jobs) == prices(bench, job)[Verb.AGAIN]
        )


async def test_a_variation_edits_the_picture(tmp_path: Path) -> None:
    """Its service is told what to do with the words; people keep reading the words alone."""
    async with open_bench(tmp_path, maker(*Operation)) as bench:
        wish = varied(order(), job_of(), 3, bench.shop.routes)
    recipe = wish.recipe
    assert (recipe.operation, recipe.prompt) == (Operation.EDIT, "a fox")
    assert recipe.instruction == f"{VARIATION}a fox"
    assert [source.file_id for source in wish.sources] == ["job1:3"]
    assert wish.parent_id == "job1"


async def test_who_only_draws_varies_by_another_seed(tmp_path: Path) -> None:
    """The same words once more, of all pictures, at the price of again."""
    async with open_bench(tmp_path, maker(Operation.GENERATE)) as bench:
        wish = varied(order(), job_of(), 3, bench.shop.routes)
        menu = menu_of(job_of(), [picture()], bench.shop.routes)
    assert wish.recipe == replace(FOX, seed=None)
    assert not menu.varies_pictures
    assert set(menu.prices) == {Verb.AGAIN, Verb.VARY}


async def test_an_enlargement_has_no_variation(tmp_path: Path) -> None:
    """There are no words to vary; it can be edited and enlarged further."""
    recipe = Recipe(operation=Operation.UPSCALE, scale=2)
    async with open_bench(tmp_path, maker(*Operation)) as bench:
        assert Verb.VARY not in prices(bench, job_of(recipe))


async def test_an_edit_is_not_varied_without_an_editor(tmp_path: Path) -> None:
    """Its words would change another picture: no button that can only fail."""
    recipe = Recipe(operation=Operation.EDIT, prompt="make it night")
    drawer = maker(Operation.GENERATE, Operation.UPSCALE)
    async with open_bench(tmp_path, drawer) as bench:
        assert set(prices(bench, job_of(recipe))) == {Verb.TWICE, Verb.FOUR_TIMES}


async def test_a_variation_wishes_what_the_order_wished(tmp_path: Path) -> None:
    """Shape and number hold where the editor takes them, and are let go where not."""
    asked = replace(FOX, aspect_ratio="16:9", count=2, model="no-such-model")
    async with open_bench(tmp_path, maker(*Operation)) as bench:
        recipe = varied(order(), job_of(asked), 1, bench.shop.routes).recipe
    assert recipe.model is None
    assert "provider" not in recipe.habits
