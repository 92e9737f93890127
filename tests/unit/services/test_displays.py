"""Messages that show results: their pages, the questions about them, and all that is to be deleted."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.keyboards import Keyboards
from bot.domain.buttons import Verb
from bot.domain.errors import Refused
from bot.domain.job import Address, Job, JobState
from bot.i18n.texts import Texts
from bot.services.values import Status
from providers.base import Operation
from tests.fakes.imaging import picture_bytes
from tests.fakes.provider import FakeProvider
from tests.unit.services.bench import ALICE, Bench, open_bench
from tests.unit.services.test_menus import job_of, picture
from tests.unit.services.test_standing import order

HERE = Address(chat_id=ALICE)


def kept(bench: Bench, count: int = 2) -> Job:
    """A finished job with pictures in the books."""
    job, shelves = job_of(wanted=count), bench.stores.shelves
    shelves.jobs[job.job_id] = job
    shelves.statuses[job.status_id] = Status(
        status_id=job.status_id, address=job.address, message_id=5
    )
    for number in range(1, count + 1):
        shelves.pictures[job.job_id, number] = replace(
            picture(), number=number, photo_file_id=f"photo-{number}"
        )
    return job


async def test_a_page_has_the_prices_of_now(tmp_path: Path) -> None:
    """Months later another service does the work: its price stands on the button."""
    dear = FakeProvider(make_picture=picture_bytes, bundled=False)
    async with open_bench(tmp_path, dear) as bench:
        job = kept(bench)
        await bench.displays.turn_page(
            job, Verb.FRONT, address=HERE, message_id=5, has_sheet=True
        )
        ((chat_id, message_id, ring),) = bench.messenger.pages
    assert (chat_id, message_id, ring.has_sheet) == (ALICE, 5, True)
    assert ring.menu.price(Verb.AGAIN) == 4
    assert len(ring.pictures) == 2


async def test_another_try_says_what_it_costs_now(tmp_path: Path) -> None:
    """Under a failure there is one button, and the press that pays carries its price."""
    dear = FakeProvider(make_picture=picture_bytes, bundled=False)
    async with open_bench(tmp_path, dear) as bench:
        failed = job_of(state=JobState.FAILED)
        await bench.displays.turn_page(
            failed, Verb.FRONT, address=HERE, message_id=5, has_sheet=False
        )
    ((_, _, ring),) = bench.messenger.pages
    markup = Keyboards(Texts(is_strict=True), "en", ring.menu).page(ring)
    assert markup is not None
    ((button,),) = markup.inline_keyboard
    assert (button.text, button.callback_data) == (
        "🔄 Try again · 4 credits",
        "a:job1:0:4",
    )


async def test_a_picture_sent_alone_brings_its_buttons(tmp_path: Path) -> None:
    """All of them together bring none."""
    async with open_bench(tmp_path) as bench:
        job = kept(bench)
        for number in (2, 0):
            await bench.displays.send_again(
                job.job_id, number, as_files=False, address=HERE, language="en"
            )
        alone, together = bench.messenger.sent_again
    assert alone.ring is not None
    assert (alone.ring.number, together.ring) == (2, None)


async def test_a_question_is_about_its_picture(tmp_path: Path) -> None:
    """An answer to it finds the picture, and it is known as a question, not as a result."""
    async with open_bench(tmp_path) as bench:
        job = kept(bench)
        await bench.displays.note_question(job.job_id, 2, 40, price=3)
        assert await bench.displays.job_of_message(ALICE, 40) == (job.job_id, 2)
        assert await bench.displays.is_question(job.job_id, 40)
        assert not await bench.displays.is_question(job.job_id, 5)
        assert await bench.displays.price_said(job.job_id, 40) == 3
        assert await bench.displays.price_said(job.job_id, 5) is None
        with pytest.raises(Refused):
            await bench.displays.note_question(job.job_id, 3, 41, price=1)


async def test_a_question_from_before_prices_were_noted_is_one(tmp_path: Path) -> None:
    """Its answer is an order as ever: nobody knows what it said."""
    async with open_bench(tmp_path) as bench:
        job = kept(bench)
        await bench.stores.pictures.confirm(job.job_id, "question-40", (40,), ())
        assert await bench.displays.is_question(job.job_id, 40)
        assert not await bench.displays.is_question(job.job_id, 4)
        assert await bench.displays.price_said(job.job_id, 40) is None


async def test_everything_of_an_order_is_found(tmp_path: Path) -> None:
    """Status, album, copies and questions, each once."""
    async with open_bench(tmp_path) as bench:
        job, pictures = kept(bench), bench.stores.pictures
        await pictures.confirm(job.job_id, "status", (5,), ())
        await pictures.confirm(job.job_id, "album", (6, 7), ())
        await pictures.confirm(job.job_id, "again-9", (9,), ())
        await bench.displays.note_question(job.job_id, 1, 11, price=1)
        found = await bench.displays.messages_of(job, 5)
        copy = await bench.displays.messages_of(job, 9)
        assert await bench.displays.numbers_of(job) == (1, 2)
    assert sorted(found) == [5, 6, 7, 9, 11]
    assert copy == (9,)


async def test_a_message_is_known_by_its_number_and_chat(tmp_path: Path) -> None:
    """The order's own message and copies are the job's; the same numbers elsewhere are not."""
    async with open_bench(tmp_path) as bench:
        job = kept(bench)
        await bench.stores.pictures.confirm(job.job_id, "again-9", (9,), ())
        known = [
            (chat_id, message_id)
            for chat_id in (ALICE, ALICE + 1)
            for message_id in (5, 7, 9)
            if await bench.displays.is_shown_by(job, chat_id, message_id)
        ]
    assert known == [(ALICE, 5), (ALICE, 9)]


async def test_a_page_under_a_copy_is_about_its_picture(tmp_path: Path) -> None:
    """One picture of several that was sent once more; the order's own message is about all."""
    async with open_bench(tmp_path) as bench:
        job, pictures = kept(bench), bench.stores.pictures
        await pictures.confirm(
            job.job_id, "again-9", (9,), (replace(picture(), number=2),)
        )
        for message_id in (9, 5):
            await bench.displays.turn_page(
                job, Verb.FRONT, address=HERE, message_id=message_id, has_sheet=False
            )
    assert [ring.number for _, _, ring in bench.messenger.pages] == [2, 0]


