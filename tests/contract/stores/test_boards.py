"""What is kept of the groups' boards and of our reactions."""

from dataclasses import replace

from bot.domain.job import Address
from bot.services.boards import BoardNote, ReactionNote
from tests.contract.stores.making import accept, failed, make_job, running
from tests.contract.stores.rigs import StoreRig, Stores

GROUP, TOPIC = -100, 7
BOARD = BoardNote(chat_id=GROUP, thread_id=None, message_id=11, language="en")


async def test_a_board_a_topic_is_kept_over_restarts(rig: StoreRig) -> None:
    """The group's and its topic's are two; the newest message of each counts."""
    stores = await rig.open()
    await stores.boards.save_board(BOARD)
    await stores.boards.save_board(replace(BOARD, thread_id=TOPIC, message_id=12))
    await stores.boards.save_board(replace(BOARD, message_id=13, language="ru"))

    kept = await (await rig.open()).boards.boards()

    assert sorted(kept, key=lambda board: board.message_id) == [
        replace(BOARD, thread_id=TOPIC, message_id=12),
        replace(BOARD, message_id=13, language="ru"),
    ]


async def test_a_board_that_is_gone_is_forgotten(stores: Stores) -> None:
    """Dropping the group's leaves the topic's; dropping twice is no error."""
    await stores.boards.save_board(BOARD)
    await stores.boards.save_board(replace(BOARD, thread_id=TOPIC))
    for _ in range(2):
        await stores.boards.drop_board(GROUP, None)

    assert await stores.boards.boards() == (replace(BOARD, thread_id=TOPIC),)


async def test_orders_under_way_in_one_place(stores: Stores) -> None:
    """Each order once, oldest first; neither other topics' nor other chats', none that ended."""
    here = Address(chat_id=GROUP, thread_id=TOPIC, reply_to=5)
    first, second = make_job(address=here), make_job(address=here)
    await accept(stores.jobs, first, make_job(address=here))
    await accept(stores.jobs, second)
    (over,) = await accept(stores.jobs, make_job(address=here))
    await stores.jobs.finish(failed(over))
    await accept(stores.jobs, make_job(address=replace(here, thread_id=None)))
    await accept(stores.jobs, make_job(address=replace(here, chat_id=-200)))
    (begun,) = await stores.jobs.batch(second.status_id)
    await stores.jobs.save(running(begun))
    status = await stores.statuses.get_status(first.status_id)
    assert status is not None
    await stores.statuses.save_status(replace(status, message_id=9))

    found = await stores.boards.under_way(GROUP, TOPIC)

    assert [(one.status_id, one.message_id) for one in found] == [
        (first.status_id, 9),
        (second.status_id, None),
    ]
    assert found[0].address == here


async def test_a_reaction_is_kept_until_it_is_taken_away(stores: Stores) -> None:
    """It says whether its order is over; an erased order is."""
    (open_,) = await accept(stores.jobs, make_job(chat_id=GROUP))
    (over,) = await accept(stores.jobs, make_job(chat_id=GROUP))
    await stores.jobs.finish(failed(over))
    for status_id in (open_.status_id, over.status_id, "erased"):
        note = ReactionNote(status_id=status_id, chat_id=GROUP, message_id=5)
        await stores.boards.save_reaction(note)
    await stores.boards.drop_reaction("nobody's")

    found = await stores.boards.reactions()

    assert {note.status_id: note.has_ended for note in found} == {
        open_.status_id: False,
        over.status_id: True,
        "erased": True,
    }
    for note in found:
        await stores.boards.drop_reaction(note.status_id)
    assert await stores.boards.reactions() == ()
