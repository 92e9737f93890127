"""Work that nobody waits for does not break in silence."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.services.background import begin


async def work(goal: asyncio.Future[None]) -> None:
    """Whatever becomes of the future becomes of the work."""
    await goal


async def test_what_breaks_is_logged_with_its_error() -> None:
    """One line under the event that was named, with the error itself and whose work it was."""
    goal = asyncio.get_running_loop().create_future()
    with capture_logs() as lines:
        task = begin(work(goal), if_broken="thing.broken", job_id="j1")
        goal.set_exception(ValueError("a fault of ours"))
        with pytest.raises(ValueError, match="a fault of ours"):
            await task

    (line,) = lines
    assert (line["event"], line["job_id"]) == ("thing.broken", "j1")
    assert line["log_level"] == "error"
    assert line["exc_info"] is task.exception()


@pytest.mark.parametrize("is_called_off", [True, False])
async def test_what_is_called_off_or_done_is_not(*, is_called_off: bool) -> None:
    """A stop is no fault, and neither is an ordinary end."""
    goal = asyncio.get_running_loop().create_future()
    with capture_logs() as lines:
        task = begin(work(goal), if_broken="thing.broken")
        if is_called_off:
            task.cancel()
        else:
            goal.set_result(None)
        await asyncio.gather(task, return_exceptions=True)

    assert task.cancelled() is is_called_off
    assert not lines
