"""Results arrive as the interface promises, once, whatever happens on the line."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.errors import ChatGone, NotAllowed, TooLarge
from bot.domain.job import Address, Job, JobState
from bot.domain.look import Gathering, Look
from bot.domain.recipe import Recipe
from bot.services.values import Delivery
from providers.base import Operation
from tests.unit.delivery.rig import ALICE, Rig, view_of

UPSCALE = Recipe(operation=Operation.UPSCALE, scale=2)
EDIT = Recipe(operation=Operation.EDIT, prompt="no background")


def buttons(message: dict[str, object]) -> list[str]:
    """The callback data of all buttons under a message."""
    rows = message["buttons"]
    assert isinstance(rows, list)
    return [button["callback_data"] for row in rows for button in row]


async def test_one_picture_turns_the_status_into_the_photo(rig: Rig) -> None:
    """No second message: the text becomes the picture, with buttons and a stored file id."""
    job = rig.job(state=JobState.RUNNING)
    await rig.shown(view_of(job, fraction=0.5))

    await rig.deliver(job, rig.pictures(job))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert message["text"] == "a <red> fox & hound\nJimeng"
    assert buttons(message) == ["a:job1:0", "2:job1:1", "4:job1:1", "o:job1:1"]
    assert rig.methods() == ["sendMessage", "editMessageMedia"]
    assert rig.shelves.pictures["job1", 1].photo_file_id is not None
    assert rig.shelves.shown[ALICE, message["message_id"]] == ("job1", 1)
    assert rig.shelves.statuses["s-job1"].is_media


async def test_several_pictures_come_as_an_album_in_answer(rig: Rig) -> None:
    """In a private chat: an album that answers the prompt, and a line with the buttons."""
    prompt = await rig.api.people.send_text(ALICE, "/gen fox")
    job = rig.job(address=Address(chat_id=ALICE, reply_to=prompt["message_id"]))
    await rig.shown(view_of(job))

    await rig.deliver(replace(job, wanted=4, notices=()), rig.pictures(job, 2))

    line, *album = rig.chat()
    assert [message["media"]["kind"] for message in album] == ["photo", "photo"]
    assert {message["reply_to"] for message in album} == {prompt["message_id"]}
    assert line["text"].startswith("✅ 2 pictures · Jimeng")
    assert "2 of 4 delivered" in line["text"]
    assert {"2:job1:1", "4:job1:2", "a:job1:0", "o:job1:0"} <= set(buttons(line))
    shown = [rig.shelves.shown[ALICE, message["message_id"]] for message in album]
    assert shown == [("job1", 1), ("job1", 2)]


async def test_several_pictures_in_a_group_come_as_one_sheet(rig: Rig) -> None:
    """One edit instead of an album; buttons send picture k or all of them."""
    group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
    job = rig.job(address=Address(chat_id=group), look=Look(gathering=Gathering.GRID))
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, 4))

    (message,) = rig.chat(group)
    assert message["media"]["kind"] == "photo"
    assert {"s:job1:1", "s:job1:4", "s:job1:0"} <= set(buttons(message))
    assert rig.methods() == ["sendMessage", "editMessageMedia"]
    assert not list(rig.folder.glob("sheet-*"))


async def test_an_enlarged_picture_is_the_providers_own_bytes(rig: Rig) -> None:
    """A file in answer to the prompt, unchanged; the status message becomes a preview."""
    job = rig.job(recipe=UPSCALE)
    await rig.shown(view_of(job))
    (picture,) = rig.pictures(job)
    assert picture.path is not None

    await rig.deliver(job, [picture])

    status, document = rig.chat()
    sent = rig.api.people.read_file(document["media"]["file_id"])
    assert sent == picture.path.read_bytes()
    assert document["media"]["file_name"] == "enlarged-2x-job1-1.png"
    assert status["media"]["kind"] == "photo"
    stored = rig.shelves.pictures["job1", 1]
    assert stored.document_file_id
    assert stored.photo_file_id


async def test_a_transparent_picture_comes_as_a_file(rig: Rig) -> None:
    """Its bytes in answer to the prompt, and a photo with buttons, the original's aside."""
    prompt = await rig.api.people.send_text(ALICE, "/edit remove the background")
    address = Address(chat_id=ALICE, reply_to=prompt["message_id"])
    job = rig.job(recipe=EDIT, address=address)
    await rig.shown(view_of(job))
    (picture,) = rig.pictures(job, has_alpha=True)
    assert picture.path is not None

    await rig.deliver(job, [picture])

    status, document = rig.chat()
    assert document["reply_to"] == prompt["message_id"]
    assert document["media"]["file_name"] == "picture-job1-1.png"
    sent = rig.api.people.read_file(document["media"]["file_id"])
    assert sent == picture.path.read_bytes()
    assert status["media"]["kind"] == "photo"
    assert status["text"] == "no background\nJimeng"
    assert buttons(status) == ["a:job1:0", "2:job1:1", "4:job1:1"]


