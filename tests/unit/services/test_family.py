"""Going back step by step: what is shown, and why sometimes nothing can be."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import ChatGone, DeliveryError, Refused
from bot.domain.job import Address, Job
from bot.domain.look import Look
from bot.domain.recipe import RESULT, PictureRef, result_of
from bot.services.family import Family, step_of
from bot.services.spool import PASSING
from providers.base import Operation
from tests.fakes.clock import settle
from tests.fakes.family_show import FakeFamilyShow, Told
from tests.unit.services.bench import ALICE, PHOTO, Bench, open_bench

HERE = Address(chat_id=ALICE, reply_to=50)
FILE = PictureRef(
    file_id="file-1", file_unique_id="u2", kind="document", media_type="image/png"
)


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """The services at work."""
    async with open_bench(tmp_path) as opened:
        yield opened


@pytest.fixture
def show() -> FakeFamilyShow:
    """What the chat was shown."""
    return FakeFamilyShow()


@pytest.fixture
def family(bench: Bench, show: FakeFamilyShow) -> Family:
    """The conversation."""
    return Family(bench.shop, show)


async def made(bench: Bench, **facts: Any) -> Job:
    """An order of Alice's, at its end."""
    placed = await bench.order(**facts)
    await bench.pass_time(60)
    return await bench.job(placed)


async def edited(bench: Bench, *sources: PictureRef, **facts: Any) -> Job:
    """An edit of pictures, at its end."""
    parent_id = None
    if sources and sources[0].kind == RESULT:
        parent_id = sources[0].file_id.partition(":")[0]
    return await made(
        bench, operation=Operation.EDIT, sources=sources, parent_id=parent_id, **facts
    )


async def chain(bench: Bench) -> tuple[Job, Job, Job]:
    """A photo, edited, the result edited, and that edited again."""
    first = await edited(bench, PHOTO)
    second = await edited(bench, result_of(first.job_id, 1))
    third = await edited(bench, result_of(second.job_id, 1))
    return first, second, third


async def refused(doing: Awaitable[object]) -> str:
    """Why it was."""
    with pytest.raises(Refused) as refusal:
        await doing
    return refusal.value.code


async def undo(family: Family, job: Job) -> None:
    """Undo a job, in its chat."""
    await family.undo(job.job_id, address=HERE, language="en")


async def compare(family: Family, job: Job, number: int = 1) -> None:
    """Compare a picture of a job with what it was made from."""
    await family.compare(job.job_id, number, address=HERE, language="ru")


async def test_steps_count_from_the_photo(bench: Bench) -> None:
    """The first edit is step 1, whatever it was made from; each delivery says its own."""
    jobs = await chain(bench)

    steps = [delivery.step for delivery in bench.messenger.deliveries]
    assert steps == [1, 2, 3]
    assert [await step_of(job, bench.stores.families) for job in jobs] == [1, 2, 3]


