"""A crowd gets four pictures of two megabytes each: does memory stay flat?"""

from pathlib import Path

from tests.benchmarks.contestants import OURS
from tests.benchmarks.plan import Plan
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import open_stage

RUN_SECONDS = 3.0
WEIGHT = 2_000_000  # bytes of each picture
SETTLE = 5.0


async def play(folder: Path, plan: Plan) -> Sheet:
    """Orders at once, until each chat has its album."""
    async with open_stage(
        folder / "stage", run_seconds=RUN_SECONDS, weight=WEIGHT
    ) as stage:
        program = await OURS.start(stage)
        try:
            users = await stage.add_users(plan.heavy)
            await stage.pause(SETTLE)
            before = program.peak_memory()
            await stage.say_all(users, "/gen a red fox in the snow")
            calls = await stage.watch(
                program,
                lambda seen: (
                    sum(
                        each["method"] == "sendMediaGroup" and each["ok"]
                        for each in seen
                    )
                    >= plan.heavy
                ),
            )
            seconds = calls[-1]["at"] - calls[0]["at"]
            memory = program.peak_memory()
        finally:
            await program.end()
    return Sheet(
        title=f"{plan.heavy} orders at once, four pictures of 2 MB each",
        columns=[OURS.name],
        rows=[
            _row("peak memory before", "MB", before),
            _row("peak memory", "MB", memory),
            _row("until the last album", "s", seconds),
        ],
    )


def _row(label: str, unit: str, value: float) -> Row:
    return Row(label=label, unit=unit, values={OURS.name: value})
