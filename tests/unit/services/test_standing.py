"""Standing choices: applied where they can be, dropped where they cannot, in the way of nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
from typing_extensions import override

from bot.domain.errors import Refused
from bot.domain.job import Address, JobState
from bot.domain.order import Order
from bot.domain.recipe import Recipe
from bot.services.values import Preferences
from providers.base import Capabilities, Operation, Request
from providers.errors import KeyRefused, ServiceUnavailable, UnsupportedRequest
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FOUR, FakeProvider
from tests.unit.services.bench import ALICE, PHOTO, Bench, open_bench

GROUP = -9


class Other(FakeProvider):
    """Draws with models and in shapes of its own, a credit a picture."""

    @property
    @override
    def capabilities(self) -> Capabilities:
        limits = replace(
            FOUR,
            models=("three",),
            aspect_ratios=("1:1", "3:2"),
            default_count=1,
            bundled=False,
        )
        return replace(super().capabilities, operations={Operation.GENERATE: limits})


class OneAtATime(Other):
    """One of its models makes no more than one picture."""

    @override
    def check(self, request: Request) -> None:
        super().check(request)
        if request.model == "three" and (request.count or 1) > 1:
            raise UnsupportedRequest(code="count_unsupported")


def makers() -> tuple[FakeProvider, FakeProvider]:
    """The operator's first choice, and the other one."""
    return (
        FakeProvider("first", make_picture=picture_bytes),
        Other("other", make_picture=picture_bytes),
    )


def order(chat_id: int = ALICE, **recipe: object) -> Order:
    """Alice's order."""
    usual = Recipe(operation=Operation.GENERATE, prompt="a cat")
    recipe_ = replace(usual, **recipe)  # type: ignore[arg-type] # a test's own fields
    sources = () if recipe_.operation is Operation.GENERATE else (PHOTO,)
    return Order(
        update_ids=(1,),
        user_id=ALICE,
        address=Address(chat_id=chat_id),
        language="en",
        recipe=recipe_,
        sources=sources,
    )


async def meant(bench: Bench, asked: Order) -> tuple[object, ...]:
    """Provider, model, shape and count after the choices."""
    recipe = (await bench.desk.accustomed(asked)).recipe
    return recipe.provider, recipe.model, recipe.aspect_ratio, recipe.count


async def test_choices_fill_what_an_order_leaves_open(tmp_path: Path) -> None:
    """What is said in the order stays as it was said."""
    async with open_bench(tmp_path, *makers()) as bench:
        await bench.desk.choose(
            ALICE,
            Preferences(provider="other", model="three", aspect_ratio="3:2", count=2),
        )
        assert await meant(bench, order()) == ("other", "three", "3:2", 2)
        said = order(aspect_ratio="1:1", count=3)
        assert await meant(bench, said) == ("other", "three", "1:1", 3)
        assert await meant(bench, order(provider="first")) == ("first", None, None, 2)


async def test_a_group_s_choice_is_stronger(tmp_path: Path) -> None:
    """The chat's, then the user's; in private the user's alone."""
    async with open_bench(tmp_path, *makers()) as bench:
        await bench.desk.choose(GROUP, Preferences(aspect_ratio="16:9"))
        await bench.desk.choose(ALICE, Preferences(aspect_ratio="1:1", count=2))
        assert await meant(bench, order(GROUP)) == (None, None, "16:9", 2)
        assert await meant(bench, order()) == (None, None, "1:1", 2)


@pytest.mark.parametrize("operation", [Operation.EDIT, Operation.UPSCALE])
async def test_what_an_operation_does_not_take_is_dropped(
    tmp_path: Path, operation: Operation
) -> None:
    """Choices for drawing neither refuse nor redirect an edit or an enlargement."""
    async with open_bench(tmp_path, *makers()) as bench:
        chosen = Preferences(
            provider="other", model="three", aspect_ratio="3:2", count=4
        )
        await bench.desk.choose(ALICE, chosen)
        asked = order(operation=operation)
        assert await meant(bench, asked) == (None, None, None, None)
        placed = await bench.desk.place(await bench.desk.accustomed(asked))
        await bench.pass_time(8)
        assert (await bench.job(placed)).state is JobState.SUCCEEDED


