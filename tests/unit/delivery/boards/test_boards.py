"""Three or more orders of one group share a board, a line each, and leave it when they end."""

from dataclasses import replace

from bot.domain.job import JobState
from bot.services.values import Preferences
from tests.unit.delivery.boards.crowd import (
    EYES,
    answers,
    boards,
    end,
    order,
    orders,
    reactions,
    show,
    until_reaction,
)
from tests.unit.delivery.rig import ALICE, Rig, view_of


async def test_the_third_order_opens_one_board(rig: Rig, group: int) -> None:
    """Two have messages of their own; the third has a line on the board and a glance."""
    jobs = await orders(rig, group, 4)

    (board,) = boards(rig, group)
    assert [len(answers(rig, job)) for job in jobs] == [1, 1, 0, 0]
    assert "4 orders under way" in board["text"]
    assert [
        f"{number}. fox {number} · waiting" in board["text"] for number in (1, 2, 3, 4)
    ] == [True] * 4
    buttons = [button for row in board["buttons"] for button in row]
    assert [button["callback_data"] for button in buttons] == [
        f"c:job{number}:0" for number in (1, 2, 3, 4)
    ]
    assert board["reply_to"] is None
    for job, glance in zip(jobs, ([], [], [EYES], [EYES]), strict=True):
        await until_reaction(rig, job, glance)


async def test_two_orders_have_no_board(rig: Rig, group: int) -> None:
    """As long as a group is calm everybody has a message, and nobody a reaction."""
    jobs = await orders(rig, group, 2)

    assert boards(rig, group) == []
    assert [len(answers(rig, job)) for job in jobs] == [1, 1]
    assert [reactions(rig, job) for job in jobs] == [[], []]


async def test_a_private_chat_never_has_one(rig: Rig) -> None:
    """Whoever orders alone reads about each order in its own message."""
    jobs = await orders(rig, ALICE, 4)

    assert [len(answers(rig, job)) for job in jobs] == [1, 1, 1, 1]
    assert "setMessageReaction" not in rig.methods()


async def test_the_board_tells_and_own_messages_rest(rig: Rig, group: int) -> None:
    """News of any order edits the board, and no other message."""
    first, _, third = await orders(rig, group, 3)
    before = rig.methods()

    await show(rig, first, 0.42)
    await show(rig, third, 0.5)

    (board,) = boards(rig, group)
    assert "1. fox 1 · Jimeng · ▰▰▰▰▱▱▱▱▱▱ 42 %" in board["text"]
    assert "3. fox 3 · Jimeng · ▰▰▰▰▰▱▱▱▱▱ 50 %" in board["text"]
    assert "Got it" in answers(rig, first)[0]["text"]
    edits = [name for name in rig.methods()[len(before) :] if name.startswith("edit")]
    assert edits == ["editMessageText"] * 2


async def test_a_boarded_result_answers_its_order(rig: Rig, group: int) -> None:
    """One call brings it; its line goes, then the glance."""
    jobs = await orders(rig, group, 4)
    await until_reaction(rig, jobs[3], [EYES])

    await end(rig, jobs[3])

    (result,) = answers(rig, jobs[3])
    assert result["media"]["kind"] == "photo"
    assert "fox 4" not in boards(rig, group)[0]["text"]
    assert "3 orders" in boards(rig, group)[0]["text"]
    await until_reaction(rig, jobs[3], [])
    assert not rig.shelves.reactions.keys() - {jobs[2].status_id}


async def test_a_boarded_failure_answers_its_order(rig: Rig, group: int) -> None:
    """The reason comes in answer to the message that ordered."""
    jobs = await orders(rig, group, 3)
    failed = replace(jobs[2], state=JobState.FAILED, failure="internal")

    await rig.messenger.conclude(view_of(failed, allowance_left=3))
    await rig.quiet()

    (reason,) = answers(rig, jobs[2])
    assert "Nothing was charged" in reason["text"]
    assert boards(rig, group) == []
    await until_reaction(rig, jobs[2], [])


async def test_who_had_a_message_ends_in_it(rig: Rig, group: int) -> None:
    """A message of one's own becomes the result, board or not."""
    jobs = await orders(rig, group, 3)
    (own,) = answers(rig, jobs[0])

    await end(rig, jobs[0])

    (result,) = answers(rig, jobs[0])
    assert result["message_id"] == own["message_id"]
    assert result["media"]["kind"] == "photo"


async def test_the_board_goes_when_nobody_needs_it(rig: Rig, group: int) -> None:
    """It stays for an order that has nothing else, then it is deleted and forgotten."""
    jobs = await orders(rig, group, 3)
    await end(rig, jobs[0])
    (board,) = boards(rig, group)
    assert "2 orders" in board["text"]
    assert "3. fox 3" in board["text"]  # the number it began with

    await end(rig, jobs[2])

    assert boards(rig, group) == []
    assert rig.shelves.boards == {}
    await show(rig, jobs[1], 0.3)
    assert "30 %" in answers(rig, jobs[1])[0]["text"]


async def test_a_topic_has_a_board_of_its_own(rig: Rig) -> None:
    """Three orders in one topic share a board there; two in another have none."""
    people = rig.api.people
    forum = people.add_chat("Forum", type="supergroup", members=[ALICE], is_forum=True)[
        "id"
    ]
    busy, calm = (
        people.add_topic(forum, name)["message_thread_id"] for name in ("Busy", "Calm")
    )
    for number in (1, 2, 3):
        await order(rig, forum, number, thread_id=busy)
    for number in (4, 5):
        await order(rig, forum, number, thread_id=calm)

    (board,) = boards(rig, forum)
    assert board["thread_id"] == busy
    assert "3 orders" in board["text"]


async def test_the_board_speaks_the_groups_language(rig: Rig, group: int) -> None:
    """What the group chose holds for the board; without a choice, what its opener speaks."""
    rig.shelves.preferences[group] = Preferences(language="ru")
    await orders(rig, group, 3, language="zh")
    other = int(rig.api.people.add_chat("Wolves", members=[ALICE])["id"])
    for number in (11, 12, 13):
        await order(rig, other, number, language="zh")

    assert "3 заказа в работе" in boards(rig, group)[0]["text"]
    assert "3 个任务进行中" in boards(rig, other)[0]["text"]
