"""Family trees: the line from a job to its root, and the newest edit of a chat."""

from dataclasses import replace

from bot.domain.job import Address, Job
from bot.domain.recipe import PictureRef, Recipe, result_of
from bot.services.families import Kin
from providers.base import Operation
from tests.contract.stores.making import accept, make_job, make_pictures, succeeded
from tests.contract.stores.rigs import Stores

ME, OTHER, GROUP = 7, 8, -9
PHOTO = PictureRef(file_id="p", file_unique_id="p", kind="photo", width=4, height=3)
EDIT = Recipe(operation=Operation.EDIT, prompt="make it night")
PLENTY = 100


def child(parent: Job, number: int = 1, **more: object) -> Job:
    """An edit of a picture of a job's, ordered by the same person in the same chat."""
    job = make_job(
        user_id=parent.user_id,
        recipe=EDIT,
        parent_id=parent.job_id,
        sources=(result_of(parent.job_id, number),),
        address=parent.address,
    )
    return replace(job, **more)  # type: ignore[arg-type] # fields of a job


async def done(stores: Stores, job: Job) -> Job:
    """The job, accepted and ended."""
    (accepted,) = await accept(stores.jobs, job)
    ended = succeeded(accepted)
    await stores.jobs.finish(ended)
    return ended


async def show(stores: Stores, job: Job, message_id: int, *, pictures: int = 1) -> None:
    """Note that a message shows a job's picture, or all of several."""
    made = make_pictures(job, 1) if pictures == 1 else ()
    await stores.pictures.confirm(job.job_id, f"again-{message_id}", [message_id], made)


def kin(job: Job) -> Kin:
    """What a family tells of a job."""
    return Kin(
        job_id=job.job_id,
        chat_id=job.address.chat_id,
        parent_id=job.parent_id,
        sources=job.sources,
    )


async def test_a_line_goes_up_to_its_root(stores: Stores) -> None:
    """Parents one by one, youngest first, sources without loss; branches beside it stay out."""
    root = await done(stores, make_job(recipe=EDIT, sources=(PHOTO,)))
    middle = await done(stores, child(root, 3))
    await done(stores, child(root, 2))
    tip = await done(stores, child(middle))
    await done(stores, child(tip))

    line = await stores.families.line(tip.job_id, limit=PLENTY)

    assert line == (kin(tip), kin(middle), kin(root))
    assert await stores.families.line(root.job_id, limit=PLENTY) == (kin(root),)


async def test_a_line_is_no_longer_than_asked(stores: Stores) -> None:
    """The youngest ones come, and no more of them are looked for."""
    jobs = [await done(stores, make_job())]
    for _ in range(9):
        jobs.append(await done(stores, child(jobs[-1])))

    line = await stores.families.line(jobs[-1].job_id, limit=4)

    assert [one.job_id for one in line] == [job.job_id for job in jobs[:-5:-1]]


async def test_a_line_without_its_job_is_empty(stores: Stores) -> None:
    """A job that never was, or was erased, has no family."""
    assert await stores.families.line("nobody", limit=PLENTY) == ()


async def test_a_line_ends_where_its_parent_was_erased(stores: Stores) -> None:
    """The younger ones stay, with the name of the picture that is gone."""
    root = await done(stores, make_job(user_id=ME, chat_id=GROUP))
    theirs = await done(stores, child(root, 2, user_id=OTHER))
    tip = await done(stores, child(theirs, user_id=OTHER))

    assert await stores.owned.erase(ME)
    line = await stores.families.line(tip.job_id, limit=PLENTY)

    assert line == (kin(tip), replace(kin(theirs), parent_id=None))
    assert line[-1].sources == (result_of(root.job_id, 2),)


async def test_the_newest_edit_is_the_one_shown_last(stores: Stores) -> None:
    """By message, whatever was ordered first; drawings do not count, and 0 is all pictures."""
    drawn = await done(stores, make_job(user_id=ME))
    edited = await done(stores, child(drawn))
    again = await done(stores, child(edited))
    here = Address(chat_id=ME)
    assert await stores.families.newest_edit(ME, here) is None

    await show(stores, again, 11, pictures=4)
    assert await stores.families.newest_edit(ME, here) == (again.job_id, 0)
    await show(stores, edited, 12)
    await show(stores, drawn, 13)

    assert await stores.families.newest_edit(ME, here) == (edited.job_id, 1)


async def test_the_newest_edit_is_ones_own_and_of_this_place(stores: Stores) -> None:
    """Neither a neighbour's, nor another chat's, nor another topic's."""
    topic = Address(chat_id=GROUP, thread_id=3)
    mine = make_job(user_id=ME, recipe=EDIT, sources=(PHOTO,), address=topic)
    mine = await done(stores, mine)
    theirs = await done(stores, replace(child(mine), user_id=OTHER))
    await show(stores, mine, 21)
    await show(stores, theirs, 22)

    newest = stores.families.newest_edit
    assert await newest(ME, topic) == (mine.job_id, 1)
    assert await newest(OTHER, topic) == (theirs.job_id, 1)
    assert await newest(ME, Address(chat_id=GROUP)) is None
    assert await newest(ME, Address(chat_id=ME)) is None
