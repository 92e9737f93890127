"""Pictures of 4k are handled: how late is the event loop meanwhile?"""

import asyncio
import io
from pathlib import Path

from PIL import Image

from tests.benchmarks.contestants import OURS
from tests.benchmarks.plan import Plan
from tests.benchmarks.quantities import quantile
from tests.benchmarks.sheets import Row, Sheet
from tests.benchmarks.stage import open_stage

RUN_SECONDS = 2.0
SIDE = 1200  # pixels of what is enlarged
SETTLE = 3.0


async def play(folder: Path, plan: Plan) -> Sheet:
    """Everybody has a photo of their own enlarged to 4k."""
    ticks = folder / "ticks"
    async with open_stage(
        folder / "stage", run_seconds=RUN_SECONDS, is_full_size=True
    ) as stage:
        program = await OURS.start(stage, JIMENG_WIDE_TICKS=str(ticks))
        try:
            users = await stage.add_users(plan.large)
            await stage.pause(SETTLE)
            begun = len(_late(ticks))
            photo = await asyncio.to_thread(_photo)
            await asyncio.gather(
                *(stage.show(user, photo, "/upscale 4") for user in users)
            )
            await stage.watch(
                program,
                lambda seen: (
                    sum(
                        each["ok"]
                        and each["method"] in {"sendDocument", "editMessageMedia"}
                        for each in seen
                    )
                    >= 2 * plan.large
                ),
            )
            late, memory = _late(ticks)[begun:], program.peak_memory()
        finally:
            await program.end()
    return Sheet(
        title=f"{plan.large} pictures enlarged to 4k at once",
        columns=[OURS.name],
        rows=[
            _row("event-loop delay p50", quantile(late, 0.5)),
            _row("event-loop delay p99", quantile(late, 0.99)),
            _row("event-loop delay max", quantile(late, 1.0)),
            Row(label="peak memory", unit="MB", values={OURS.name: memory}),
        ],
        note="A timer of 5 ms in the bot's process; a core shared with others counts as delay.",
    )


def _late(ticks: Path) -> list[float]:
    """Milliseconds, in the order of their beats."""
    return [float(line) for line in ticks.read_text().split()] if ticks.exists() else []


def _photo() -> bytes:
    file = io.BytesIO()
    noise = Image.effect_noise((SIDE, SIDE), 40).convert("RGB")
    noise.save(file, "JPEG", quality=80)
    return file.getvalue()


def _row(label: str, value: float) -> Row:
    return Row(label=label, unit="ms", values={OURS.name: value}, digits=1)
