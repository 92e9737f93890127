"""Boards whose calls fail, and boards of chats that are closed or move."""

from dataclasses import replace

import pytest

from bot.domain.errors import DeliveryError
from bot.domain.job import JobState
from tests.fakes.clock import settle
from tests.unit.delivery.boards.crowd import (
    EYES,
    boards,
    end,
    order,
    orders,
    show,
    until_reaction,
)
from tests.unit.delivery.rig import ALICE, Rig, view_of


async def test_a_deleted_board_is_not_sent_again(rig: Rig, group: int) -> None:
    """Who took it away does not get another one; the next opening may."""
    jobs = await orders(rig, group, 3)
    board = boards(rig, group)[0]
    rig.api.people.message_of(group, board["message_id"]).is_deleted = True

    await show(rig, jobs[2], 0.5)
    await order(rig, group, 4)

    assert boards(rig, group) == []
    assert rig.shelves.boards == {}
    for job in (*jobs, rig.shelves.jobs["job4"]):
        await end(rig, job)
    for number in (5, 6, 7):
        await order(rig, group, number)
    assert "3 orders" in boards(rig, group)[0]["text"]


async def test_a_board_whose_first_answer_is_lost_is_not_sent_twice(
    rig: Rig, group: int
) -> None:
    """It may stand there already: two boards would be worse than an old one."""
    await orders(rig, group, 2)
    rig.api.faults.fail_next("sendMessage", "dropped_after")
    await order(rig, group, 3)
    await order(rig, group, 4)

    assert len(boards(rig, group)) == 1


@pytest.mark.parametrize("fault", ["429", "502", "dropped_before", "dropped_after"])
async def test_an_edit_of_the_board_survives_trouble(
    rig: Rig, group: int, fault: str
) -> None:
    """The newest lines arrive in the same message."""
    jobs = await orders(rig, group, 3)
    rig.api.faults.fail_next("editMessageText", fault)  # type: ignore[arg-type] # a FaultKind by parametrisation

    await show(rig, jobs[0], 0.2)

    (board,) = boards(rig, group)
    assert "20 %" in board["text"]


@pytest.mark.parametrize("fault", ["429", "502", "dropped_before", "dropped_after"])
async def test_a_deletion_survives_trouble(rig: Rig, group: int, fault: str) -> None:
    """A board is taken away in the end, once."""
    jobs = await orders(rig, group, 3)
    rig.api.faults.fail_next("deleteMessage", fault)  # type: ignore[arg-type] # as above

    await end(rig, jobs[2])

    assert boards(rig, group) == []
    assert rig.shelves.boards == {}


async def test_a_board_that_cannot_be_deleted_is_forgotten(
    rig: Rig, group: int
) -> None:
    """After two days Telegram deletes nothing any more: that is not tried twice."""
    jobs = await orders(rig, group, 3)
    message = rig.api.people.message_of(group, boards(rig, group)[0]["message_id"])
    message.at -= 49 * 3600.0

    await end(rig, jobs[2])

    assert rig.shelves.boards == {}
    assert rig.methods().count("deleteMessage") == 1


async def test_a_group_that_migrates_takes_its_board_along(
    rig: Rig, group: int
) -> None:
    """The old message is out of reach; a new one stands in the supergroup."""
    jobs = await orders(rig, group, 3)
    moved = rig.api.people.migrate_chat(group)["id"]

    await show(rig, jobs[2], 0.5)
    (board,) = boards(rig, moved)
    assert "50 %" in board["text"]
    for job in jobs:
        await end(rig, job)

    assert boards(rig, moved) == []
    assert rig.shelves.boards == {}


async def test_orders_in_the_supergroup_join_the_board_that_came_along(
    rig: Rig, group: int
) -> None:
    """It is the same group: two boards in it would each tell half of what goes on."""
    jobs = await orders(rig, group, 3)
    moved = int(rig.api.people.migrate_chat(group)["id"])
    await show(rig, jobs[2], 0.5)

    jobs += [await order(rig, moved, number) for number in (4, 5, 6)]

    (board,) = boards(rig, moved)
    assert "6 orders" in board["text"]
    for job in jobs:
        await end(rig, job)
    assert boards(rig, moved) == []
    assert rig.shelves.boards == {}


async def test_a_closed_topic_ends_the_board_quietly(rig: Rig) -> None:
    """Nothing can be said there any more: no second try, and the row goes with the orders."""
    people = rig.api.people
    forum = people.add_chat("Forum", type="supergroup", members=[ALICE], is_forum=True)[
        "id"
    ]
    topic = people.add_topic(forum, "Foxes")["message_thread_id"]
    jobs = await orders(rig, forum, 3, thread_id=topic)
    people.set_topic_closed(forum, topic)

    for fraction in (0.1, 0.2, 0.3):
        await show(rig, jobs[2], fraction)
    for job in jobs:
        failed = replace(job, state=JobState.FAILED, failure="internal")
        await rig.messenger.conclude(view_of(failed))
    await rig.quiet()

    assert rig.shelves.boards == {}


async def test_a_bot_that_was_thrown_out_forgets_its_board(
    rig: Rig, group: int
) -> None:
    """Everything about the group ends quietly."""
    jobs = await orders(rig, group, 3)
    await until_reaction(rig, jobs[2], [EYES])
    rig.api.people.set_member(group, rig.api.people.bot_id, "kicked")

    await show(rig, jobs[2], 0.1)
    for job in jobs:
        failed = replace(job, state=JobState.FAILED, failure="internal")
        await rig.messenger.conclude(view_of(failed))
    await rig.quiet()
    while rig.shelves.reactions:
        await settle()

    assert rig.shelves.boards == {}


async def test_a_delivery_that_fails_leaves_the_board(rig: Rig, group: int) -> None:
    """Part of the pictures arrived and nobody says more: the order is not on the board for ever."""
    jobs = await orders(rig, group, 3)
    rig.api.people.chat(group).bot_may_write = False

    with pytest.raises(DeliveryError):
        await end(rig, jobs[2])
    rig.api.people.chat(group).bot_may_write = True
    await rig.quiet()

    assert rig.messenger.open_boards == 0
