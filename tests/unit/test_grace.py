"""A fresh task may be missing for a while; then it is lost."""

import pytest

from providers.errors import TaskLost
from providers.grace import FORGOTTEN, Grace
from tests.fakes.clock import FakeClock


async def test_a_fresh_task_may_be_missing_for_its_time() -> None:
    """From its order on, however often it is asked for; then the error says what may be wrong."""
    clock = FakeClock()
    grace = Grace(clock, 30.0)
    grace.expect("task1")
    await clock.advance(20)
    assert not grace.missing("task1").is_done
    await clock.advance(9)
    assert not grace.missing("task1").is_done

    await clock.advance(1)
    with pytest.raises(TaskLost, match="task1 is not known; is it 1\\?"):
        grace.missing("task1", hint="; is it 1?")


async def test_after_a_restart_the_grace_begins_with_the_first_poll() -> None:
    """Nobody knows any more when the task was ordered."""
    clock = FakeClock()
    grace = Grace(clock, 30.0)
    await clock.advance(1000)
    assert not grace.missing("task1").is_done
    await clock.advance(29)
    assert not grace.missing("task1").is_done

    await clock.advance(1)
    with pytest.raises(TaskLost):
        grace.missing("task1")


async def test_a_task_that_was_seen_and_goes_missing_gets_another_grace() -> None:
    """Its first one has ended."""
    clock = FakeClock()
    grace = Grace(clock, 30.0)
    grace.expect("task1")
    grace.end("task1")
    await clock.advance(31)

    assert not grace.missing("task1").is_done


async def test_tasks_that_nobody_asks_for_are_forgotten() -> None:
    """A house that runs for months does not remember each of them."""
    clock = FakeClock()
    grace = Grace(clock, 30.0)
    grace.expect("task1")
    await clock.advance(FORGOTTEN)
    grace.expect("task2")

    assert list(grace._unseen) == ["task2"]
