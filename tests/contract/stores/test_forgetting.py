"""Erasing one user: all of theirs, nothing of others, and the sums stay."""

import json
from dataclasses import replace

from bot.domain.job import Address, Job
from bot.domain.quota import Wallet
from bot.services.values import Preferences
from tests.contract.stores.making import (
    NO_LIMITS,
    NOON,
    accept,
    delivering,
    failed,
    make_job,
    make_pictures,
    succeeded,
    used,
)
from tests.contract.stores.rigs import StoreRig, Stores

ME, OTHER, GROUP = 7, 8, -9


async def ended(stores: Stores, job: Job) -> Job:
    """A job with a picture, a receipt and a shown message, at its end."""
    (accepted,) = await accept(stores.jobs, job)
    pictures = make_pictures(accepted, 1)
    await stores.jobs.save(delivering(accepted), pictures)
    await stores.pictures.begin(accepted.job_id, "status")
    number = int(accepted.job_id.removeprefix("job"))
    await stores.pictures.confirm(accepted.job_id, "status", [number], pictures)
    done = succeeded(accepted)
    await stores.jobs.finish(done)
    return done


async def traces(stores: Stores, job: Job) -> list[object]:
    """What the stores still know of a job."""
    number = int(job.job_id.removeprefix("job"))
    chat_id = job.address.chat_id
    found: list[object] = [
        await stores.jobs.get(job.job_id),
        await stores.statuses.get_status(job.status_id),
        *await stores.pictures.pictures(job.job_id),
        *await stores.pictures.receipts(job.job_id),
        await stores.pictures.job_of_message(chat_id, number),
    ]
    return [one for one in found if one is not None]


async def test_everything_of_one_user_goes(rig: StoreRig) -> None:
    """Jobs of private chats and of groups with all that hangs on them, and the choices."""
    stores = await rig.open()
    jobs = [
        await ended(stores, make_job(user_id=ME)),
        await ended(stores, make_job(user_id=ME, chat_id=GROUP)),
    ]
    await stores.preferences.save_preferences(ME, Preferences(language="ru"))
    assert set(await stores.owned.jobs_of(ME)) == {job.job_id for job in jobs}

    assert await stores.owned.erase(ME)
    again = await rig.open()
    for job in jobs:
        assert await traces(again, job) == []
    assert await again.owned.jobs_of(ME) == {}
    assert await again.preferences.preferences(ME) == Preferences()
    assert await again.statuses.unconcluded() == ()


async def test_others_keep_theirs(stores: Stores) -> None:
    """A neighbour in the same group, the group's own choices; a lost parent is lost."""
    mine = await ended(stores, make_job(user_id=ME, chat_id=GROUP))
    theirs = make_job(user_id=OTHER, chat_id=GROUP, parent_id=mine.job_id)
    theirs = await ended(stores, theirs)
    await stores.preferences.save_preferences(GROUP, Preferences(count=2))

    assert await stores.owned.erase(ME)
    assert len(await traces(stores, theirs)) == 5
    assert await stores.jobs.get(theirs.job_id) == replace(theirs, parent_id=None)
    assert await stores.preferences.preferences(GROUP) == Preferences(count=2)


async def test_sums_stay(stores: Stores) -> None:
    """The day's credits, the gifts, and a ledger without jobs: nobody gets a new day by it."""
    await stores.ledger.grant(ME, 5, NOON)
    job = await ended(stores, make_job(user_id=ME, price=3))
    (lost,) = await accept(stores.jobs, make_job(user_id=ME, price=2))
    await stores.jobs.finish(failed(lost))
    before = await stores.ledger.report(ME, ME, NO_LIMITS, NOON, entries=9)

    assert await stores.owned.erase(ME)
    after = await stores.ledger.report(ME, ME, NO_LIMITS, NOON, entries=9)
    assert {entry.job_id for entry in before.entries} >= {job.job_id}
    assert {entry.job_id for entry in after.entries} == {None}
    assert [(e.kind, e.amount, e.at) for e in after.entries] == [
        (e.kind, e.amount, e.at) for e in before.entries
    ]
    assert await used(stores.ledger, Wallet.USER, NO_LIMITS) == job.charged


async def test_a_job_under_way_holds_everything(stores: Stores) -> None:
    """Its reservation has to be settled first: nothing at all is erased."""
    old = await ended(stores, make_job(user_id=ME))
    await accept(stores.jobs, make_job(user_id=ME))

    assert not await stores.owned.erase(ME)
    assert len(await traces(stores, old)) == 5


async def test_what_was_said_and_not_handled_goes(stores: Stores) -> None:
    """Messages and presses of the user; those of others wait on."""
    person = {"id": ME}
    bodies = {
        1: {"message": {"from": person, "text": "secret"}},
        2: {"callback_query": {"from": person, "data": "bye:y:7"}},
        3: {"message": {"from": {"id": OTHER}, "text": "hello"}},
        4: {"message": {"text": "a channel's"}},
    }
    rows = [(number, json.dumps(body)) for number, body in bodies.items()]
    await stores.updates.receive(rows, NOON)

    assert await stores.owned.erase(ME)
    assert await stores.updates.unhandled() == (
        json.dumps(bodies[3]),
        json.dumps(bodies[4]),
    )
    assert not await stores.updates.handled([1])


async def test_a_forgotten_user_can_come_back(stores: Stores) -> None:
    """As a new one: accepted and claimed like anybody."""
    await ended(stores, make_job(user_id=ME))
    assert await stores.owned.erase(ME)
    (job,) = await accept(
        stores.jobs, make_job(user_id=ME, address=Address(chat_id=ME))
    )
    claimed = await stores.jobs.claim(per_user=1)
    assert claimed is not None
    assert claimed.job_id == job.job_id


async def test_who_was_never_here_is_forgotten_too(stores: Stores) -> None:
    """Nothing to do is done."""
    assert await stores.owned.erase(99)
