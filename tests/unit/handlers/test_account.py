"""Answers that cost nothing: /quota, /jobs, /cancel, /start, /help."""

from datetime import timedelta

import pytest

from bot.domain.job import Address, JobState
from bot.domain.quota import Allowance, Wallet
from bot.handlers.access import Access
from bot.services.values import LedgerEntry, QuotaReport
from providers.base import Operation
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    MYSELF,
    Raw,
    message,
    person,
    update,
)


def wallet(front: Front, *, bonus: int = 0) -> Allowance:
    """A user's wallet that turns in 90 minutes."""
    turns_at = front.clock.now() + timedelta(minutes=90)
    return Allowance(
        wallet=Wallet.USER, limit=30, used=3, bonus=bonus, turns_at=turns_at
    )


async def test_quota_says_what_is_left_and_what_happened(front: Front) -> None:
    """Credits, the turn, and the last lines of the ledger with their signs."""
    entry = LedgerEntry(
        at=front.clock.now(),
        kind="charged",
        amount=-2,
        job_id="job1",
        operation=Operation.UPSCALE,
    )
    gift = LedgerEntry(at=front.clock.now(), kind="granted", amount=5, job_id=None)
    front.desk.report = QuotaReport(allowances=(wallet(front),), entries=(entry, gift))
    await front.receive(update(message("/quota")))
    (text,) = front.said
    assert "<b>27</b> of 30" in text
    assert "2026-01-01 01:30 (UTC), in 1 h 30 min" in text
    assert "01-01 00:00 · <b>−2</b> · enlargement, charged" in text  # noqa: RUF001 - a real minus
    assert "<b>+5</b> · gift, granted" in text


async def test_granted_credits_are_told_apart(front: Front) -> None:
    """They do not turn with the day."""
    front.desk.report = QuotaReport(allowances=(wallet(front, bonus=5),), entries=())
    await front.receive(update(message("/quota")))
    assert "<b>32</b> credits left: 30 a day and 5 extra" in front.said[0]


async def test_an_admin_has_no_limit() -> None:
    """Whatever the wallet says."""
    front = Front(access=Access(admin_ids=frozenset({ANNA})))
    front.desk.report = QuotaReport(allowances=(wallet(front),), entries=())
    await front.receive(update(message("/quota")), update(message("/gen fox")))
    assert "no limit" in front.said[0]
    assert front.order.is_unlimited


async def test_jobs_are_listed_with_a_button_each(front: Front) -> None:
    """Place or percent, and a way to stop each."""
    front.desk.jobs["job1"] = job("job1", state=JobState.QUEUED, status_id="a")
    front.desk.jobs["job2"] = job("job2", state=JobState.RUNNING, status_id="b")
    front.desk.places["job1"] = 2
    await front.receive(update(message("/jobs")))
    (call,) = front.request.of("sendMessage")
    assert "2 jobs under way" in call["text"]
    assert "2 jobs ahead" in call["text"]
    assert "50 %" in call["text"]
    rows = call["reply_markup"]["inline_keyboard"]
    assert [row[0]["callback_data"] for row in rows] == ["c:job1:1", "c:job2:1"]


async def test_the_only_order_is_cancelled_whole(front: Front) -> None:
    """All jobs of one status message are one order."""
    for name in ("job1", "job2"):
        front.desk.jobs[name] = job(name, state=JobState.QUEUED)
    await front.receive(update(message("/cancel")))
    assert [name for name, *_ in front.desk.cancelled] == ["job1", "job2"]
    assert len(front.said) == 1


async def test_cancel_asks_which(front: Front) -> None:
    """With several orders nothing is guessed."""
    front.desk.jobs["job1"] = job("job1", state=JobState.QUEUED, status_id="a")
    front.desk.jobs["job2"] = job("job2", state=JobState.QUEUED, status_id="b")
    await front.receive(update(message("/cancel")))
    assert front.desk.cancelled == []
    assert "which one" in front.said[0]


