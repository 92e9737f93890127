"""A kill -9 with a thousand jobs running at the provider: how long until all are looked after?"""

import asyncio
from pathlib import Path

from tests.benchmarks.contestants import OURS
from tests.benchmarks.plan import Plan
from tests.benchmarks.processes import Program
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import LOOK_AGAIN, PATIENCE, Stage, open_stage

RUN_SECONDS = 3600.0  # none of the tasks ends while we look
CALM = "30"  # seconds between polls while the jobs are being made
SETTLE = 1.0


async def play(folder: Path, plan: Plan) -> Sheet:
    """Make the jobs the way users do, kill, start, and wait for the first poll of the last one."""
    async with open_stage(folder / "stage", run_seconds=RUN_SECONDS) as stage:
        await _make_jobs(stage, plan.resumed)
        program = await OURS.start(stage)
        try:
            seconds, cpu = await _all_polled(stage, program, plan.resumed)
            memory = program.peak_memory()
        finally:
            await program.end()
    return Sheet(
        title=f"restart with {plan.resumed:,} running jobs",
        columns=[OURS.name],
        rows=[
            _row("exec to every job polled", "s", seconds, 2),
            _row("CPU until then", "s", cpu, 2),
            _row("CPU per job", "ms", cpu / plan.resumed * 1000, 1),
            _row("peak memory", "MB", memory, 0),
        ],
    )


async def _make_jobs(stage: Stage, count: int) -> None:
    users = await stage.add_users(count)
    program = await OURS.start(stage, POLL_INTERVAL=CALM)
    try:
        await stage.say_all(users, "/gen a red fox in the snow")
        async with asyncio.timeout(PATIENCE):
            while (await stage.polled(0))["polled"] < count:
                program.check()
                await stage.pause(LOOK_AGAIN)
            while len(await _told(stage)) < count:
                program.check()
                await stage.pause(SETTLE)
        await stage.pause(SETTLE)
    finally:
        await program.end()


async def _told(stage: Stage) -> set[int]:
    """Chats that have their status message."""
    calls = await stage.calls(0)
    return {call["chat_id"] for call in calls if call["method"] == "sendMessage"}


async def _all_polled(
    stage: Stage, program: Program, count: int
) -> tuple[float, float]:
    async with asyncio.timeout(PATIENCE):
        while True:
            program.check()
            found, cpu = await stage.polled(program.started_at), program.cpu()
            if found["polled"] >= count:
                return found["last"] - program.started_at, cpu
            await stage.pause(LOOK_AGAIN)


def _row(label: str, unit: str, value: float, digits: int) -> Row:
    return Row(label=label, unit=unit, values={OURS.name: value}, digits=digits)
