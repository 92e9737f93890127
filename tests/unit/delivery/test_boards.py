"""Three or more orders of one group share a board, a line each, and leave it when they end."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.outbox.limits import GROUP, OutboxLimits
from bot.delivery.outbox.tickets import Priority
from bot.domain.errors import DeliveryError
from bot.domain.job import Address, Job, JobState
from bot.domain.recipe import Recipe
from bot.playground.botapi.people import Place
from bot.services.values import Preferences
from providers.base import Operation
from tests.fakes.clock import settle
from tests.unit.delivery.rig import ALICE, SWIFT, Rig, rigged, view_of

GENEROUS = replace(
    SWIFT, group=replace(GROUP, calls=1000, progress_reserve=0, progress_gap=0.0)
)
EYES = "👀"


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A back door whose groups stand many calls, so that nothing has to wait."""
    async with rigged(tmp_path, GENEROUS) as ready:
        yield ready


@pytest.fixture
def group(rig: Rig) -> int:
    """A group with Alice and the bot."""
    return int(rig.api.people.add_chat("Foxes", members=[ALICE])["id"])


async def order(
    rig: Rig, chat_id: int, number: int, *, thread_id: int | None = None, **facts: Any
) -> Job:
    """Alice orders in a group, and the order is shown."""
    place = Place(chat_id=chat_id, thread_id=thread_id)
    asked = await rig.api.people.send_text(ALICE, f"/gen fox {number}", place)
    address = Address(
        chat_id=chat_id, thread_id=thread_id, reply_to=asked["message_id"]
    )
    recipe = Recipe(operation=Operation.GENERATE, prompt=f"fox {number}")
    job = rig.job(f"job{number}", address=address, recipe=recipe, **facts)
    rig.messenger.show(replace(view_of(job), is_new=True))
    await rig.quiet()
    return job


def make_order(rig: Rig, chat_id: int, number: int) -> Job:
    """An order of Alice's in answer to nothing."""
    recipe = Recipe(operation=Operation.GENERATE, prompt=f"fox {number}")
    return rig.job(f"job{number}", address=Address(chat_id=chat_id), recipe=recipe)


async def orders(rig: Rig, chat_id: int, count: int, **facts: Any) -> list[Job]:
    """Several, one after the other."""
    return [
        await order(rig, chat_id, number, **facts) for number in range(1, count + 1)
    ]


async def show(rig: Rig, job: Job, fraction: float) -> None:
    """News of a job."""
    running = replace(job, state=JobState.RUNNING)
    rig.messenger.show(view_of(running, fraction=fraction))
    await rig.quiet()


async def end(rig: Rig, job: Job) -> None:
    """The job brings a picture; the database knows it."""
    await rig.deliver(job, rig.pictures(job))
    rig.shelves.jobs[job.job_id] = replace(job, state=JobState.SUCCEEDED)
    await rig.quiet()


def boards(rig: Rig, chat_id: int) -> list[dict[str, Any]]:
    """The boards that stand in a chat."""
    return [view for view in rig.chat(chat_id) if view["text"].startswith("📋")]


def answers(rig: Rig, job: Job) -> list[dict[str, Any]]:
    """What the bot has said to an order."""
    asked = job.address.reply_to
    views = rig.chat(job.address.chat_id)
    return [view for view in views if view["reply_to"] == asked]


def reactions(rig: Rig, job: Job) -> list[str]:
    """The bot's reactions on the message that ordered."""
    asked = rig.api.people.message(job.address.chat_id, job.address.reply_to or 0)
    return list(asked["reactions"].get(str(rig.api.people.bot_id), []))


async def until_reaction(rig: Rig, job: Job, wanted: list[str]) -> None:
    """Come back when the message that ordered carries these reactions of the bot's."""
    await rig.api.people.wait_message(
        job.address.chat_id,
        lambda view: (
            view["message_id"] == job.address.reply_to
            and view["reactions"].get(str(rig.api.people.bot_id), []) == wanted
        ),
        from_bot=False,
    )


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


async def test_first_texts_that_wait_make_way_for_the_board(tmp_path: Path) -> None:
    """Orders whose messages have not left yet are boarded, and cost no message."""
    narrow = OutboxLimits(group=replace(GROUP, calls=2, reserve=1, progress_reserve=1))
    async with rigged(tmp_path, narrow) as rig:
        chat_id = int(rig.api.people.add_chat("Foxes", members=[ALICE])["id"])
        slot = await rig.outbox.take(chat_id, Priority.RESULT, 1)
        jobs = []
        for number in (1, 2, 3):
            asked = await rig.api.people.send_text(
                ALICE, f"/gen {number}", Place(chat_id=chat_id)
            )
            address = Address(chat_id=chat_id, reply_to=asked["message_id"])
            jobs.append(rig.job(f"job{number}", address=address))
            rig.messenger.show(replace(view_of(jobs[-1]), is_new=True))
        await settle()

        assert rig.outbox.figures().waiting == 1  # the board
        rig.outbox.give_back(slot)


