"""Ten thousand orders in line: what do they weigh, and is anybody passed over?"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.benchmarks.contestants import OURS
from tests.benchmarks.floods import is_result
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Program
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import Stage, open_stage

RUN_SECONDS = 1.0
PLACES = 20  # jobs that the bot runs at once
PEOPLE = 100
NEWCOMERS = 10
SETTLE = 1.0
Json = dict[str, Any]


async def play(folder: Path, plan: Plan) -> Sheet:
    """A hundred people fill the line; then newcomers order once. When are they served?"""
    async with open_stage(folder / "stage", run_seconds=RUN_SECONDS) as stage:
        users = await stage.add_users(PEOPLE + NEWCOMERS)
        regulars, newcomers = users[:PEOPLE], users[PEOPLE:]
        program = await OURS.start(stage, MAX_JOBS=str(PLACES), LOG_LEVEL="WARNING")
        try:
            for _ in range(plan.waiting // PEOPLE):
                await stage.say_all(regulars, "/gen a fox")
            await _all_handled(stage, program)
            begun = (await stage.events())[-1]["at"]
            await stage.say_all(newcomers, "/gen a hare --n 1")
            calls = await stage.watch(
                program, lambda seen: set(newcomers) <= set(_served(seen))
            )
            served = [_served(calls)[user] - begun for user in newcomers]
            memory = program.peak_memory()
            left = await asyncio.to_thread(_in_line, stage.folder)
        finally:
            await program.end()
    return Sheet(
        title=(
            f"{plan.waiting:,} orders of {PEOPLE} people in line, {PLACES} places; then"
            f" {NEWCOMERS} more people order once"
        ),
        columns=[OURS.name],
        rows=[
            Row(label="orders still in line then", unit="", values={OURS.name: left}),
            Row(label="peak memory", unit="MB", values={OURS.name: memory}),
            Row(
                label="the newcomers' last result",
                unit="s",
                values={OURS.name: max(served)},
                digits=1,
            ),
        ],
        note="Were they served in the order of their words, the newcomers would wait for the whole line.",
    )


async def _all_handled(stage: Stage, program: Program) -> None:
    """Until every update has been fetched and dealt with, as the bot's database has them."""
    while await stage.pending_updates() or await asyncio.to_thread(
        _count, stage.folder, "updates WHERE is_handled = 0"
    ):
        program.check()
        await stage.pause(SETTLE)


def _in_line(folder: Path) -> int:
    """Orders that nobody has begun, as the bot's database has them."""
    return _count(folder, "jobs WHERE state = 'queued'")


def _count(folder: Path, what: str) -> int:
    with closing(sqlite3.connect(folder / "data" / "imagewright.db")) as database:
        rows = database.execute(f"SELECT count(*) FROM {what}")
        return int(rows.fetchone()[0])


def _served(calls: list[Json]) -> dict[int, float]:
    results = (call for call in calls if is_result(call))
    return {call["chat_id"]: call["at"] + call["duration"] for call in results}