async def test_undo_shows_the_step_before(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Step 2 after step 3, with its job and picture; nothing is charged."""
    _, second, third = await chain(bench)
    used = await bench.used()

    await undo(family, third)

    (told,) = show.told
    assert told.shown is not None
    assert (told.address, told.language) == (HERE, "en")
    assert (told.shown.step, told.shown.job) == (2, second)
    assert told.shown.picture.path is not None
    assert await bench.used() == used


async def test_undo_of_the_first_edit_gives_the_original_back(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Everything that was sent, by Telegram's names of it."""
    first = await edited(bench, PHOTO, FILE)

    await undo(family, first)

    assert show.told == [Told(address=HERE, language="en", originals=(PHOTO, FILE))]


async def test_where_photos_are_covered_the_original_is(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Whoever hides what was made of a photo does not want the photo itself to be seen."""
    first = await edited(bench, PHOTO, look=Look(has_spoiler=True))

    await undo(family, first)
    await family.send_step(first.job_id, 0, address=HERE, language="en")

    assert [told.is_covered for told in show.told] == [True, True]


async def test_a_drawing_has_nothing_before_it(bench: Bench, family: Family) -> None:
    """Neither to undo nor to compare with."""
    drawn = await made(bench)

    assert await refused(undo(family, drawn)) == "first_step"
    assert await refused(compare(family, drawn)) == "first_step"


async def test_an_original_that_telegram_does_not_send_is_said_to_be_above(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Gone there, or a sticker, which is no file; a closed chat is another matter."""
    sticker = replace(FILE, width=512, height=512)
    greeted = await edited(bench, sticker)
    assert await refused(undo(family, greeted)) == "original_gone"

    first = await edited(bench, PHOTO)
    show.failures += [DeliveryError("wrong file id"), ChatGone("blocked")]
    assert await refused(undo(family, first)) == "original_gone"
    with pytest.raises(ChatGone):
        await undo(family, first)


async def test_what_was_cleaned_away_comes_as_telegrams_copy(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Without a copy of it anywhere the step is said to be gone."""
    first, second, _ = await chain(bench)
    await bench.shop.spool.drop(first.job_id)
    assert await refused(undo(family, second)) == "picture_gone"

    (picture,) = await bench.stores.pictures.pictures(first.job_id)
    named = replace(picture, photo_file_id="seen")
    bench.stores.shelves.put([named])
    await undo(family, second)

    assert show.told[0].shown is not None
    assert show.told[0].shown.picture == replace(named, path=None)


async def test_any_step_can_be_shown(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """By its number; one that there is not is refused with those that there are."""
    first, _, third = await chain(bench)
    send = family.send_step

    await send(third.job_id, 1, address=HERE, language="en")
    assert show.told[0].shown is not None
    assert show.told[0].shown.job == first
    beyond = send(third.job_id, 4, address=HERE, language="en")
    assert await refused(beyond) == "step_unknown"


async def test_comparing_puts_both_into_one_file(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Before is a result or the photo fetched from Telegram; afterwards no file is left."""
    first, second, _ = await chain(bench)
    kept = {path for path in bench.folder.rglob("*") if path.is_file()}
    fetched = len(bench.files.downloads)

    await compare(family, second)
    await compare(family, first)

    comparisons = [told.comparison for told in show.told if told.comparison]
    assert [(each.before, each.after.step) for each in comparisons] == [(1, 2), (0, 1)]
    assert [each.after.job for each in comparisons] == [second, first]
    assert {told.language for told in show.told} == {"ru"}
    assert all(show.files)
    assert bench.files.downloads[fetched:] == [PHOTO.file_id]
    assert {path for path in bench.folder.rglob("*") if path.is_file()} == kept


async def test_a_comparison_that_fails_leaves_no_file(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Gone at Telegram, or a chat that is closed: the folder is as empty as before."""
    first = await edited(bench, PHOTO)
    bench.files.errors.append(Refused(code="file_gone"))
    assert await refused(compare(family, first)) == "file_gone"
    show.failures.append(ChatGone("blocked"))
    with pytest.raises(ChatGone):
        await compare(family, first)

    room = bench.shop.spool.folder(PASSING)
    assert list(room.iterdir()) == []
    assert await bench.used() == first.charged


async def test_two_comparisons_at_once_leave_each_others_files_alone(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """Right after a start too, with what a crash left still lying there."""
    first = await edited(bench, PHOTO)
    room = bench.shop.spool.folder(PASSING)
    for number in range(200):
        (room / str(number)).mkdir(parents=True)
        (room / str(number) / "before").write_bytes(b"a face")

    await asyncio.gather(*(compare(family, first) for _ in range(4)))

    assert len(show.files) == len(show.told) == 4
    assert all(show.files)


async def test_a_crowd_compares_one_after_the_other(
    bench: Bench, family: Family, show: FakeFamilyShow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The picture tools are for jobs; and large copies do not lie about until they are sent."""
    first = await edited(bench, PHOTO)
    at_it, most, lying = 0, 0, list[int]()
    compare_files, compare_shown = bench.shop.tools.compare, show.compare

    async def watched(*args: Any) -> Path:
        nonlocal at_it, most
        at_it += 1
        most = max(most, at_it)
        made = await compare_files(*args)
        at_it -= 1
        return made

    async def slow(*args: Any, **more: Any) -> None:
        await settle()
        room = bench.shop.spool.folder(PASSING)
        lying.append(len([*room.rglob("before")]))
        await compare_shown(*args, **more)

    monkeypatch.setattr(bench.shop.tools, "compare", watched)
    monkeypatch.setattr(show, "compare", slow)
    await asyncio.gather(*(compare(family, first) for _ in range(5)))

    assert (most, len(show.told)) == (1, 5)
    assert max(lying) <= 1


async def test_a_start_sweeps_the_leftovers_of_a_crash(bench: Bench) -> None:
    """Whoever says /forgetme then leaves no picture where nobody looks."""
    leftover = bench.shop.spool.folder(PASSING) / "7" / "before"
    leftover.parent.mkdir(parents=True)
    leftover.write_bytes(b"a face")

    await bench.crash()

    assert not leftover.exists()


async def test_one_of_several_pictures_has_to_be_named(
    bench: Bench, family: Family, show: FakeFamilyShow
) -> None:
    """All pictures of a job have the same before; only one of them can stand beside it."""
    first = await edited(bench, PHOTO)
    (picture,) = await bench.stores.pictures.pictures(first.job_id)
    bench.stores.shelves.put([replace(picture, number=2)])

    assert await refused(compare(family, first, 0)) == "picture_which"
    await compare(family, first, 2)
    await undo(family, first)

    assert show.told[0].comparison is not None
    assert show.told[0].comparison.after.picture.number == 2
    assert show.told[1].originals == (PHOTO,)


async def test_an_erased_ancestor_is_said_to_be_gone(
    bench: Bench, family: Family
) -> None:
    """Bob went on from Alice's picture in a group; Alice is forgotten."""
    group = Address(chat_id=-5)
    first = await edited(bench, PHOTO, address=group)
    theirs = await edited(
        bench, result_of(first.job_id, 1), address=group, user_id=ALICE + 1
    )
    await bench.desk.forget(ALICE)

    assert await refused(undo(family, theirs)) == "step_gone"
    assert await refused(compare(family, theirs)) == "step_gone"
    assert await refused(undo(family, first)) == "job_unknown"
    assert await step_of(theirs, bench.stores.families) == 1