async def test_several_orders_under_one_message_stay_together(tmp_path: Path) -> None:
    """Their page is about all of them, and so is what goes with it."""
    async with open_bench(tmp_path) as bench:
        first = kept(bench)
        second = replace(first, job_id="job2")
        bench.stores.shelves.jobs["job2"] = second
        await bench.stores.pictures.confirm("job2", "document-1", (8,), ())
        await bench.displays.turn_page(
            first, Verb.DELETE, address=HERE, message_id=5, has_sheet=True
        )
        found = await bench.displays.messages_of(first, 5)
    ((_, _, ring),) = bench.messenger.pages
    assert ring.batch == (first, second)
    assert found == (5, 8)


async def test_a_variation_reaches_the_service_with_its_instruction(
    tmp_path: Path,
) -> None:
    """What is written down keeps the words apart from what is said to services."""
    async with open_bench(tmp_path) as bench:
        job = kept(bench)
        base = bench.desk.varied(order(), job, 1)
        placed = await bench.desk.place(base)
        stored = await bench.desk.job(placed.jobs[0].job_id)
    assert stored is not None
    assert (stored.recipe.prompt, stored.recipe.operation) == ("a fox", Operation.EDIT)
    assert stored.recipe.is_variation
    assert stored.recipe.instruction.endswith("a fox")
    assert stored.recipe.instruction != "a fox"
