"""Presses that are refused, come late or would cost more than their button says."""

import pytest
from telegram.error import BadRequest

from bot.domain.buttons import Verb
from bot.domain.errors import QuotaExceeded, Refused, ShareExceeded
from bot.domain.job import JobState
from bot.domain.quota import Share
from providers.base import Operation
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.pressing import alerts, in_group
from tests.unit.handlers.updates import BORIS, GROUP, press

TOO_OLD = BadRequest("query is too old and response timeout expired")


def spent(front: Front) -> QuotaExceeded:
    """No credits until tomorrow."""
    return QuotaExceeded(
        wallet="user", left=0, price=1, limit=30, turns_at=front.clock.now()
    )


@pytest.mark.parametrize("data", ["a:job1:0", "v:job1:1", "2:job1:1"])
async def test_a_refusal_is_an_alert(front: Front, data: str) -> None:
    """Who has no credits reads why, and nobody else has to."""
    in_group(front)
    front.desk.refusals.append(spent(front))
    await front.receive(press(data, user_id=BORIS, chat=GROUP))
    (alert,) = alerts(front)
    assert alert.startswith("Your 30 credits of today are used up")
    assert len(alert) <= 200
    assert "<" not in alert
    assert front.said == []


async def test_a_refusal_that_comes_too_late_is_said(front: Front) -> None:
    """Pressed while the bot was away: the alert is lost, the reason is not."""
    front.desk.jobs["job1"] = job()
    front.desk.refusals.append(spent(front))
    front.request.answers["answerCallbackQuery"] = TOO_OLD
    raw = press("a:job1:0")
    await front.receive(raw)
    assert "used up" in front.said[0]
    assert front.is_handled(raw)


async def test_an_order_of_an_old_press_is_placed_all_the_same(front: Front) -> None:
    """Its answer is lost quietly; the order is placed once."""
    front.desk.jobs["job1"] = job()
    front.request.answers["answerCallbackQuery"] = TOO_OLD
    await front.receive(press("2:job1:1"))
    assert len(front.desk.orders) == 1
    assert front.said == []


async def test_a_stop_leaves_the_press_to_the_next_start(front: Front) -> None:
    """It is answered, and not noted as handled."""
    front.desk.jobs["job1"] = job()
    front.desk.refusals.append(Refused(code="draining"))
    raw = press("a:job1:0")
    await front.receive(raw)
    assert front.toasts == ["On it"]
    assert not front.is_handled(raw)


async def test_nobody_pays_more_than_the_button_says(front: Front) -> None:
    """Services change over the months: the new price is shown, and nothing is taken."""
    front.desk.jobs["job1"] = job()
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0"))
    assert "4 credits now" in alerts(front)[0]
    assert [turned[1] for turned in front.desk.pages] == [Verb.FRONT]
    assert front.desk.orders == []
    await front.receive(press("a:job1:0:4"))
    assert len(front.desk.orders) == 1


async def test_another_try_costs_what_the_first_did(front: Front) -> None:
    """Its button stands under a failure, and says no price."""
    front.desk.jobs["job1"] = job(state=JobState.FAILED, reserved=4)
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0"))
    assert len(front.desk.orders) == 1


async def test_another_try_at_a_dearer_service_is_asked_about(front: Front) -> None:
    """The cheap one is down, which is why the first try failed."""
    front.desk.jobs["job1"] = job(state=JobState.FAILED, reserved=1)
    front.desk.costs[Operation.GENERATE] = 4
    await front.receive(press("a:job1:0"))
    assert "4 credits" in alerts(front)[0]
    assert front.desk.orders == []
    await front.receive(press("a:job1:0:4"))
    assert len(front.desk.orders) == 1


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
async def test_an_alert_is_whole_sentences(front: Front, language: str) -> None:
    """Telegram shows 200 characters; a longer reason ends where a sentence does."""
    in_group(front)
    share = Share(total=30, members=6, used=5)
    turns_at = front.clock.now()
    front.desk.refusals.append(ShareExceeded(share=share, price=1, turns_at=turns_at))
    raw = press("a:job1:0", user_id=BORIS, chat=GROUP, language=language)
    await front.receive(raw)
    (alert,) = alerts(front)
    assert len(alert) <= 200
    assert alert.endswith((".", "。"))
