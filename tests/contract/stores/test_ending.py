"""Steps of a job and its last transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.errors import InvalidTransition
from bot.domain.job import Address
from bot.domain.quota import QuotaRules, Wallet
from tests.contract.stores.making import (
    NO_LIMITS,
    NOON,
    accept,
    cancelled,
    failed,
    make_job,
    running,
    submitting,
    succeeded,
    used,
)
from tests.contract.stores.rigs import Stores

GROUP = -100


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
            assert await used(stores.ledger, wallet, rules, chat_id=GROUP) == 3
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

        assert await used(stores.ledger, Wallet.USER, rules) == 3
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

        assert await used(stores.ledger, Wallet.USER, NO_LIMITS) == 2
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
        assert await used(stores.ledger, Wallet.USER, rules) == 0

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
