"""A status message is one message: sent once, edited with news, and never a second time sent."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.outbox.tickets import Priority
from bot.domain.job import Address, JobState
from providers.base import Progress
from tests.fakes.clock import settle
from tests.unit.delivery.rig import ALICE, SWIFT, Rig, rigged, view_of

RUNNING = {"state": JobState.RUNNING}


async def test_the_first_text_answers_and_later_ones_edit(rig: Rig) -> None:
    """One sendMessage in answer to the prompt, then edits of that very message."""
    prompt = await rig.api.people.send_text(ALICE, "/gen fox")
    job = rig.job(address=Address(chat_id=ALICE, reply_to=prompt["message_id"]))
    await rig.shown(view_of(job, place=3))
    running = replace(job, state=JobState.RUNNING)

    await rig.shown(view_of(running, fraction=0.42), "editMessageText")

    (message,) = rig.chat()
    assert message["reply_to"] == prompt["message_id"]
    assert "▰▰▰▰▱▱▱▱▱▱ 42 %" in message["text"]
    assert "a <red> fox & hound" in message["text"]
    assert message["buttons"][0][0]["callback_data"] == "c:job1:0"
    assert rig.shelves.statuses["s-job1"].message_id == message["message_id"]


async def test_the_newest_text_wins_and_the_last_one_arrives(rig: Rig) -> None:
    """A hundred views in a row cost a few calls, and the message ends with the hundredth."""
    job = rig.job(**RUNNING)

    for percent in range(1, 101):
        rig.messenger.show(view_of(job, fraction=percent / 100))
    await rig.quiet()

    (message,) = rig.chat()
    assert "100 %" in message["text"]
    assert len(rig.methods()) <= 3


async def test_nothing_new_costs_nothing(rig: Rig) -> None:
    """A view that reads the same makes no call."""
    job = rig.job(**RUNNING)
    await rig.shown(view_of(job, fraction=0.5))

    rig.messenger.show(view_of(job, fraction=0.501))
    await rig.quiet()

    assert rig.methods() == ["sendMessage"]


async def test_after_a_restart_the_same_message_is_edited(rig: Rig) -> None:
    """A message id in the store means an edit, even when the view does not know the id."""
    job = rig.job(**RUNNING)
    sent = await rig.telegram_bot.send_message(ALICE, "old text")
    status = rig.shelves.statuses["s-job1"]
    rig.shelves.statuses["s-job1"] = replace(status, message_id=sent.message_id)

    await rig.shown(view_of(job, fraction=0.62, is_back=True), "editMessageText")

    (message,) = rig.chat()
    assert "still 62 %" in message["text"]


async def test_a_deleted_message_is_not_sent_anew_for_progress(rig: Rig) -> None:
    """A failed edit never becomes a new message."""
    job = rig.job(**RUNNING)
    await rig.shown(view_of(job, fraction=0.1))
    rig.api.people.message_of(ALICE, rig.chat()[0]["message_id"]).is_deleted = True

    await rig.shown(view_of(job, fraction=0.2), "editMessageText")
    rig.messenger.show(view_of(job, fraction=0.3))
    await rig.quiet()

    assert rig.chat() == []
    assert rig.methods() == ["sendMessage", "editMessageText"]


@pytest.mark.parametrize("fault", ["429", "502", "dropped_before", "dropped_after"])
async def test_an_edit_survives_trouble(rig: Rig, fault: str) -> None:
    """Whatever happens to an edit, the newest text arrives in the same message."""
    job = rig.job(**RUNNING)
    await rig.shown(view_of(job, fraction=0.1))
    rig.api.faults.fail_next("editMessageText", fault)  # type: ignore[arg-type] # a FaultKind by parametrisation

    rig.messenger.show(view_of(job, fraction=0.2))
    await rig.quiet()

    (message,) = rig.chat()
    assert "20 %" in message["text"]


async def test_a_first_text_whose_answer_was_lost_is_not_sent_twice(rig: Rig) -> None:
    """Two status messages would be worse than none: the result comes alone then."""
    job = rig.job(**RUNNING)
    rig.api.faults.fail_next("sendMessage", "dropped_after")
    await rig.shown(view_of(job, fraction=0.1))
    rig.messenger.show(view_of(job, fraction=0.2))
    await rig.quiet()

    assert rig.methods() == ["sendMessage"]


async def test_a_failure_says_why_and_that_nothing_was_charged(rig: Rig) -> None:
    """The same message names the reason, what is left, and offers another try."""
    job = rig.job(**RUNNING)
    await rig.shown(view_of(job, fraction=0.1))
    failed = replace(job, state=JobState.FAILED, failure="internal")

    await rig.messenger.conclude(view_of(failed, allowance_left=3))

    (message,) = rig.chat()
    assert "Nothing was charged (3 left today)." in message["text"]
    assert message["buttons"][0][0]["callback_data"] == "a:job1:0"


async def test_a_failure_that_a_try_cannot_mend_offers_none(rig: Rig) -> None:
    """Content rules refuse the same words again: the reason stands there without a button."""
    job = rig.job(**RUNNING)
    await rig.shown(view_of(job, fraction=0.1))
    failed = replace(job, state=JobState.FAILED, failure="moderation")

    await rig.messenger.conclude(view_of(failed, allowance_left=3))

    (message,) = rig.chat()
    assert "content rules" in message["text"]
    assert message["buttons"] == []


async def test_what_was_called_off_can_be_ordered_again(rig: Rig) -> None:
    """Nothing was wrong with the order: its owner may want it after all."""
    job = rig.job(**RUNNING)
    await rig.shown(view_of(job, fraction=0.1))

    await rig.messenger.conclude(view_of(replace(job, state=JobState.CANCELLED)))

    (message,) = rig.chat()
    assert message["buttons"][0][0]["callback_data"] == "a:job1:0"


async def test_a_batch_offers_a_try_where_it_can_help(rig: Rig) -> None:
    """Of three failed pictures, the broken one has no button; numbers stay those of the lines."""
    codes = ("timed_out", "picture_broken", "internal")
    jobs = [
        rig.job(f"job{n}", status_id="s", state=JobState.FAILED, failure=code)
        for n, code in enumerate(codes, start=1)
    ]

    await rig.messenger.conclude(view_of(*jobs))

    buttons = [button for row in rig.chat()[0]["buttons"] for button in row]
    assert [button["callback_data"] for button in buttons] == ["a:job1:0", "a:job3:0"]
    assert "3" in buttons[1]["text"]


async def test_an_end_without_a_status_message_is_sent(rig: Rig) -> None:
    """Who never saw a status message is told the end all the same."""
    job = rig.job(state=JobState.CANCELLED)

    await rig.messenger.conclude(view_of(job))

    (message,) = rig.chat()
    assert "Cancelled." in message["text"]


async def test_an_end_in_a_dead_chat_is_no_error(rig: Rig) -> None:
    """A person who blocked the bot is not told, and nothing breaks."""
    job = rig.job(state=JobState.CANCELLED)
    rig.api.people.set_blocked(ALICE)

    await rig.messenger.conclude(view_of(job))

    assert rig.chat() == []


async def test_a_batch_has_a_line_per_picture(rig: Rig) -> None:
    """Jobs of one message are told together, with one Cancel for all."""
    jobs = [rig.job(f"job{n}", status_id="s-batch", **RUNNING) for n in (1, 2, 3)]
    jobs[1] = replace(jobs[1], progress=Progress(fraction=0.5))

    await rig.shown(view_of(*jobs))

    (message,) = rig.chat()
    lines = message["text"].split("\n")
    assert lines[0].endswith("3 pictures")
    assert lines[1:4] == ["1. working", "2. ▰▰▰▰▰▱▱▱▱▱ 50 %", "3. working"]
    assert message["buttons"][0][0]["text"].endswith("Cancel all")


async def test_a_status_stays_in_its_topic(rig: Rig) -> None:
    """The first text goes to the forum topic of the order."""
    forum = rig.api.people.add_chat(
        "Forum", type="supergroup", members=[ALICE], is_forum=True
    )
    topic = rig.api.people.add_topic(forum["id"], "Foxes")["message_thread_id"]
    job = rig.job(address=Address(chat_id=forum["id"], thread_id=topic), **RUNNING)

    await rig.shown(view_of(job))

    assert [message["thread_id"] for message in rig.chat(forum["id"])] == [topic]


async def test_a_slow_sign_of_life_does_not_hold_the_text_up(tmp_path: Path) -> None:
    """Where the text has to wait a chat action comes first, and nobody waits for its answer."""
    async with rigged(tmp_path, replace(SWIFT, in_flight=1)) as rig:
        job = rig.job()
        other = await rig.outbox.take(8, Priority.RESULT, 1)
        rig.api.faults.fail_next("sendChatAction", "slow", seconds=4.0)
        rig.messenger.show(view_of(job))
        while not rig.messenger._actions._signs:
            await settle()

        rig.outbox.give_back(other)
        await rig.quiet()

        assert len(rig.chat()) == 1
        assert rig.messenger._actions._signs


@pytest.mark.parametrize(
    "is_new,method", [(True, "sendMessage"), (False, "editMessageText")]
)
async def test_a_fresh_order_is_not_looked_up(
    tmp_path: Path, method: str, *, is_new: bool
) -> None:
    """Only of an order that was accepted before is the message looked for in the store."""
    async with rigged(tmp_path) as rig:
        job = rig.job("job1")
        told = await rig.telegram_bot.send_message(ALICE, "told already")
        stored = rig.shelves.statuses[job.status_id]
        rig.shelves.statuses[job.status_id] = replace(
            stored, message_id=told.message_id
        )

        rig.messenger.show(replace(view_of(job), is_new=is_new))
        await rig.quiet()

        assert rig.methods()[-1] == method
