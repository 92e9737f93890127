"""A group becomes a supergroup: what is kept of it follows, in memory and in SQLite."""

from bot.domain.quota import QuotaRules, Wallet
from bot.services.values import Preferences
from tests.contract.stores.making import (
    NOON,
    accept,
    delivering,
    failed,
    make_job,
    make_pictures,
    succeeded,
    used,
)
from tests.contract.stores.rigs import Stores

OLD, NEW = -100, -1_000_000_000_100
RULES = QuotaRules(user_daily=None, group_daily=10)
CHOSEN = Preferences(language="ru", count=2)


async def part_of(stores: Stores, user_id: int, chat_id: int) -> int:
    """Credits that a member used of the group's day."""
    found = await stores.ledger.allowances(user_id, chat_id, RULES, NOON)
    (group,) = [one for one in found if one.wallet is Wallet.GROUP]
    return group.share.used if group.share else -1


async def test_choices_and_credits_follow(stores: Stores) -> None:
    """The new id has the choices, the wallet and the shares; the old one has nothing left."""
    await stores.preferences.save_preferences(OLD, CHOSEN)
    await accept(stores.jobs, make_job(chat_id=OLD, price=3), rules=RULES)

    for _ in range(2):  # Telegram tells it in both chats, and errors tell it too
        await stores.chats.move(OLD, NEW)

    assert await stores.preferences.preferences(NEW) == CHOSEN
    assert await stores.preferences.preferences(OLD) == Preferences()
    assert await used(stores.ledger, Wallet.GROUP, RULES, NEW) == 3
    assert await used(stores.ledger, Wallet.GROUP, RULES, OLD) == 0
    assert await part_of(stores, 7, NEW) == 3
    assert await part_of(stores, 7, OLD) == 0


async def test_jobs_under_way_settle_with_the_wallet_that_lives_on(
    stores: Stores,
) -> None:
    """What a job of the old group gives back comes to the new one; what it costs stays there."""
    lost = make_job(chat_id=OLD, price=3)
    made = make_job(chat_id=OLD, price=2)
    await accept(stores.jobs, lost, rules=RULES)
    await accept(stores.jobs, made, rules=RULES)

    await stores.chats.move(OLD, NEW)
    await stores.jobs.finish(failed(lost))
    await stores.jobs.finish(succeeded(made, charged=1))

    assert await used(stores.ledger, Wallet.GROUP, RULES, NEW) == 1
    assert await part_of(stores, 7, NEW) == 1


async def test_what_the_new_chat_has_already_is_kept(stores: Stores) -> None:
    """Choices made there win; credits used there and before add up."""
    await stores.preferences.save_preferences(OLD, CHOSEN)
    await stores.preferences.save_preferences(NEW, Preferences(language="zh"))
    await accept(stores.jobs, make_job(chat_id=OLD, price=3), rules=RULES)
    await accept(stores.jobs, make_job(chat_id=NEW, price=1), rules=RULES)

    await stores.chats.move(OLD, NEW)

    assert (await stores.preferences.preferences(NEW)).language == "zh"
    assert await used(stores.ledger, Wallet.GROUP, RULES, NEW) == 4
    assert await part_of(stores, 7, NEW) == 4


async def test_moving_nowhere_and_nothing_changes_nothing(stores: Stores) -> None:
    """A chat of which nothing is kept, and one that stays where it is."""
    await stores.preferences.save_preferences(OLD, CHOSEN)

    await stores.chats.move(OLD, OLD)
    await stores.chats.move(-5, NEW)

    assert await stores.preferences.preferences(OLD) == CHOSEN
    assert await stores.preferences.preferences(NEW) == Preferences()


async def test_the_successor_of_a_group_is_known_from_then_on(stores: Stores) -> None:
    """Before the move, and of any other chat, it is the chat itself; a move of a move is followed."""
    assert await stores.chats.successor(OLD) == OLD

    await stores.chats.move(OLD, NEW)
    assert await stores.chats.successor(OLD) == NEW
    assert [await stores.chats.successor(chat) for chat in (NEW, 7)] == [NEW, 7]

    await stores.chats.move(NEW, NEW - 1)
    assert await stores.chats.successor(OLD) == NEW - 1


async def test_what_arrives_after_the_move_lies_in_the_new_chat(stores: Stores) -> None:
    """Results, questions and copies of a job of the old group; what lay in the old one stays there."""
    (job,) = await accept(stores.jobs, make_job(chat_id=OLD))
    (picture,) = make_pictures(job, 1)
    await stores.jobs.save(delivering(job), [picture])
    await stores.pictures.confirm(job.job_id, "status", [50], [picture])
    await stores.chats.move(OLD, NEW)
    await stores.pictures.confirm(job.job_id, "line", [3], [picture])
    await stores.pictures.note_copy(picture, NEW, 4)
    await stores.pictures.note_copy(picture, OLD, 51)

    shown = [
        await stores.pictures.job_of_message(chat_id, message_id)
        for chat_id, message_id in ((OLD, 50), (NEW, 3), (NEW, 4), (OLD, 51), (OLD, 3))
    ]
    assert shown == [*[(job.job_id, 1)] * 3, None, None]


async def test_a_picture_and_what_it_becomes_after_the_move_are_of_one_chat(
    stores: Stores,
) -> None:
    """`/undo` in the supergroup goes back to what was made in the group."""
    (parent,) = await accept(stores.jobs, make_job(chat_id=OLD))
    (edit,) = await accept(stores.jobs, make_job(chat_id=NEW, parent_id=parent.job_id))
    await stores.chats.move(OLD, NEW)

    line = await stores.families.line(edit.job_id, limit=9)
    assert [one.chat_id for one in line] == [NEW, NEW]