async def test_a_shape_does_not_choose_the_provider(tmp_path: Path) -> None:
    """Whoever is asked first draws in its own shape rather than a dearer one in the chosen one."""
    async with open_bench(tmp_path, *makers()) as bench:
        await bench.desk.choose(ALICE, Preferences(aspect_ratio="3:2"))
        assert await meant(bench, order()) == (None, None, None, None)


async def test_who_is_ill_is_not_asked_for_a_habit(tmp_path: Path) -> None:
    """A broken account costs those who chose it nothing."""
    async with open_bench(tmp_path, *makers()) as bench:
        await bench.desk.choose(ALICE, Preferences(provider="other", model="three"))
        bench.shop.routes.health.note_failure("other", KeyRefused())
        assert await meant(bench, order()) == (None, None, None, None)


async def test_a_habit_stands_in_no_way_of_failover(tmp_path: Path) -> None:
    """The chosen one goes down under the order: another does it, for no more than was agreed."""
    first, other = makers()
    async with open_bench(tmp_path, first, other) as bench:
        await bench.desk.choose(
            ALICE, Preferences(provider="first", model="two", aspect_ratio="16:9")
        )
        first.submit_script.append(ServiceUnavailable())
        placed = await bench.desk.place(await bench.desk.accustomed(order()))
        await bench.pass_time(8)
        job = await bench.job(placed)

        assert (job.state, job.provider, job.charged) == (
            JobState.SUCCEEDED,
            "other",
            1,
        )
        assert job.recipe == Recipe(operation=Operation.GENERATE, prompt="a cat")


async def test_what_was_asked_for_is_still_insisted_on(tmp_path: Path) -> None:
    """Only habits give way: `--provider first` fails when the first one stays away."""
    first, other = makers()
    async with open_bench(tmp_path, first, other) as bench:
        await bench.desk.choose(ALICE, Preferences(aspect_ratio="16:9"))
        first.submit_script.extend([ServiceUnavailable()] * 9)
        asked = await bench.desk.accustomed(order(provider="first"))
        placed = await bench.desk.place(asked)
        await bench.pass_time(200)
        job = await bench.job(placed)

        assert (job.state, job.charged, other.submits) == (JobState.FAILED, 0, [])


async def test_a_tariff_is_what_an_order_costs(tmp_path: Path) -> None:
    """A bundle is one credit whatever the number; elsewhere each picture is one."""
    async with open_bench(tmp_path, *makers()) as bench:
        bench.shop.routes.order = {Operation.GENERATE: ("first", "other")}
        first, other = bench.desk.offer().services
        tariffs = [
            [bench.desk.tariff(each, None, count) for count in (None, 3, 99)]
            for each in (first, other)
        ]
        assert tariffs == [[1, 1, 1], [1, 3, 1]]


async def test_a_model_that_makes_one_at_a_time_costs_one(tmp_path: Path) -> None:
    """The number that was chosen is given up for it, in the price as in the order."""
    slow = OneAtATime("slow", make_picture=picture_bytes)
    async with open_bench(tmp_path, slow) as bench:
        bench.shop.routes.order = {Operation.GENERATE: ("slow",)}
        (service,) = bench.desk.offer().services
        prices = [bench.desk.tariff(service, model, 3) for model in (None, "three")]
        await bench.desk.choose(ALICE, Preferences(count=3))
        paid = [
            bench.desk.price(await bench.desk.accustomed(order(model=model)))
            for model in (None, "three")
        ]

        assert prices == paid == [3, 1]


async def test_an_old_order_comes_again_without_a_choice_that_is_gone(
    tmp_path: Path,
) -> None:
    """Its service was a standing choice, and works here no more; who insisted is told instead."""
    async with open_bench(tmp_path, *makers()) as bench:
        habitual = order(provider="closed", count=1, habits=("provider",))
        placed = await bench.desk.place(habitual)
        assert bench.desk.price(habitual) == 1
        with pytest.raises(Refused, match="provider_unknown"):
            bench.desk.price(order(provider="closed"))
    (job,) = placed.jobs
    assert (job.recipe.provider, job.recipe.count) == (None, 1)