async def test_a_transparent_file_in_doubt_stays_within_reach(rig: Rig) -> None:
    """Where nobody knows whether the file arrived, its button stands under the photo."""
    job = rig.job(recipe=EDIT)
    await rig.shown(view_of(job))
    rig.api.faults.fail_next("sendDocument", "dropped_after", 5)

    await rig.deliver(job, rig.pictures(job, has_alpha=True))

    assert "o:job1:1" in buttons(rig.chat()[0])


async def test_one_transparent_picture_makes_all_of_them_files(rig: Rig) -> None:
    """No album of photos: each comes as a file, and the status message shows them together."""
    job = rig.job()
    await rig.shown(view_of(job))
    plain, clear = rig.pictures(job, 2)

    await rig.deliver(job, [plain, replace(clear, has_alpha=True)])

    status, *files = rig.chat()
    assert [message["media"]["kind"] for message in files] == ["document"] * 2
    assert status["media"]["kind"] == "photo"
    assert {"a:job1:0", "o:job1:0"} <= set(buttons(status))


async def test_a_grid_of_transparent_pictures_stays_a_grid(rig: Rig) -> None:
    """Its group reads one message; who wants the files presses the button."""
    group = rig.api.people.add_chat("Group", members=[ALICE])["id"]
    job = rig.job(address=Address(chat_id=group), look=Look(gathering=Gathering.GRID))
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, 4, has_alpha=True))

    (message,) = rig.chat(group)
    assert message["media"]["kind"] == "photo"
    assert "o:job1:0" in buttons(message)


async def test_a_transparent_picture_too_big_for_a_file_is_shown(rig: Rig) -> None:
    """It was made and can be looked at: no failure for the sake of its transparency."""
    job = rig.job(recipe=EDIT)
    await rig.shown(view_of(job))

    await rig.deliver(job, rig.pictures(job, has_alpha=True, size=60_000_000))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert rig.methods() == ["sendMessage", "editMessageMedia"]


async def test_what_has_a_receipt_is_not_sent_again(rig: Rig) -> None:
    """Delivering a second time, as after a crash, makes no call that counts."""
    job = rig.job(recipe=UPSCALE)
    await rig.shown(view_of(job))
    pictures = rig.pictures(job, 2)
    await rig.deliver(job, pictures)
    before = rig.methods()

    await rig.deliver(job, pictures)

    assert rig.methods() == before


async def test_a_file_begun_before_a_crash_is_repeated_once(rig: Rig) -> None:
    """Begun and unconfirmed is sent again; begun twice is taken for delivered."""
    job = rig.job(recipe=UPSCALE)
    (picture,) = rig.pictures(job)
    store = rig.messenger._endings._steps._store
    await store.begin("job1", "document-1")

    await rig.deliver(job, [picture])
    assert rig.methods().count("sendDocument") == 1
    other = rig.job("job2", recipe=UPSCALE)
    await store.begin("job2", "document-1")
    await store.begin("job2", "document-1")
    await rig.deliver(other, rig.pictures(other))

    assert rig.methods().count("sendDocument") == 1


