"""A crowd in private chats and busy groups at once, with Telegram's published limits switched on."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from providers.clock import SystemClock
from tests.benchmarks.contestants import OURS, TELLING, TELLING_LIMITED, Contestant
from tests.benchmarks.floods import (
    DIED,
    Flood,
    Order,
    is_result,
    orders_in,
    orders_of,
    smallest,
)
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Program
from tests.benchmarks.quantities import quantile
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import Stage, open_stage

CONTESTANTS = (OURS, TELLING, TELLING_LIMITED)
RUN_SECONDS = 5.0  # that Jimeng draws
WORDS = "/gen a red fox in the snow --n 1"
LOOK_AGAIN = 1.0
Json = dict[str, Any]


async def play(folder: Path, plan: Plan) -> Sheet:
    """Everybody on a stage of their own, the same orders."""
    floods = {
        each.name: await _measure(folder / each.file_name, each, plan)
        for each in CONTESTANTS
    }
    size = plan.group_orders // plan.groups
    return Sheet(
        title=(
            f"{plan.private} orders in private chats and {plan.group_orders} in {plan.groups} groups"
            f" at once, {RUN_SECONDS:.0f} s of drawing, Telegram's limits on"
        ),
        columns=[each.name for each in CONTESTANTS],
        rows=[
            *_rows(floods),
            *_paces(floods, smallest(plan.private, [], RUN_SECONDS), "private"),
            *_paces(
                floods,
                smallest(plan.private, [size] * plan.groups, RUN_SECONDS),
                "all",
            ),
        ],
        note=(
            "Smallest possible: two counted calls for each order (a message, and its result) under"
            " the limits, nothing else sent. Less than that: a message that would hold results up"
            f" was left out. Who still waits after {plan.curtain:.0f} s is not waited for."
        ),
        curves={name: sorted(flood.arrivals) for name, flood in floods.items()},
        span=plan.curtain,
    )


async def _measure(folder: Path, contestant: Contestant, plan: Plan) -> Flood:
    async with open_stage(folder, run_seconds=RUN_SECONDS, has_limits=True) as stage:
        program = await contestant.start(stage)
        try:
            orders = await _crowd(stage, plan)
            await _meet(stage)
            before, cpu = (await stage.events())[-1]["seq"], program.cpu()
            after = await stage.last_call()
            await stage.say_everywhere(
                [(order.user_id, order.chat_id) for order in orders], WORDS
            )
            calls = await _listen(stage, program, after, plan)
            return Flood(
                orders=orders_of(await stage.events(before)),
                calls=calls,
                cpu=program.cpu() - cpu,
                memory=program.peak_memory(),
                died=program.said().count(DIED),
            )
        finally:
            await program.end()


async def _crowd(stage: Stage, plan: Plan) -> list[Order]:
    """People with a chat each, and people in groups."""
    people = await stage.add_users(plan.private + plan.group_orders)
    alone, together = people[: plan.private], people[plan.private :]
    size = len(together) // plan.groups
    orders = [Order(user_id=user, chat_id=user) for user in alone]
    for number in range(plan.groups):
        members = together[number * size : (number + 1) * size]
        group = await stage.add_group(f"Group {number}", members)
        orders += [Order(user_id=user, chat_id=group) for user in members]
    return orders


async def _meet(stage: Stage) -> None:
    """One order through the whole program, so that imports and first uses are over."""
    [user] = await stage.add_users(1)
    await stage.say(user, WORDS)
    async with asyncio.timeout(60):
        while not any(map(is_result, await stage.calls(0))):
            await stage.pause(LOOK_AGAIN)
    await stage.pause(3 * LOOK_AGAIN)  # until Telegram has forgotten these calls


async def _listen(stage: Stage, program: Program, after: int, plan: Plan) -> list[Json]:
    """The calls until each order has a result or is lost, or the curtain falls."""
    seen: list[Json] = []
    clock = SystemClock()
    end = clock.monotonic() + plan.curtain
    over = 0
    while clock.monotonic() < end and over < orders_in(plan):
        program.check()
        await stage.pause(LOOK_AGAIN)
        seen += await stage.calls(seen[-1]["seq"] if seen else after)
        over = sum(map(is_result, seen)) + program.said().count(DIED)
    return [call for call in seen if call["method"] != "getUpdates"]


def _rows(floods: Mapping[str, Flood]) -> list[Row]:
    waits = {name: flood.waits for name, flood in floods.items()}
    lost = {name: _lost(flood) for name, flood in floods.items()}
    return [
        _row("answers with 429", "", {n: f.refusals for n, f in floods.items()}, 0),
        _row("jobs lost, nobody told", "", lost, 0),
        _row(
            "jobs without a result at the end",
            "",
            {n: len(f.orders) - len(f.arrivals) for n, f in floods.items()},
            0,
        ),
        *(
            _row(
                f"first sign {label}",
                "s",
                {name: quantile(all_, share) for name, all_ in waits.items()},
                2,
            )
            for label, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
        ),
        _row(
            "counted calls per job",
            "",
            {n: f.counted / len(f.orders) for n, f in floods.items()},
            1,
        ),
        _row(
            "CPU per job",
            "ms",
            {n: f.cpu / len(f.orders) * 1000 for n, f in floods.items()},
            1,
        ),
        _row("peak memory", "MB", {n: f.memory for n, f in floods.items()}, 0),
    ]


def _lost(flood: Flood) -> int:
    """Orders whose handler died, and those of a program that has fallen silent."""
    return min(flood.died, len(flood.orders) - len(flood.arrivals))


def _paces(floods: Mapping[str, Flood], least: float, which: str) -> list[Row]:
    """The last result of those who were all served, beside the smallest possible."""
    seconds: dict[str, float] = {}
    for name, flood in floods.items():
        orders, found = flood.orders, flood.arrivals
        if which == "private":
            orders = [order for order in orders if order.chat_id > 0]
            found = flood.private_arrivals
        if len(found) >= len(orders):
            seconds[name] = max(found)
    return [
        _row(f"last result, {which}", "s", seconds, 1),
        _row(f"smallest possible, {which}", "s", dict.fromkeys(floods, least), 1),
        _row(
            f"last result / smallest possible, {which}",
            "",
            {name: value / least for name, value in seconds.items()},
            2,
        ),
    ]


def _row(label: str, unit: str, values: Mapping[str, float], digits: int) -> Row:
    return Row(label=label, unit=unit, values=values, digits=digits)
