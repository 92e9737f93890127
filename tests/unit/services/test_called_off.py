"""An order that is called off twice at once ends once."""

from pathlib import Path

from bot.domain.events import Cancelled
from bot.domain.job import transition
from tests.fakes.provider import running
from tests.unit.services.bench import open_bench


async def test_a_job_called_off_by_two_is_told_once(tmp_path: Path) -> None:
    """The person and the operator are as quick as each other: one ending, nothing breaks."""
    async with open_bench(tmp_path, max_jobs=1) as bench:
        bench.provider.poll_script.extend([running()] * 50)
        await bench.order()
        waiting = await bench.order()
        await bench.settle()
        ended = transition(await bench.job(waiting), Cancelled(at=bench.clock.now()))
        await bench.stores.jobs.finish(ended)

        bench.runner.conclude_soon(ended)
        bench.runner.conclude_soon(ended)
        await bench.pass_time(12)

        assert [view.status.status_id for view in bench.messenger.conclusions] == [
            waiting.status.status_id
        ]