@pytest.mark.parametrize("times", [1, 5])
async def test_a_file_whose_answer_is_lost_comes_twice_at_most(
    rig: Rig, times: int
) -> None:
    """The send is repeated once; then the delivery goes on."""
    job = rig.job(recipe=UPSCALE)
    rig.api.faults.fail_next("sendDocument", "dropped_after", times)

    await rig.deliver(job, rig.pictures(job))

    files = [m for m in rig.chat() if m["media"] and m["media"]["kind"] == "document"]
    assert len(files) == 2


@pytest.mark.parametrize("fault", ["429", "500", "dropped_before", "dropped_after"])
async def test_a_turned_status_arrives_exactly_once(rig: Rig, fault: str) -> None:
    """What is delivered by an edit is there once, whatever the line does."""
    job = rig.job()
    await rig.shown(view_of(job))
    rig.api.faults.fail_next("editMessageMedia", fault, 2)  # type: ignore[arg-type] # a FaultKind by parametrisation

    await rig.deliver(job, rig.pictures(job))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"


async def test_a_429_repeats_an_album_once_it_may_go(rig: Rig) -> None:
    """A refused album was not carried out: it is sent again, files included, and arrives once."""
    job = rig.job()
    rig.api.faults.fail_next("sendMediaGroup", "429", retry_after=3)

    await rig.deliver(job, rig.pictures(job, 3))

    photos = [m for m in rig.chat() if m["media"]]
    assert len(photos) == 3
    assert rig.outbox.figures().refusals == 1


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


async def test_a_result_drops_the_progress_that_waits(rig: Rig) -> None:
    """A view shown right before the result makes no call of its own any more."""
    job = rig.job(state=JobState.RUNNING)
    rig.messenger.show(view_of(job, fraction=0.1))

    await rig.deliver(job, rig.pictures(job))

    assert rig.methods() in (["sendPhoto"], ["sendMessage", "editMessageMedia"])


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


async def test_a_file_over_the_limit_still_shows_a_preview(rig: Rig) -> None:
    """Too large for a bot: the preview is there and the error says why."""
    job = rig.job(recipe=UPSCALE)
    await rig.shown(view_of(job))

    with pytest.raises(TooLarge):
        await rig.deliver(job, rig.pictures(job, size=60_000_000))

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    failed = replace(job, state=JobState.FAILED, failure="internal")
    await rig.messenger.conclude(view_of(failed))
    assert rig.chat()[0]["text"].startswith("❌")


async def test_a_batch_sends_each_file_and_ends_as_one_sheet(rig: Rig) -> None:
    """Three enlargements under one message: a file each, then a sheet with the counts."""
    jobs = [rig.job(f"job{n}", status_id="s-batch", recipe=UPSCALE) for n in (1, 2, 3)]
    await rig.shown(view_of(*jobs))

    for index, job in enumerate(jobs):
        await _deliver_of_batch(rig, jobs, index, rig.pictures(job))
    await rig.quiet()

    status, *files = rig.chat()
    assert [message["media"]["kind"] for message in files] == ["document"] * 3
    assert status["media"]["kind"] == "photo"
    assert status["text"].startswith("🔍 3 pictures, 3 done")


async def test_a_batch_whose_last_job_fails_shows_what_came(rig: Rig) -> None:
    """The sheet has the delivered picture, the words have the failure and another try."""
    jobs = [rig.job(f"job{n}", status_id="s-batch", recipe=UPSCALE) for n in (1, 2)]
    await rig.shown(view_of(*jobs))
    await _deliver_of_batch(rig, jobs, 0, rig.pictures(jobs[0]))
    done = replace(jobs[0], state=JobState.SUCCEEDED)
    failed = replace(jobs[1], state=JobState.FAILED, failure="internal")

    await rig.messenger.conclude(view_of(done, failed))

    status = rig.chat()[0]
    assert status["media"]["kind"] == "photo"
    assert "1. ✅ done\n2. ❌" in status["text"]
    assert buttons(status) == ["a:job2:0"]


