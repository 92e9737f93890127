"""Results for places that are gone, closed, moved or deleted."""

from collections.abc import Callable

import pytest

from bot.domain.errors import ChatGone, NotAllowed
from bot.domain.job import Address
from tests.unit.delivery.rig import ALICE, UPSCALE, Rig, view_of


async def test_a_deleted_status_message_costs_no_picture(rig: Rig) -> None:
    """The photo comes as a new message then, once, and is noted."""
    job = rig.job()
    await rig.shown(view_of(job))
    rig.api.people.message_of(ALICE, rig.chat()[0]["message_id"]).is_deleted = True
    (picture,) = rig.pictures(job)

    await rig.deliver(job, [picture])
    await rig.deliver(job, [picture])

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert rig.shelves.shown[ALICE, message["message_id"]] == ("job1", 1)


@pytest.mark.parametrize(
    "end",
    [
        lambda rig: rig.api.people.set_blocked(ALICE),
        lambda rig: rig.api.people.delete_account(ALICE),
    ],
)
async def test_a_dead_chat_ends_the_delivery(
    rig: Rig, end: Callable[[Rig], None]
) -> None:
    """Blocked by the person, or the account deleted: an error of its own, no retries."""
    job = rig.job()
    await rig.shown(view_of(job))
    end(rig)

    with pytest.raises(ChatGone):
        await rig.deliver(job, rig.pictures(job))


async def test_a_closed_topic_is_not_allowed(rig: Rig) -> None:
    """A file for a closed topic cannot arrive, and says so."""
    forum, topic = _topic(rig)
    job = rig.job(address=Address(chat_id=forum, thread_id=topic), recipe=UPSCALE)
    rig.api.people.set_topic_closed(forum, topic)

    with pytest.raises(NotAllowed):
        await rig.deliver(job, rig.pictures(job))


async def test_a_deleted_topic_sends_to_the_chat(rig: Rig) -> None:
    """Without its topic a result still arrives."""
    forum, topic = _topic(rig)
    job = rig.job(address=Address(chat_id=forum, thread_id=topic))
    rig.api.people.delete_topic(forum, topic)

    await rig.deliver(job, rig.pictures(job))

    assert [message["thread_id"] for message in rig.chat(forum)] == [None]


async def test_a_job_follows_its_group(rig: Rig) -> None:
    """A group that became a supergroup gets its picture there."""
    group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
    job = rig.job(address=Address(chat_id=group))
    await rig.shown(view_of(job))
    moved = rig.api.people.migrate_chat(group)

    await rig.deliver(job, rig.pictures(job))

    assert [m["media"]["kind"] for m in rig.chat(moved["id"])] == ["photo"]


def _topic(rig: Rig) -> tuple[int, int]:
    forum = rig.api.people.add_chat(
        "Forum", type="supergroup", members=[ALICE], is_forum=True
    )["id"]
    return forum, rig.api.people.add_topic(forum, "Foxes")["message_thread_id"]
