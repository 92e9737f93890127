"""Boards and glances outlive the bot that made them, and end with the last order."""

from dataclasses import replace

from bot.domain.job import JobState
from tests.fakes.clock import settle
from tests.unit.delivery.boards.crowd import (
    EYES,
    answers,
    boards,
    end,
    orders,
    reactions,
    show,
    until_reaction,
)
from tests.unit.delivery.rig import Rig, view_of


async def test_after_a_restart_the_same_board_goes_on(rig: Rig, group: int) -> None:
    """No second board, no message for who had none, results as answers; then it is deleted."""
    jobs = await orders(rig, group, 4)
    (board,) = boards(rig, group)
    await until_reaction(rig, jobs[3], [EYES])
    await end(rig, jobs[0])
    await end(rig, jobs[1])

    await rig.restart()
    await show(rig, jobs[3], 0.6)

    (same,) = boards(rig, group)
    assert same["message_id"] == board["message_id"]
    assert "2 orders" in same["text"]
    assert "fox 4 · Jimeng" in same["text"]
    assert "1 more" in same["text"]  # its view has not come back yet
    await end(rig, jobs[2])
    assert answers(rig, jobs[3]) == []
    await end(rig, jobs[3])
    assert [len(answers(rig, job)) for job in jobs] == [1, 1, 1, 1]
    assert boards(rig, group) == []
    for job in jobs[2:]:
        await until_reaction(rig, job, [])
    assert rig.shelves.boards == {}


async def test_a_board_found_without_orders_is_deleted(rig: Rig, group: int) -> None:
    """The bot died after the last order and before the deletion: the next start does both."""
    jobs = await orders(rig, group, 3)
    await until_reaction(rig, jobs[2], [EYES])
    for job in jobs:
        ended = replace(job, state=JobState.SUCCEEDED)
        rig.shelves.jobs[job.job_id] = ended

    await rig.restart()
    await rig.quiet()

    assert boards(rig, group) == []
    assert rig.shelves.boards == {}
    await until_reaction(rig, jobs[2], [])
    while rig.shelves.reactions:
        await settle()


async def test_a_message_shared_by_two_orders_is_looked_at_until_both_ended(
    rig: Rig, group: int
) -> None:
    """Two presses of one button answer the same message: the glance stays for the second."""
    first, second, third = await orders(rig, group, 3)
    again = rig.job("job4", address=third.address, recipe=third.recipe)
    rig.messenger.show(replace(view_of(again), is_new=True))
    await rig.quiet()
    await until_reaction(rig, third, [EYES])
    while len(rig.shelves.reactions) < 2:
        await settle()

    await end(rig, third)
    while third.status_id in rig.shelves.reactions:
        await settle()

    assert reactions(rig, third) == [EYES]
    await end(rig, again)
    await until_reaction(rig, third, [])
    assert [len(answers(rig, job)) for job in (first, second)] == [1, 1]