async def test_originals_are_sent_by_their_name_the_second_time(rig: Rig) -> None:
    """The first press uploads, the next one uses Telegram's copy."""
    job = rig.job()
    pictures = rig.pictures(job, 2)
    send = rig.messenger.send_pictures

    await send(job.address, pictures, as_files=True, language="en")
    again = [rig.shelves.pictures["job1", number] for number in (1, 2)]
    await send(
        job.address,
        [replace(one, path=None) for one in again],
        as_files=True,
        language="en",
    )

    kinds = [message["media"]["kind"] for message in rig.chat()]
    assert kinds == ["document"] * 4
    last = rig.chat()[-1]
    assert rig.shelves.shown[ALICE, last["message_id"]] == ("job1", 2)


async def test_a_lost_original_comes_as_telegrams_copy_and_says_so(rig: Rig) -> None:
    """Cleaned away here: the photo that Telegram keeps is sent, with a word about it."""
    job = rig.job()
    await rig.deliver(job, rig.pictures(job))
    kept = replace(rig.shelves.pictures["job1", 1], path=None)

    await rig.messenger.send_pictures(job.address, [kept], as_files=True, language="en")

    copy = rig.chat()[-1]
    assert copy["media"]["kind"] == "photo"
    assert "Telegram's copy" in copy["text"]


async def test_a_drain_lets_a_send_under_way_be_confirmed(rig: Rig) -> None:
    """The waiter is cancelled, the upload is not: after the stop its receipt is there."""
    job = rig.job(recipe=UPSCALE)
    rig.api.faults.fail_next("sendDocument", "slow", seconds=0.5)
    task = asyncio.create_task(rig.deliver(job, rig.pictures(job)))
    while "document-1" not in rig.receipts(job):
        await asyncio.wait({task}, timeout=0.001)

    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await rig.messenger.stop()

    assert rig.receipts(job)["document-1"].is_done


async def test_a_message_turned_before_a_crash_is_turned_again(rig: Rig) -> None:
    """The store does not know that it is a picture already: nothing is sent anew."""
    job = rig.job(state=JobState.DELIVERING)
    await rig.shown(view_of(job))
    pictures = rig.pictures(job)
    await rig.deliver(job, pictures)
    rig.shelves.receipts.clear()
    status = rig.shelves.statuses["s-job1"]
    rig.shelves.statuses["s-job1"] = replace(status, is_media=False)

    await rig.shown(view_of(job, is_back=True), "editMessageCaption")
    await rig.deliver(job, pictures)

    (message,) = rig.chat()
    assert message["media"]["kind"] == "photo"
    assert message["text"].endswith("Jimeng")


def _topic(rig: Rig) -> tuple[int, int]:
    forum = rig.api.people.add_chat(
        "Forum", type="supergroup", members=[ALICE], is_forum=True
    )["id"]
    return forum, rig.api.people.add_topic(forum, "Foxes")["message_thread_id"]


async def _deliver_of_batch(
    rig: Rig, jobs: list[Job], index: int, pictures: tuple[object, ...]
) -> None:
    states = [
        replace(job, state=JobState.SUCCEEDED if n < index else JobState.DELIVERING)
        if n <= index
        else job
        for n, job in enumerate(jobs)
    ]
    view = view_of(*states)
    told = tuple(
        replace(each, delivered=int(n <= index)) for n, each in enumerate(view.jobs)
    )
    await rig.messenger.deliver(
        Delivery(
            job=states[index],
            view=replace(view, jobs=told),
            pictures=pictures,  # type: ignore[arg-type] # the rig's pictures
            is_last=index == len(jobs) - 1,
        )
    )
