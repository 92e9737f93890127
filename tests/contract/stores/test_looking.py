"""Questions about jobs, updates, statuses and choices."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.job import Address, JobState
from bot.domain.look import Form, Gathering, Spoiler
from bot.services.values import Preferences, Status
from tests.contract.stores.making import (
    NOON,
    accept,
    cancelled,
    delivering,
    failed,
    make_job,
    running,
)
from tests.contract.stores.rigs import StoreRig, Stores

GROUP = -100


class TestLooking:
    """Questions about jobs."""

    async def test_cancel_is_for_unfinished_jobs(self, stores: Stores) -> None:
        """The flag is set on what is under way; an ended or unknown job has none."""
        (job,) = await accept(stores.jobs, make_job())

        assert await stores.jobs.request_cancel(job.job_id) == replace(
            job, cancel_requested=True
        )
        await stores.jobs.finish(cancelled(job))
        assert await stores.jobs.request_cancel(job.job_id) is None
        assert await stores.jobs.request_cancel("nobody") is None

    async def test_unfinished_jobs_of_a_user(self, stores: Stores) -> None:
        """A user's jobs under way, oldest first, nobody else's and none that ended."""
        jobs = [(await accept(stores.jobs, make_job()))[0] for _ in range(3)]
        await accept(stores.jobs, make_job(user_id=8))
        await stores.jobs.finish(failed(jobs[1]))

        assert await stores.jobs.unfinished_of(7) == (jobs[0], jobs[2])

    async def test_unfinished_jobs_of_everybody(self, stores: Stores) -> None:
        """Waiting or under way, whoever ordered them; none that ended."""
        jobs = [
            (await accept(stores.jobs, make_job(user_id=user_id)))[0]
            for user_id in (1, 2, 3)
        ]
        await stores.jobs.save(running(jobs[1]))
        await stores.jobs.finish(failed(jobs[2]))

        assert await stores.jobs.unfinished() == {jobs[0].job_id, jobs[1].job_id}

    async def test_latest_jobs(self, stores: Stores) -> None:
        """The operator sees the newest jobs of everybody, newest first."""
        jobs = [
            (await accept(stores.jobs, make_job(user_id=user_id)))[0]
            for user_id in (1, 2, 3)
        ]

        assert await stores.jobs.latest(2) == (jobs[2], jobs[1])

    async def test_durations_of_succeeded_jobs(self, stores: Stores) -> None:
        """Durations run from the provider's yes to the pictures, newest end first."""
        seconds = {1.5: "demo", 2.25: "demo", 3.0: "demo", 4.0: "other"}
        for number, (duration, provider) in enumerate(seconds.items()):
            (job,) = await accept(stores.jobs, make_job())
            ready = delivering(job, seconds=duration, provider=provider)
            end = NOON + timedelta(minutes=number)
            await stores.jobs.finish(
                replace(ready, state=JobState.SUCCEEDED, ended_at=end)
            )
        (lost,) = await accept(stores.jobs, make_job())
        await stores.jobs.finish(failed(running(lost)))

        assert await stores.jobs.durations("demo", "generate", 2) == (3.0, 2.25)
        assert await stores.jobs.durations("demo", "edit", 2) == ()


class TestUpdates:
    """The log of Telegram's updates."""

    async def test_receive_tells_news_once(self, stores: Stores) -> None:
        """An update that Telegram repeats is written once."""
        first = await stores.updates.receive([(5, "five"), (6, "six")], NOON)
        second = await stores.updates.receive([(6, "again"), (7, "seven")], NOON)

        assert (first, second) == ((5, 6), (7,))
        assert await stores.updates.unhandled() == ("five", "six", "seven")

    async def test_handled_updates_are_done(self, stores: Stores) -> None:
        """What was handled is not handed out at the next start, and is not new again."""
        await stores.updates.receive([(5, "five"), (6, "six")], NOON)

        assert await stores.updates.handled([5])
        assert not await stores.updates.handled([5, 6])
        assert await stores.updates.unhandled() == ()
        assert await stores.updates.receive([(5, "five")], NOON) == ()

    async def test_updates_survive_a_restart(self, rig: StoreRig) -> None:
        """What was received but not handled is there for the next start, oldest first."""
        before = await rig.open()
        await before.updates.receive([(9, "late")], NOON + timedelta(seconds=1))
        await before.updates.receive([(8, "early")], NOON)

        assert await (await rig.open()).updates.unhandled() == ("early", "late")

    async def test_forgetting_spares_the_unhandled(self, stores: Stores) -> None:
        """Only handled updates received before the given time are dropped."""
        await stores.updates.receive([(1, "old"), (2, "open")], NOON)
        await stores.updates.receive([(3, "young")], NOON + timedelta(days=2))
        await stores.updates.handled([1])
        await stores.updates.handled([3])

        await stores.updates.forget_updates(NOON + timedelta(days=1))

        again = [(1, "old"), (2, "open"), (3, "young")]
        assert await stores.updates.receive(again, NOON) == (1,)


class TestStatuses:
    """The status messages."""

    async def test_learn_their_message(self, stores: Stores) -> None:
        """A status keeps the message id and that it became media, and nothing else changes."""
        address = Address(chat_id=GROUP, thread_id=3, reply_to=4)
        status = Status(status_id="s", address=address)
        await stores.statuses.save_status(status)

        known = replace(status, message_id=77, is_media=True)
        await stores.statuses.save_status(known)

        assert await stores.statuses.get_status("s") == known
        assert await stores.statuses.get_status("unknown") is None

    async def test_unconcluded_ones_are_found(self, stores: Stores) -> None:
        """Ended orders whose message does not say so yet are found, once all jobs ended."""
        one, two = await accept(stores.jobs, make_job(), make_job())
        (other,) = await accept(stores.jobs, make_job())
        await stores.jobs.finish(failed(one))
        assert await stores.statuses.unconcluded() == ()
        await stores.jobs.finish(failed(two))
        await stores.jobs.finish(failed(other))
        assert await stores.statuses.unconcluded() == (one.status_id, other.status_id)

        await stores.statuses.conclude_status(one.status_id)
        status = await stores.statuses.get_status(one.status_id)
        assert status is not None
        await stores.statuses.save_status(status)

        assert await stores.statuses.unconcluded() == (other.status_id,)

    async def test_an_end_that_was_told_is_noted_with_it(self, stores: Stores) -> None:
        """The last job of an order ends and is noted as told in one go, also when repeated."""
        one, two = await accept(stores.jobs, make_job(), make_job())
        await stores.jobs.finish(failed(one))
        await stores.jobs.finish(failed(two))
        assert await stores.statuses.unconcluded() == (one.status_id,)

        await stores.jobs.finish(failed(two), is_told=True)

        assert await stores.statuses.unconcluded() == ()


class TestPreferences:
    """Standing choices."""

    async def test_are_replaced_as_a_whole(self, stores: Stores) -> None:
        """Users and chats keep their last choices; nobody else sees them."""
        assert await stores.preferences.preferences(7) == Preferences()
        chosen = Preferences(
            language="ru",
            aspect_ratio="16:9",
            count=2,
            provider="demo",
            model="4.5",
            gathering=Gathering.GRID,
            form=Form.FILE,
            spoiler=Spoiler.OFF,
        )
        await stores.preferences.save_preferences(7, chosen)
        assert await stores.preferences.preferences(7) == chosen
        await stores.preferences.save_preferences(7, Preferences(count=1))
        assert await stores.preferences.preferences(7) == Preferences(count=1)
        assert await stores.preferences.preferences(GROUP) == Preferences()
