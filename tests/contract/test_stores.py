"""Every store keeps the contract of its port, in memory and in SQLite."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import AlreadyHandled, InvalidTransition, QuotaExceeded
from bot.domain.job import Address, Gathering, JobState
from bot.domain.quota import QuotaRules, Wallet
from bot.services.values import Preferences, Receipt, Status
from tests.contract.stores.making import (
    NO_LIMITS,
    NOON,
    accept,
    cancelled,
    claim_all,
    delivering,
    failed,
    make_job,
    make_pictures,
    place,
    running,
    submitting,
    succeeded,
)
from tests.contract.stores.rigs import RIGS, StoreRig, Stores

GROUP = -100


@pytest.fixture(params=RIGS, ids=lambda kind: kind.__name__)
async def rig(
    request: pytest.FixtureRequest, tmp_path: Path
) -> AsyncIterator[StoreRig]:
    """Where this test's data lies."""
    kind: type[StoreRig] = request.param
    world = kind(tmp_path)
    yield world
    await world.close()


@pytest.fixture
async def stores(rig: StoreRig) -> Stores:
    """The stores of one program."""
    return await rig.open()


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


class TestAccept:
    """Taking an order: all or nothing."""

    async def test_writes_status_and_jobs(self, stores: Stores) -> None:
        """An accepted order is there with its status message and its jobs in order."""
        jobs = await accept(stores.jobs, make_job(), make_job())

        status_id = jobs[0].status_id
        assert await stores.jobs.batch(status_id) == jobs
        assert await stores.jobs.get(jobs[1].job_id) == jobs[1]
        expected = Status(status_id=status_id, address=jobs[0].address)
        assert await stores.statuses.get_status(status_id) == expected

    async def test_notes_every_update_of_the_order(self, stores: Stores) -> None:
        """The updates of an album are noted with the order that they make."""
        await stores.updates.receive([(1, "one"), (2, "two")], NOON)

        await stores.jobs.accept(
            [1, 2], place(make_job()), NO_LIMITS, is_unlimited=False
        )

        assert await stores.updates.unhandled() == ()
        assert not await stores.updates.handled([2])

    async def test_takes_an_update_once(self, stores: Stores) -> None:
        """A repeated update makes no second job and takes no second credit."""
        rules = QuotaRules(user_daily=10)
        await stores.jobs.accept([1], place(make_job()), rules, is_unlimited=False)

        with pytest.raises(AlreadyHandled):
            await stores.jobs.accept(
                [1, 2], place(make_job()), rules, is_unlimited=False
            )

        assert len(await stores.jobs.latest(10)) == 1
        assert await used(stores, Wallet.USER, rules) == 1
        assert await stores.updates.handled([2])  # not noted by the refused order

    @pytest.mark.parametrize(
        "rules, wallet",
        [
            (QuotaRules(user_daily=2, group_daily=2, global_daily=2), "user"),
            (QuotaRules(user_daily=9, group_daily=2, global_daily=2), "group"),
            (QuotaRules(user_daily=9, group_daily=9, global_daily=2), "global"),
        ],
    )
    async def test_refuses_by_the_first_wallet_that_lacks(
        self, stores: Stores, rules: QuotaRules, wallet: str
    ) -> None:
        """A refusal names the wallet and its numbers, and leaves only the noted update."""
        order = place(make_job(chat_id=GROUP, price=2), make_job(chat_id=GROUP))

        with pytest.raises(QuotaExceeded) as caught:
            await stores.jobs.accept([1], order, rules, is_unlimited=False)

        assert caught.value.wallet == wallet
        assert caught.value.args_for_text == {"left": 2, "price": 3, "limit": 2}
        assert caught.value.turns_at == NOON + timedelta(hours=12)
        assert await stores.jobs.latest(10) == ()
        assert await stores.statuses.get_status(order.status.status_id) is None
        assert not await stores.updates.handled([1])
        for paying in Wallet:
            assert await used(stores, paying, rules, chat_id=GROUP) == 0

    async def test_a_private_chat_pays_nothing_for_groups(self, stores: Stores) -> None:
        """The group's limit does not bind an order in a private chat."""
        rules = QuotaRules(group_daily=0)

        await accept(stores.jobs, make_job(), rules=rules)

        assert await stores.jobs.count_waiting() == 1

    async def test_counts_without_limits(self, stores: Stores) -> None:
        """Use is counted where nothing limits it, so that a limit can be set at noon."""
        await accept(stores.jobs, make_job(chat_id=GROUP, price=4))

        rules = QuotaRules(user_daily=5, group_daily=5, global_daily=5)
        for wallet in Wallet:
            assert await used(stores, wallet, rules, chat_id=GROUP) == 4

    async def test_unlimited_users_are_recorded(self, stores: Stores) -> None:
        """An admin is never refused, keeps the bonus, and is seen in what was used."""
        rules = QuotaRules(user_daily=1, global_daily=1)
        await stores.ledger.grant(7, 5, NOON)

        await accept(stores.jobs, make_job(price=3), rules=rules, is_unlimited=True)

        user, everybody = await stores.ledger.allowances(7, 7, rules, NOON)
        assert (user.used, user.bonus, user.left) == (3, 5, 5)
        assert (everybody.used, everybody.left) == (3, 0)

    async def test_ten_at_once_against_three_give_three(self, rig: StoreRig) -> None:
        """However many orders come at once, over two connections, a quota of three gives three."""
        programs = [await rig.open(), await rig.open()]
        rules = QuotaRules(user_daily=3)

        outcomes = await asyncio.gather(
            *(
                programs[number % 2].jobs.accept(
                    [number], place(make_job()), rules, is_unlimited=False
                )
                for number in range(10)
            ),
            return_exceptions=True,
        )

        assert outcomes.count(None) == 3
        assert sum(isinstance(one, QuotaExceeded) for one in outcomes) == 7
        assert len(await programs[0].jobs.latest(10)) == 3


