"""How long from the exec of a program to its first look for updates?"""

import statistics
from pathlib import Path
from typing import Any

from tests.benchmarks.contestants import OURS, PLAIN, Contestant
from tests.benchmarks.plan import Plan
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import Stage, open_stage

CONTESTANTS = (OURS, PLAIN)


async def play(folder: Path, plan: Plan) -> Sheet:
    """The median of some starts; each finds one update waiting, so that its first look is logged."""
    seconds: dict[str, float] = {}
    cpu: dict[str, float] = {}
    for each in CONTESTANTS:
        place = folder / each.name.replace(" ", "-")
        async with open_stage(place, run_seconds=1) as stage:
            [user] = await stage.add_users(1)
            starts = [await _start(stage, each, user) for _ in range(plan.starts)]
        seconds[each.name] = statistics.median(start[0] for start in starts)
        cpu[each.name] = statistics.median(start[1] for start in starts)
    return Sheet(
        title=f"start-up, median of {plan.starts}",
        columns=[each.name for each in CONTESTANTS],
        rows=[
            Row(label="exec to first getUpdates", unit="s", values=seconds, digits=2),
            Row(label="CPU", unit="s", values=cpu, digits=2),
        ],
        ours=OURS.name,
        theirs=PLAIN.name,
    )


async def _start(
    stage: Stage, contestant: Contestant, user: int
) -> tuple[float, float]:
    await stage.say(user, "/nothing")
    program = await contestant.start(stage)
    try:
        calls = await stage.watch(program, _has_looked)
        return _looks(calls)[0]["at"] - program.started_at, program.cpu()
    finally:
        await program.end()


def _looks(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [call for call in calls if call["method"] == "getUpdates" and call["ok"]]


def _has_looked(calls: list[dict[str, Any]]) -> bool:
    return bool(_looks(calls))
