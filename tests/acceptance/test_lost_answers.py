"""Answers that cost nothing, while the way to Telegram fails: said all the same, twice at most."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.playground.botapi.faults import FaultKind
from providers.clock import SystemClock
from tests.acceptance.visitor import Visitor
from tests.acceptance.world import World, open_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A bot that has just started."""
    async with open_world(tmp_path) as opened:
        await opened.start()
        yield opened


@pytest.mark.parametrize("kind", ["500", "bad_gateway_html", "dropped_before"])
async def test_an_answer_that_failed_once_comes(
    world: World, alice: Visitor, kind: FaultKind
) -> None:
    """A question about credits, a refusal and the settings: each is answered once."""
    for words in ("/quota", "/edit make it blue", "/settings"):
        world.telegram.faults.fail_next("sendMessage", kind, chat_id=alice.user_id)
        asked = await alice.say(words)
        answer = await alice.answer(asked)
        assert [view["message_id"] for view in alice.heard(asked)] == [
            answer["message_id"]
        ]


async def test_an_answer_in_doubt_comes_twice_at_most(
    world: World, alice: Visitor
) -> None:
    """Telegram carries out every call and tells of none: two texts, and then no more."""
    world.telegram.faults.fail_next(
        "sendMessage", "dropped_after", 9, chat_id=alice.user_id
    )
    asked = await alice.say("/quota")
    first = await world.telegram.log.wait("sendMessage")
    await world.telegram.log.wait("sendMessage", after=first["seq"])
    world.telegram.faults.clear()
    await alice.answer(await alice.say("/jobs"))

    assert len(alice.heard(asked)) == 2


async def test_an_answer_waits_until_telegram_listens_again(
    world: World, alice: Visitor
) -> None:
    """Nothing listens there when the words of `/help` are due: they come when it is back."""
    world.telegram.faults.fail_next("sendPhoto", "slow", seconds=60.0)
    asked = await alice.say("/help")
    await world.telegram.log.wait("sendPhoto")
    await world.line.cut()
    while "answer.repeated" not in world.log:
        await SystemClock().sleep(0.05)
    await world.line.mend()

    assert "/gen" in (await alice.answer(asked))["text"]


async def test_a_press_is_answered_though_the_first_answer_is_lost(
    world: World, alice: Visitor
) -> None:
    """The toast of a button comes at the second try, and the settings show what was pressed."""
    panel = await alice.answer(await alice.say("/settings"))
    for method in ("answerCallbackQuery", "editMessageText"):
        world.telegram.faults.fail_next(method, "500")
    await alice.press(panel, "set:la")

    turned = await world.people.wait_message(
        alice.user_id,
        lambda view: (
            view["message_id"] == panel["message_id"] and view["edit_date"] is not None
        ),
    )
    assert turned["text"] != panel["text"]
