"""With Telegram's limits switched on, a crowd is served without a single 429."""

import asyncio
from pathlib import Path

from bot.delivery.outbox.limits import OutboxLimits
from bot.domain.job import Address, JobState
from bot.domain.look import Gathering, Look
from tests.unit.delivery.rig import ALICE, HastyClock, Rig, rigged, view_of

# Time runs faster here, so that the machine seems slower: a call may take long.
LIMITS = OutboxLimits(longest_flight=600.0)


async def _order(rig: Rig, number: int, chat_id: int) -> None:
    job = rig.job(
        f"job{number}",
        address=Address(chat_id=chat_id),
        look=Look(gathering=Gathering.GRID),
        state=JobState.RUNNING,
    )
    for percent in (10, 50, 90):
        rig.messenger.show(view_of(job, fraction=percent / 100))
        await HastyClock().sleep(0.5)
    await rig.deliver(job, rig.pictures(job))


async def test_a_crowd_draws_no_429(tmp_path: Path) -> None:
    """Forty people and a group with eight orders: every picture arrives, nothing is refused."""
    async with rigged(tmp_path, LIMITS, flood_limits=True) as rig:
        people = [rig.api.people.add_user(f"P{n}")["id"] for n in range(40)]
        group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
        chats = [*people, *[group] * 8]

        await asyncio.gather(
            *(_order(rig, number, chat) for number, chat in enumerate(chats))
        )

        assert sum(rig.api.limiter.refusals.values()) == 0
        photos = [
            message
            for chat in {*chats}
            for message in rig.chat(chat)
            if message["media"]
        ]
        assert len(photos) == 48