def _by_name(_front: Front) -> Raw:
    return message("/cancel job2")


def _by_status(_front: Front) -> Raw:
    key = {"text": "Cancel", "callback_data": "c:job2:0"}
    above = message("working", reply_markup={"inline_keyboard": [[key]]})
    return message("/cancel", reply_to_message={**above, "from": MYSELF})


def _by_result(front: Front) -> Raw:
    above = {**message("working"), "from": MYSELF}
    front.desk.shown[ANNA, above["message_id"]] = ("job2", 1)
    return message("/cancel", reply_to_message=above)


def _by_own_message(_front: Front) -> Raw:
    return message("/cancel", reply_to_message={**message("/gen"), "message_id": 6})


@pytest.mark.parametrize("ask", [_by_name, _by_status, _by_result, _by_own_message])
async def test_cancel_takes_the_job_that_is_meant(front: Front, ask: object) -> None:
    """By its name, its status message, its result, or the message that ordered it."""
    front.desk.jobs["job1"] = job("job1", state=JobState.QUEUED, status_id="a")
    address = Address(chat_id=ANNA, reply_to=6)
    front.desk.jobs["job2"] = job(
        "job2", state=JobState.QUEUED, status_id="b", address=address
    )
    assert callable(ask)
    await front.receive(update(ask(front)))
    assert [name for name, *_ in front.desk.cancelled] == ["job2"]


async def test_an_answer_to_a_list_of_orders_means_ones_own(front: Front) -> None:
    """Under the board of a group stands everybody's: the first of them is not meant."""
    front.desk.jobs["job1"] = job(user_id=BORIS, address=Address(chat_id=GROUP))
    own = job("job2", state=JobState.QUEUED, address=Address(chat_id=GROUP))
    front.desk.jobs["job2"] = own
    keys = [{"text": "✖️", "callback_data": f"c:job{n}:0"} for n in (1, 2)]
    board = message("📋", chat=GROUP, reply_markup={"inline_keyboard": [keys]})
    answer = {"reply_to_message": {**board, "from": MYSELF}}
    await front.receive(update(message("/cancel", chat=GROUP, **answer)))
    assert [name for name, *_ in front.desk.cancelled] == ["job2"]


async def test_strangers_cannot_cancel(front: Front) -> None:
    """Not from a private chat, not as a plain member, but as the group's admin."""
    front.desk.jobs["job1"] = job(
        state=JobState.QUEUED, user_id=BORIS, address=Address(chat_id=GROUP)
    )
    member = {"user": person(), "status": "member"}
    front.request.answers["getChatMember"] = member
    await front.receive(
        update(message("/cancel job1")), update(message("/cancel job1", chat=GROUP))
    )
    assert front.desk.cancelled == []
    assert "no such job" in front.said[0]
    assert "Only the person" in front.said[1]
    front.request.answers["getChatMember"] = _admin()
    await front.receive(update(message("/cancel job1", chat=GROUP)))
    assert front.desk.cancelled == [("job1", ANNA, True)]


def _admin() -> Raw:
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages "
        "can_manage_video_chats can_restrict_members can_promote_members "
        "can_change_info can_invite_users can_post_stories can_edit_stories "
        "can_delete_stories"
    )
    return {
        "user": person(),
        "status": "administrator",
        **dict.fromkeys(rights.split(), False),
    }


async def test_nothing_to_cancel_is_said(front: Front) -> None:
    """No job, no guess."""
    await front.receive(update(message("/cancel")), update(message("/jobs")))
    assert front.said == ["You have no job under way."] * 2


@pytest.mark.parametrize("language", ["en", "zh", "ru"])
async def test_help_comes_in_the_askers_language(front: Front, language: str) -> None:
    """With examples, options and models, in every language."""
    speaker = person(language=language)
    await front.receive(update({**message("/start"), "from": speaker}))
    (text,) = front.said
    for part in ("/gen ", "/edit", "/upscale", "--ar", "16:9", "4.5", "2x, 4x"):
        assert part in text
