"""What is kept of asides that are to be deleted."""

from dataclasses import replace
from datetime import timedelta

from bot.services.asides import Aside
from tests.contract.stores.making import NOON
from tests.contract.stores.rigs import StoreRig

FIRST = Aside(chat_id=-100, message_id=7, due_at=NOON)
LATER = Aside(chat_id=-200, message_id=3, due_at=NOON + timedelta(seconds=1))


async def test_asides_outlive_a_restart(rig: StoreRig) -> None:
    """Another program on the same data finds them, soonest first, each as first written down."""
    store = (await rig.open()).asides
    for aside in (LATER, FIRST, replace(FIRST, due_at=LATER.due_at)):
        await store.add_aside(aside)

    assert await (await rig.open()).asides.asides() == (FIRST, LATER)


async def test_dropped_asides_are_forgotten(rig: StoreRig) -> None:
    """Only those named go, and naming them twice changes nothing."""
    store = (await rig.open()).asides
    await store.add_aside(FIRST)
    await store.add_aside(LATER)

    await store.drop_asides([FIRST])
    await store.drop_asides([FIRST])

    assert await store.asides() == (LATER,)
