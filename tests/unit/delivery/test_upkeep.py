"""Who is at a message: one at a time, let go while it waits, waited for while it calls."""

import asyncio

from bot.delivery.upkeep import Upkeep

CHAT = 1001


class Work:
    """Something that lasts until it is let through, and says how often it began and came through."""

    def __init__(self) -> None:
        self.begun = 0
        self.done = 0
        self.gate = asyncio.Event()

    async def __call__(self) -> None:
        """Wait at the gate."""
        self.begun += 1
        await self.gate.wait()
        self.done += 1


def start(upkeep: Upkeep, work: Work) -> None:
    """Have it done, if nobody is at it."""
    upkeep.begin(work, if_broken="work.broken", chat_id=CHAT)


async def test_there_are_never_two_at_once() -> None:
    """A second beginning changes nothing while the first is under way; later it is one."""
    upkeep, work = Upkeep(), Work()
    start(upkeep, work)
    start(upkeep, work)
    work.gate.set()
    await upkeep.rest()
    assert (work.begun, work.done, upkeep.is_under_way) == (1, 1, False)

    start(upkeep, work)
    await upkeep.rest()

    assert work.done == 2


async def test_what_only_waits_makes_room_at_once() -> None:
    """Given up, it is over for who asks next, though it has not heard of it yet."""
    upkeep, old, new = Upkeep(), Work(), Work()
    start(upkeep, old)
    upkeep.give_up()
    start(upkeep, new)
    new.gate.set()
    await upkeep.rest()

    assert (old.done, new.done, upkeep.is_under_way) == (0, 1, False)


async def test_a_call_is_not_broken_off() -> None:
    """Giving up leaves it alone, and putting down waits for its end."""
    upkeep, work = Upkeep(), Work()
    start(upkeep, work)
    upkeep.is_calling = True
    upkeep.give_up()
    assert upkeep.is_under_way

    ending = asyncio.create_task(upkeep.put_down())
    asyncio.get_running_loop().call_soon(work.gate.set)
    await ending

    assert (work.done, upkeep.is_under_way) == (1, False)


async def test_what_was_put_down_can_be_begun_again() -> None:
    """Also when it was put down before its first moment."""
    upkeep, work = Upkeep(), Work()
    start(upkeep, work)
    await upkeep.put_down()
    work.gate.set()
    start(upkeep, work)
    await upkeep.rest()

    assert work.done == 1