class TestClaim:
    """Whose turn it is."""

    async def test_users_take_turns(self, stores: Stores) -> None:
        """A user with many jobs waits for the others after each of them."""
        many = [(await accept(stores.jobs, make_job(user_id=1)))[0] for _ in range(3)]
        (second,) = await accept(stores.jobs, make_job(user_id=2))
        (third,) = await accept(stores.jobs, make_job(user_id=3))

        order = await claim_all(stores.jobs)

        assert order == [many[0], second, third, many[1], many[2]]

    async def test_the_longest_unserved_user_comes_first(self, stores: Stores) -> None:
        """Turns are remembered: who was served last waits behind who was served before."""
        for user_id in (1, 2):
            await accept(stores.jobs, make_job(user_id=user_id))
        await claim_all(stores.jobs)
        (later,) = await accept(stores.jobs, make_job(user_id=2))
        (sooner,) = await accept(stores.jobs, make_job(user_id=1))

        assert await claim_all(stores.jobs) == [sooner, later]

    async def test_users_at_their_cap_wait(self, stores: Stores) -> None:
        """A user with `per_user` leased jobs gets no other until one ends."""
        jobs = [(await accept(stores.jobs, make_job()))[0] for _ in range(3)]

        assert await claim_all(stores.jobs, per_user=2) == jobs[:2]
        await stores.jobs.finish(failed(jobs[0]))
        assert await claim_all(stores.jobs, per_user=2) == jobs[2:]

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

        assert await stores.jobs.claim(per_user=1) == job

    async def test_a_job_put_back_waits_again(self, stores: Stores) -> None:
        """A job that its provider did not take is still leased; put down, it waits as queued."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.claim(per_user=1)
        await stores.jobs.save(submitting(job))
        await stores.jobs.save(job)
        assert await stores.jobs.count_waiting() == 0

        await stores.jobs.release_lease(job.job_id)

        assert await stores.jobs.count_waiting() == 1
        assert await claim_all(stores.jobs) == [job]

    async def test_cancelled_jobs_are_claimed_too(self, stores: Stores) -> None:
        """A queued job that is to be cancelled still gets its turn: the workflow ends it."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.request_cancel(job.job_id)

        assert await stores.jobs.claim(per_user=1) == replace(
            job, cancel_requested=True
        )

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


class TestSave:
    """Steps of a job."""

    async def test_keeps_a_cancel_asked_for_meanwhile(self, stores: Stores) -> None:
        """A step that does not know of the cancel does not undo it, and learns of it."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.claim(per_user=1)
        await stores.jobs.request_cancel(job.job_id)

        saved = await stores.jobs.save(submitting(job))

        assert saved == replace(submitting(job), cancel_requested=True)
        assert await stores.jobs.get(job.job_id) == saved

    async def test_follows_a_group_that_moved(self, stores: Stores) -> None:
        """A job's address may change on its way: its group became a supergroup."""
        (job,) = await accept(stores.jobs, make_job(chat_id=GROUP))
        moved = replace(job, address=Address(chat_id=-200, reply_to=4))

        await stores.jobs.save(moved)

        assert await stores.jobs.get(job.job_id) == moved

    async def test_never_writes_over_an_end(self, stores: Stores) -> None:
        """A late step of an ended job is refused, and so is ending by a step."""
        (job,) = await accept(stores.jobs, make_job())
        with pytest.raises(InvalidTransition):
            await stores.jobs.save(failed(job))
        await stores.jobs.finish(cancelled(job))

        with pytest.raises(InvalidTransition):
            await stores.jobs.save(running(job))
        with pytest.raises(InvalidTransition):
            await stores.jobs.save(make_job())

        assert await stores.jobs.get(job.job_id) == cancelled(job)


