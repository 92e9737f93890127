"""Many users order at once: when are they answered, when served, and at what cost?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.contestants import OURS, PLAIN, TELLING, Contestant
from tests.benchmarks.floods import SIGNS
from tests.benchmarks.plan import Plan
from tests.benchmarks.quantities import quantile
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import Stage, open_stage

CONTESTANTS = (OURS, TELLING, PLAIN)
RUN_SECONDS = 5.0  # that Jimeng draws, as in the flood
SETTLE = 1.0  # seconds that a program gets to fall silent after its start
OURSELVES = ("getUpdates", "getMe", "setMyCommands", "deleteWebhook")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One contestant's figures; seconds, unless they say otherwise."""

    signs: Sequence[float]
    answers: Sequence[float]
    last_result: float
    cpu_per_job: float  # milliseconds
    memory: float  # megabytes
    calls_per_job: float


async def play(folder: Path, plan: Plan) -> Sheet:
    """Everybody on a stage of their own, in turns."""
    runs: dict[str, list[Outcome]] = {each.name: [] for each in CONTESTANTS}
    for number in range(plan.rounds):
        for each in CONTESTANTS:
            place = folder / f"{each.file_name}-{number}"
            runs[each.name].append(await _measure(place, each, plan))
    outcomes = {name: _middle(played) for name, played in runs.items()}
    return Sheet(
        title=f"{plan.orders} orders at once, {RUN_SECONDS:.0f} s of drawing, no flood limits",
        columns=[each.name for each in CONTESTANTS],
        rows=_rows(outcomes),
        ours=OURS.name,
        theirs=TELLING.name,
        note=(
            "imagewright keeps Telegram's 30 calls a second by itself: with nothing else to send,"
            f" half of {plan.orders} first messages take {plan.orders / 2 / 30:.1f} s and all"
            f" {plan.orders / 30:.1f} s, but a sign of life comes at once. The plain script keeps no limit; Telegram would refuse it."
            f" Each played {plan.rounds} times, in turns; of each the run in the middle by processor time. CPU per job in all runs: "
            + "; ".join(f"{name} {_spread(played)}" for name, played in runs.items())
            + "."
        ),
    )


def _middle(played: Sequence[Outcome]) -> Outcome:
    """The run in the middle by processor time: one alone says too much about the machine."""
    return sorted(played, key=lambda outcome: outcome.cpu_per_job)[len(played) // 2]


def _spread(played: Sequence[Outcome]) -> str:
    return ", ".join(f"{outcome.cpu_per_job:.1f}" for outcome in played)


async def _measure(folder: Path, contestant: Contestant, plan: Plan) -> Outcome:
    async with open_stage(folder, run_seconds=RUN_SECONDS) as stage:
        program = await contestant.start(stage)
        try:
            await _meet(stage)
            users = await stage.add_users(plan.orders)
            before, cpu = (await stage.events())[-1]["seq"], program.cpu()
            after = await stage.last_call()
            await stage.say_all(users, "/gen a red fox in the snow")
            await stage.watch(program, lambda calls: len(_served(calls)) == len(users))
            await stage.pause(SETTLE)
            return _outcome(
                await stage.calls(after),
                _asked(await stage.events(before)),
                cpu=program.cpu() - cpu,
                memory=program.peak_memory(),
            )
        finally:
            await program.end()


async def _meet(stage: Stage) -> None:
    """One order through every part of the program, so that imports and first uses are over."""
    [user] = await stage.add_users(1)
    await stage.say(user, "/gen a hello")
    calls: list[Json] = []
    while not _served(calls):
        await stage.pause(SETTLE)
        calls = await stage.calls(0)
    await stage.pause(SETTLE)


def _asked(events: Sequence[Json]) -> dict[int, float]:
    """When each chat's order was written."""
    return {
        event["chat_id"]: event["at"]
        for event in events
        if event["kind"] == "message" and not event["from_bot"]
    }


def _served(calls: Sequence[Json]) -> dict[int, float]:
    """Chats that have their pictures and a last edit after them, and when the edit came."""
    have: set[int] = set()
    served: dict[int, float] = {}
    for call in calls:
        if call["method"] == "sendMediaGroup" and call["ok"]:
            have.add(call["chat_id"])
        elif call["method"].startswith("edit") and call["chat_id"] in have:
            served[call["chat_id"]] = call["at"] + call["duration"]
    return served


def _outcome(
    calls: Sequence[Json], asked: Mapping[int, float], *, cpu: float, memory: float
) -> Outcome:
    mine = [call for call in calls if call["method"] not in OURSELVES]
    return Outcome(
        signs=_waits(calls, asked, SIGNS),
        answers=_waits(calls, asked, ["sendMessage"]),
        last_result=max(_served(calls).values()) - min(asked.values()),
        cpu_per_job=cpu / len(asked) * 1000,
        memory=memory,
        calls_per_job=len(mine) / len(asked),
    )


def _waits(
    calls: Sequence[Json], asked: Mapping[int, float], methods: Collection[str]
) -> list[float]:
    """Seconds from each chat's order to the first such call for it, smallest first."""
    firsts: dict[int, float] = {}
    for call in calls:
        if call["method"] in methods:
            firsts.setdefault(call["chat_id"], call["at"] + call["duration"])
    return sorted(firsts[chat_id] - at for chat_id, at in asked.items())


def _rows(outcomes: Mapping[str, Outcome]) -> list[Row]:
    firsts = {
        "first answer (a sign or a message)": {n: o.signs for n, o in outcomes.items()},
        "first message": {n: o.answers for n, o in outcomes.items()},
    }
    return [
        *(
            _row(
                f"{what} {label}",
                "s",
                {name: quantile(all_, share) for name, all_ in waits.items()},
                2,
            )
            for what, waits in firsts.items()
            for label, share in (("p50", 0.5), ("p99", 0.99), ("max", 1.0))
        ),
        _row("last result", "s", {n: o.last_result for n, o in outcomes.items()}, 1),
        _row("CPU per job", "ms", {n: o.cpu_per_job for n, o in outcomes.items()}, 1),
        _row("peak memory", "MB", {n: o.memory for n, o in outcomes.items()}, 0),
        _row(
            "Bot API calls per job",
            "",
            {n: o.calls_per_job for n, o in outcomes.items()},
            1,
        ),
    ]


def _row(label: str, unit: str, values: Mapping[str, float], digits: int) -> Row:
    return Row(label=label, unit=unit, values=values, digits=digits)