async def test_a_full_group_gets_no_reactions(tmp_path: Path) -> None:
    """Where the room is needed for results, a chat action is the sign of life."""
    small = OutboxLimits(group=replace(GROUP, calls=8, reserve=2, progress_gap=0.0))
    async with rigged(tmp_path, small) as rig:
        chat_id = int(rig.api.people.add_chat("Foxes", members=[ALICE])["id"])
        await orders(rig, chat_id, 2)
        for number in (3, 4):
            address = rig.shelves.jobs["job1"].address
            late = rig.job(f"job{number}", address=address)
            rig.messenger.show(replace(view_of(late), is_new=True))
        await rig.api.log.wait("sendChatAction", chat_id=chat_id)

        assert "setMessageReaction" not in rig.methods()


async def test_a_crowds_board_takes_no_room_from_its_results(tmp_path: Path) -> None:
    """Ten orders, and room for ten results: the board is not edited before some have come."""
    tight = OutboxLimits(
        group=replace(GROUP, calls=13, progress_reserve=0, progress_gap=0.0)
    )
    async with rigged(tmp_path, tight) as rig:
        chat_id = int(rig.api.people.add_chat("Foxes", members=[ALICE])["id"])
        jobs = [make_order(rig, chat_id, number) for number in range(1, 11)]
        for job in jobs:
            rig.messenger.show(replace(view_of(job), is_new=True))
        await rig.quiet()

        await show(rig, jobs[9], 0.5)
        for job in jobs:
            await rig.deliver(job, rig.pictures(job))

        assert "editMessageText" not in rig.methods()
        assert len([view for view in rig.chat(chat_id) if view["media"]]) == 10


async def test_topics_boards_leave_room_for_each_others_results(tmp_path: Path) -> None:
    """Two busy topics share one chat's limit: neither's board takes what the other's orders need."""
    tight = OutboxLimits(
        group=replace(GROUP, calls=16, progress_reserve=0, progress_gap=0.0)
    )
    async with rigged(tmp_path, tight) as rig:
        people = rig.api.people
        forum = people.add_chat(
            "Forum", type="supergroup", members=[ALICE], is_forum=True
        )["id"]
        topics = [
            people.add_topic(forum, name)["message_thread_id"] for name in ("A", "B")
        ]
        jobs = [
            rig.job(f"job{n}", address=Address(chat_id=forum, thread_id=topics[n % 2]))
            for n in range(10)
        ]
        for job in jobs:
            rig.messenger.show(replace(view_of(job), is_new=True))
        await rig.quiet()

        for job in jobs:
            await show(rig, job, 0.5)
        assert rig.outbox.spare(forum) == 10
        assert "editMessageText" not in rig.methods()


async def test_reactions_that_are_not_allowed_are_not_tried_again(
    rig: Rig, group: int
) -> None:
    """One refusal is enough for a while; the board itself is the acknowledgement."""
    rig.api.people.chat(group).has_reactions = False
    await orders(rig, group, 3)
    await rig.api.log.wait("setMessageReaction")
    while rig.shelves.reactions:
        await settle()

    await order(rig, group, 4)

    assert rig.methods().count("setMessageReaction") == 1
    assert rig.shelves.reactions == {}
    assert "4 orders" in boards(rig, group)[0]["text"]


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


async def test_the_board_speaks_the_groups_language(rig: Rig, group: int) -> None:
    """What the group chose holds for the board; without a choice, what its opener speaks."""
    rig.shelves.preferences[group] = Preferences(language="ru")
    await orders(rig, group, 3, language="zh")
    other = int(rig.api.people.add_chat("Wolves", members=[ALICE])["id"])
    for number in (11, 12, 13):
        await order(rig, other, number, language="zh")

    assert "3 заказа в работе" in boards(rig, group)[0]["text"]
    assert "3 个任务进行中" in boards(rig, other)[0]["text"]


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


async def test_a_delivery_that_fails_leaves_the_board(rig: Rig, group: int) -> None:
    """Part of the pictures arrived and nobody says more: the order is not on the board for ever."""
    jobs = await orders(rig, group, 3)
    rig.api.people.chat(group).bot_may_write = False

    with pytest.raises(DeliveryError):
        await end(rig, jobs[2])
    rig.api.people.chat(group).bot_may_write = True
    await rig.quiet()

    assert rig.messenger.open_boards == 0
