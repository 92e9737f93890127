"""Signs of life: given at once, not twice, and a crowd's before its orders."""

import asyncio
from pathlib import Path
from typing import Any

from telegram.constants import ChatAction

from bot.delivery.actions import PATIENCE
from bot.domain.job import Address
from tests.unit.delivery.rig import ALICE, Rig, rigged

HERE = Address(chat_id=ALICE)


def signs(rig: Rig) -> list[dict[str, Any]]:
    """The chat actions that were shown."""
    return [call for call in rig.api.log.calls() if call["method"] == "sendChatAction"]


async def test_a_sign_that_shows_is_not_given_again(rig: Rig) -> None:
    """Two orders in one breath: one call; another action is another sign."""
    await rig.messenger.greet(HERE)
    await rig.messenger.greet(HERE)
    rig.messenger._actions.sign(HERE, ChatAction.UPLOAD_PHOTO)
    first = await rig.api.log.wait("sendChatAction")
    await rig.api.log.wait("sendChatAction", after=first["seq"])

    assert [call["params"]["action"] for call in signs(rig)] == [
        "typing",
        "upload_photo",
    ]


async def test_a_sign_that_faded_is_given_again(tmp_path: Path) -> None:
    """After five seconds nothing shows any more."""
    async with rigged(tmp_path) as rig:
        await rig.messenger.greet(HERE)
        first = await rig.api.log.wait("sendChatAction")
        await rig.messenger._clock.sleep(5.0)
        await rig.messenger.greet(HERE)
        second = await rig.api.log.wait("sendChatAction", after=first["seq"])

        assert [call["seq"] for call in signs(rig)] == [first["seq"], second["seq"]]


async def test_a_lone_order_waits_for_no_sign(rig: Rig) -> None:
    """The answer to a sign is nobody's business: an order goes on at once."""
    rig.api.faults.fail_next("sendChatAction", "slow", seconds=20.0)

    async with asyncio.timeout(PATIENCE / 2):
        await rig.messenger.greet(HERE)


async def test_a_crowd_lets_its_signs_go_first(rig: Rig) -> None:
    """Nobody of a crowd goes on before nearly all of it have been heard."""
    people = [rig.api.people.add_user(f"User {number}") for number in range(40)]
    addresses = [Address(chat_id=person["id"]) for person in people]

    await asyncio.gather(*(rig.messenger.greet(address) for address in addresses))

    assert len(signs(rig)) >= 30


async def test_a_crowd_does_not_wait_for_a_deaf_telegram(rig: Rig) -> None:
    """Signs that hang hold orders for a moment only."""
    people = [rig.api.people.add_user(f"User {number}") for number in range(40)]
    rig.api.faults.fail_next("sendChatAction", "slow", times=40, seconds=100.0)

    async with asyncio.timeout(PATIENCE * 3):
        await asyncio.gather(
            *(rig.messenger.greet(Address(chat_id=one["id"])) for one in people)
        )
