"""Whose turn it is, and how many wait ahead."""

import asyncio
from dataclasses import replace

from bot.domain.events import Resumed
from bot.domain.job import Job, transition
from tests.contract.stores.making import (
    accept,
    cancelled,
    claim_all,
    delivering,
    failed,
    make_job,
    running,
    submitting,
)
from tests.contract.stores.rigs import StoreRig, Stores


def taken(*jobs: Job) -> list[Job]:
    """The jobs as a claim hands them out: taken up once more."""
    return [transition(job, Resumed()) for job in jobs]


class TestClaim:
    """Whose turn it is."""

    async def test_users_take_turns(self, stores: Stores) -> None:
        """A user with many jobs waits for the others after each of them."""
        many = [(await accept(stores.jobs, make_job(user_id=1)))[0] for _ in range(3)]
        (second,) = await accept(stores.jobs, make_job(user_id=2))
        (third,) = await accept(stores.jobs, make_job(user_id=3))

        order = await claim_all(stores.jobs)

        assert order == taken(many[0], second, third, many[1], many[2])

    async def test_the_longest_unserved_user_comes_first(self, stores: Stores) -> None:
        """Turns are remembered: who was served last waits behind who was served before."""
        for user_id in (1, 2):
            await accept(stores.jobs, make_job(user_id=user_id))
        await claim_all(stores.jobs)
        (later,) = await accept(stores.jobs, make_job(user_id=2))
        (sooner,) = await accept(stores.jobs, make_job(user_id=1))

        assert await claim_all(stores.jobs) == taken(sooner, later)

    async def test_users_at_their_cap_wait(self, stores: Stores) -> None:
        """A user with `per_user` leased jobs gets no other until one ends."""
        jobs = [(await accept(stores.jobs, make_job()))[0] for _ in range(3)]

        assert await claim_all(stores.jobs, per_user=2) == taken(*jobs[:2])
        await stores.jobs.finish(failed(jobs[0]))
        assert await claim_all(stores.jobs, per_user=2) == taken(*jobs[2:])

    async def test_begun_jobs_come_first(self, rig: StoreRig) -> None:
        """After a restart unfinished jobs come before queued ones, oldest first, cap or not."""
        stores = await rig.open()
        begun = [(await accept(stores.jobs, make_job()))[0] for _ in range(3)]
        await claim_all(stores.jobs)
        await stores.jobs.save(submitting(begun[0]))
        await stores.jobs.save(running(begun[1]))
        await stores.jobs.save(delivering(begun[2]))
        (queued,) = await accept(stores.jobs, make_job(user_id=8))

        stores = await rig.open()
        assert await stores.jobs.release_leases() == 3

        order = await claim_all(stores.jobs, per_user=1)
        assert [job.job_id for job in order] == [
            *(job.job_id for job in begun),
            queued.job_id,
        ]

    async def test_a_released_job_comes_again(self, stores: Stores) -> None:
        """A job that was put down is claimed again, as it was left."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.claim(per_user=1)
        assert await stores.jobs.claim(per_user=1) is None

        await stores.jobs.release_lease(job.job_id)

        assert await claim_all(stores.jobs) == taken(*taken(job))

    async def test_a_job_put_back_waits_again(self, stores: Stores) -> None:
        """A job that its provider did not take is still leased; put down, it waits as queued."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.claim(per_user=1)
        await stores.jobs.save(submitting(job))
        await stores.jobs.save(job)
        assert await stores.jobs.count_waiting() == 0

        await stores.jobs.release_lease(job.job_id)

        assert await stores.jobs.count_waiting() == 1
        assert await claim_all(stores.jobs) == taken(job)

    async def test_cancelled_jobs_are_claimed_too(self, stores: Stores) -> None:
        """A queued job that is to be cancelled still gets its turn: the workflow ends it."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.request_cancel(job.job_id)

        flagged = replace(job, cancel_requested=True)
        assert await claim_all(stores.jobs) == taken(flagged)

    async def test_two_programs_never_share_a_job(self, rig: StoreRig) -> None:
        """Claims at once, over two connections, lease each job once."""
        programs = [await rig.open(), await rig.open()]
        for _ in range(6):
            await accept(programs[0].jobs, make_job())

        claimed = await asyncio.gather(
            *(programs[number % 2].jobs.claim(per_user=9) for number in range(8))
        )

        found = [job.job_id for job in claimed if job]
        assert len(set(found)) == len(found) == 6


class TestPlace:
    """How many wait ahead."""

    async def test_is_the_order_of_the_claims(self, stores: Stores) -> None:
        """Each waiting job's place is the number of claims before its own."""
        for user_id in (1, 1, 1, 2, 2, 3):
            await accept(stores.jobs, make_job(user_id=user_id))
        await stores.jobs.claim(per_user=9)
        waiting = [
            job for job in reversed(await stores.jobs.latest(9)) if job.user_id != 1
        ] + [job for job in reversed(await stores.jobs.latest(9)) if job.user_id == 1][
            1:
        ]
        places = {job.job_id: await stores.jobs.place(job.job_id) for job in waiting}

        order = await claim_all(stores.jobs)

        assert places == {job.job_id: place for place, job in enumerate(order)}

    async def test_only_waiting_jobs_have_one(self, stores: Stores) -> None:
        """A leased, ended or unknown job has no place."""
        jobs = [(await accept(stores.jobs, make_job()))[0] for _ in range(2)]
        await claim_all(stores.jobs)
        await stores.jobs.finish(cancelled(jobs[0]))

        assert await stores.jobs.place(jobs[0].job_id) is None
        assert await stores.jobs.place(jobs[1].job_id) is None
        assert await stores.jobs.place("nobody") is None