class TestFinish:
    """The last transaction."""

    async def test_keeps_what_was_delivered(self, stores: Stores) -> None:
        """Part of the pictures costs part of the price; the rest can be spent again."""
        rules = QuotaRules(user_daily=4, group_daily=9, global_daily=9)
        (job,) = await accept(
            stores.jobs, make_job(chat_id=GROUP, price=4), rules=rules
        )

        await stores.jobs.finish(succeeded(job, charged=3))

        for wallet in Wallet:
            assert await used(stores, wallet, rules, chat_id=GROUP) == 3
        await accept(stores.jobs, make_job(), rules=rules)
        ended = await stores.jobs.get(job.job_id)
        assert ended == succeeded(job, charged=3)

    async def test_once_is_enough(self, stores: Stores) -> None:
        """Finishing again releases nothing twice; another end is refused."""
        rules = QuotaRules(user_daily=9)
        first, _ = await accept(
            stores.jobs, make_job(price=2), make_job(price=3), rules=rules
        )
        await stores.jobs.finish(failed(first))

        await stores.jobs.finish(failed(first))

        assert await used(stores, Wallet.USER, rules) == 3
        with pytest.raises(InvalidTransition):
            await stores.jobs.finish(succeeded(first))
        with pytest.raises(InvalidTransition):
            await stores.jobs.finish(running(first))
        with pytest.raises(InvalidTransition):
            await stores.jobs.finish(failed(make_job()))

    async def test_never_charges_more_than_was_reserved(self, stores: Stores) -> None:
        """A charge above the reservation is cut to it."""
        (job,) = await accept(stores.jobs, make_job(price=2))

        await stores.jobs.finish(succeeded(job, charged=5))

        assert await used(stores, Wallet.USER, NO_LIMITS) == 2
        ended = await stores.jobs.get(job.job_id)
        assert ended is not None
        assert ended.charged == 2

    async def test_gives_back_to_the_day_it_came_from(self, stores: Stores) -> None:
        """A job that ends after midnight frees yesterday's credits, not today's."""
        rules = QuotaRules(user_daily=5)
        (old,) = await accept(stores.jobs, make_job(price=4), rules=rules)
        tomorrow = NOON + timedelta(days=1)
        await accept(stores.jobs, make_job(price=2, created_at=tomorrow), rules=rules)

        await stores.jobs.finish(failed(old, at=tomorrow))

        (user, _) = await stores.ledger.allowances(7, 7, rules, tomorrow)
        assert user.used == 2
        assert await used(stores, Wallet.USER, rules) == 0

    async def test_gives_back_the_bonus_first(self, stores: Stores) -> None:
        """Granted credits, which do not turn, come back before the day's."""
        rules = QuotaRules(user_daily=2)
        await stores.ledger.grant(7, 3, NOON)
        (job,) = await accept(stores.jobs, make_job(price=5), rules=rules)
        (user, _) = await stores.ledger.allowances(7, 7, rules, NOON)
        assert (user.used, user.bonus, user.left) == (2, 0, 0)

        await stores.jobs.finish(succeeded(job, charged=1))

        (user, _) = await stores.ledger.allowances(7, 7, rules, NOON)
        assert (user.used, user.bonus) == (1, 3)

    async def test_drops_the_lease(self, stores: Stores) -> None:
        """An ended job is nobody's any more."""
        (job,) = await accept(stores.jobs, make_job())
        await stores.jobs.claim(per_user=1)

        await stores.jobs.finish(failed(job))

        assert await stores.jobs.release_leases() == 0
        assert await stores.jobs.claim(per_user=1) is None


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


