"""A board and its glances take no call that a result will need."""

from dataclasses import replace
from pathlib import Path

from bot.delivery.outbox.limits import GROUP, OutboxLimits
from bot.delivery.outbox.tickets import Priority
from bot.domain.job import Address
from bot.playground.botapi.people import Place
from tests.fakes.clock import settle
from tests.unit.delivery.boards.crowd import boards, make_order, order, orders, show
from tests.unit.delivery.rig import ALICE, Rig, rigged, view_of


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
