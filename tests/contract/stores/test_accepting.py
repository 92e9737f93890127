"""Taking an order: all or nothing, in memory and in SQLite."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.errors import AlreadyHandled, QuotaExceeded
from bot.domain.quota import QuotaRules, Wallet
from bot.services.values import Status
from tests.contract.stores.making import (
    NO_LIMITS,
    NOON,
    accept,
    make_job,
    place,
    used,
)
from tests.contract.stores.rigs import StoreRig, Stores

GROUP = -100


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
        assert await used(stores.ledger, Wallet.USER, rules) == 1
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
            assert await used(stores.ledger, paying, rules, chat_id=GROUP) == 0

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
            assert await used(stores.ledger, wallet, rules, chat_id=GROUP) == 4

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