class TestPictures:
    """Results and receipts."""

    async def test_come_back_by_number(self, stores: Stores) -> None:
        """Pictures are written or replaced, and come in the order of their numbers."""
        (job,) = await accept(stores.jobs, make_job())
        one, two = make_pictures(job, 2)
        await stores.pictures.save_pictures([two, one])
        moved = replace(one, path=Path("spool/one.png"))

        await stores.pictures.save_pictures([moved])

        assert await stores.pictures.pictures(job.job_id) == (moved, two)

    async def test_a_send_is_counted_before_it_leaves(self, stores: Stores) -> None:
        """A begun and unconfirmed step is seen as doubtful."""
        (job,) = await accept(stores.jobs, make_job())

        assert (await stores.pictures.begin(job.job_id, "album")).tries == 1
        assert (await stores.pictures.begin(job.job_id, "album")).tries == 2

        expected = Receipt(job_id=job.job_id, step="album", tries=2)
        assert await stores.pictures.receipts(job.job_id) == (expected,)

    async def test_an_album_shows_one_picture_a_message(self, stores: Stores) -> None:
        """The messages of an album lead back to their pictures, with the new file ids."""
        (job,) = await accept(stores.jobs, make_job())
        sent = tuple(
            replace(picture, photo_file_id=f"photo{picture.number}")
            for picture in make_pictures(job, 2)
        )
        await stores.pictures.begin(job.job_id, "album")

        await stores.pictures.confirm(job.job_id, "album", [50, 51], sent)

        assert await stores.pictures.pictures(job.job_id) == sent
        assert await stores.pictures.job_of_message(7, 51) == (job.job_id, 2)
        assert await stores.pictures.job_of_message(8, 51) is None
        (receipt,) = await stores.pictures.receipts(job.job_id)
        assert (receipt.is_done, receipt.tries, receipt.message_ids) == (
            True,
            1,
            (50, 51),
        )

    async def test_a_grid_shows_all_of_them(self, stores: Stores) -> None:
        """One message for several pictures, or for their buttons, leads to all of them."""
        (job,) = await accept(stores.jobs, make_job())

        await stores.pictures.confirm(job.job_id, "status", [60], make_pictures(job, 4))
        await stores.pictures.confirm(job.job_id, "line", [61], ())

        assert await stores.pictures.job_of_message(7, 60) == (job.job_id, 0)
        assert await stores.pictures.job_of_message(7, 61) == (job.job_id, 0)


class TestLedger:
    """Wallets and lines."""

    async def test_shows_the_group_only_where_it_is_limited(
        self, stores: Stores
    ) -> None:
        """The user's and the global wallet are always there, a group's with its limit."""
        unlimited = await stores.ledger.allowances(7, GROUP, NO_LIMITS, NOON)
        limited = await stores.ledger.allowances(
            7, GROUP, QuotaRules(group_daily=5), NOON
        )
        private = await stores.ledger.allowances(7, 7, QuotaRules(group_daily=5), NOON)

        assert [one.wallet for one in unlimited] == [Wallet.USER, Wallet.GLOBAL]
        assert [one.left for one in unlimited] == [None, None]
        assert [one.wallet for one in limited] == list(Wallet)
        assert [one.wallet for one in private] == [Wallet.USER, Wallet.GLOBAL]

    async def test_report_tells_limits_and_last_lines(self, stores: Stores) -> None:
        """What is set aside, kept, given back and granted is told, newest first."""
        moments = [NOON + timedelta(minutes=minute) for minute in range(6)]
        rules = QuotaRules(user_daily=30)
        await stores.ledger.grant(7, 4, moments[0])
        (part,) = await accept(stores.jobs, make_job(price=3, created_at=moments[1]))
        (held,) = await accept(stores.jobs, make_job(price=2, created_at=moments[3]))
        await stores.jobs.finish(succeeded(part, charged=2, at=moments[4]))

        report = await stores.ledger.report(7, 7, rules, NOON, entries=10)

        assert [one.wallet for one in report.allowances] == [Wallet.USER]
        assert [(line.kind, line.amount, line.job_id) for line in report.entries] == [
            ("released", 1, part.job_id),
            ("charged", -2, part.job_id),
            ("reserved", -2, held.job_id),
            ("reserved", -1, part.job_id),
            ("granted", 4, None),
        ]
        short = await stores.ledger.report(7, 7, rules, NOON, entries=1)
        assert short.entries == report.entries[:1]

    async def test_grants_add_up_and_do_not_turn(self, stores: Stores) -> None:
        """A bonus stays over midnight; taking back ends at zero."""
        assert await stores.ledger.grant(7, 5, NOON) == 5
        assert await stores.ledger.grant(7, 2, NOON) == 7
        next_week = NOON + timedelta(days=7)
        (user, _) = await stores.ledger.allowances(
            7, 7, QuotaRules(user_daily=1), next_week
        )
        assert user.left == 8
        assert await stores.ledger.grant(7, -100, NOON) == 0


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
        )
        await stores.preferences.save_preferences(7, chosen)
        assert await stores.preferences.preferences(7) == chosen
        await stores.preferences.save_preferences(7, Preferences(count=1))
        assert await stores.preferences.preferences(7) == Preferences(count=1)
        assert await stores.preferences.preferences(GROUP) == Preferences()


async def used(
    stores: Stores, wallet: Wallet, rules: QuotaRules, chat_id: int = 7
) -> int:
    """Credits counted in a wallet at noon."""
    seen = replace(rules, group_daily=rules.group_daily or 99)
    found = await stores.ledger.allowances(7, chat_id, seen, NOON)
    return next((one.used for one in found if one.wallet is wallet), 0)
