"""What is kept of notices that are to be deleted."""

from dataclasses import replace
from datetime import timedelta

from bot.services.notices import Notice
from tests.contract.stores.making import NOON
from tests.contract.stores.rigs import StoreRig

FIRST = Notice(chat_id=-100, message_id=7, due_at=NOON)
LATER = Notice(chat_id=-200, message_id=3, due_at=NOON + timedelta(seconds=1))


async def test_notices_outlive_a_restart(rig: StoreRig) -> None:
    """Another program on the same data finds them, soonest first, each as first written down."""
    store = (await rig.open()).notices
    for notice in (LATER, FIRST, replace(FIRST, due_at=LATER.due_at)):
        await store.add_notice(notice)

    assert await (await rig.open()).notices.notices() == (FIRST, LATER)


async def test_dropped_notices_are_forgotten(rig: StoreRig) -> None:
    """Only those named go, and naming them twice changes nothing."""
    store = (await rig.open()).notices
    await store.add_notice(FIRST)
    await store.add_notice(LATER)

    await store.drop_notices([FIRST])
    await store.drop_notices([FIRST])

    assert await store.notices() == (LATER,)
