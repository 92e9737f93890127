"""A group's wallet, shared between its members: in memory and in SQLite."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.errors import QuotaExceeded, ShareExceeded
from bot.domain.quota import QuotaRules, Share, Wallet
from tests.contract.stores.making import (
    NOON,
    accept,
    failed,
    make_job,
    place,
    succeeded,
)
from tests.contract.stores.rigs import StoreRig, Stores

GROUP = -100
RULES = QuotaRules(user_daily=None, group_daily=6)
ANNA, BORIS, CLARA, DMITRI = 1, 2, 3, 4


async def order(stores: Stores, user_id: int, **more: Any) -> None:
    """One order of one credit in the group, or as told."""
    await accept(
        stores.jobs, make_job(user_id=user_id, chat_id=GROUP, **more), rules=RULES
    )


async def share(stores: Stores, user_id: int, days: int = 0) -> Share:
    """What the member is told about their part."""
    at = NOON + timedelta(days=days)
    found = await stores.ledger.allowances(user_id, GROUP, RULES, at)
    (group,) = [one for one in found if one.wallet is Wallet.GROUP]
    assert group.share is not None
    return group.share


class TestShares:
    """Nobody takes what others may want."""

    async def test_who_is_alone_leaves_half(self, stores: Stores) -> None:
        """Three of six credits go to the only member; the fourth is refused with the numbers."""
        for _ in range(3):
            await order(stores, ANNA)

        with pytest.raises(ShareExceeded) as caught:
            await order(stores, ANNA)

        assert caught.value.code == "quota_share_exceeded"
        assert caught.value.args_for_text == {
            "left": 0,
            "price": 1,
            "limit": 3,
            "total": 6,
            "parts": 2,
        }
        assert caught.value.turns_at == NOON + timedelta(hours=12)
        await order(stores, BORIS, price=3)

    async def test_members_are_who_ordered_this_week(self, stores: Stores) -> None:
        """Each who ordered makes the parts smaller, for seven days, in this group alone."""
        await order(stores, ANNA)
        await order(stores, BORIS)
        await order(stores, CLARA)
        await accept(stores.jobs, make_job(user_id=DMITRI, chat_id=-200), rules=RULES)

        assert await share(stores, ANNA) == Share(total=6, members=3, used=1)
        assert await share(stores, DMITRI) == Share(total=6, members=4, used=0)
        assert await share(stores, ANNA, days=6) == Share(total=6, members=3, used=0)
        assert await share(stores, ANNA, days=7) == Share(total=6, members=1, used=0)

    async def test_who_was_refused_counts_as_well(self, stores: Stores) -> None:
        """A member who came too late today has a part of tomorrow's credits."""
        await order(stores, ANNA, price=3)
        await order(stores, BORIS, price=3)
        with pytest.raises(QuotaExceeded):
            await order(stores, CLARA)

        assert await share(stores, ANNA, days=1) == Share(total=6, members=3, used=0)

    async def test_forgetting_leaves_the_newest_days_share_alone(
        self, stores: Stores
    ) -> None:
        """Nobody gets a new part by it, and it is not kept in which groups they were before."""
        for days in (0, 1):
            at = NOON + timedelta(days=days)
            job = make_job(user_id=ANNA, chat_id=GROUP, created_at=at)
            (accepted,) = await accept(stores.jobs, job, rules=RULES)
            await stores.jobs.finish(succeeded(accepted))
            await order(stores, BORIS, created_at=at)

        assert await stores.owned.erase(ANNA)

        assert await share(stores, ANNA, days=1) == Share(total=6, members=2, used=1)
        assert await share(stores, ANNA) == Share(total=6, members=2, used=0)
        assert await share(stores, BORIS, days=7) == Share(total=6, members=2, used=0)

    async def test_a_part_is_never_less_than_one_job(self, stores: Stores) -> None:
        """The day's first job passes whatever it costs; an album of more than the part does not."""
        await order(stores, ANNA, price=4)
        with pytest.raises(ShareExceeded):
            await order(stores, ANNA)

        two = [make_job(user_id=BORIS, chat_id=-200, price=2) for _ in range(2)]
        with pytest.raises(ShareExceeded):
            await accept(stores.jobs, *two, rules=RULES)

    @pytest.mark.parametrize("charged", [0, 1])
    async def test_what_is_given_back_can_be_used_again(
        self, stores: Stores, charged: int
    ) -> None:
        """A job that fails, or delivers less, takes only what it cost from the part."""
        job = make_job(user_id=ANNA, chat_id=GROUP, price=3)
        await accept(stores.jobs, job, rules=RULES)
        await stores.jobs.finish(succeeded(job, charged) if charged else failed(job))

        assert (await share(stores, ANNA)).used == charged

    async def test_an_admins_orders_are_counted_and_never_refused(
        self, stores: Stores
    ) -> None:
        """Unlimited is unlimited, and the others see what is left of the group."""
        job = make_job(user_id=ANNA, chat_id=GROUP, price=5)
        await accept(stores.jobs, job, rules=RULES, is_unlimited=True)

        assert (await share(stores, ANNA)).used == 5
        with pytest.raises(QuotaExceeded, match="quota_group_exceeded"):
            await order(stores, BORIS, price=2)

    async def test_private_orders_have_no_share(self, stores: Stores) -> None:
        """What is ordered in private is nobody's part of a group."""
        await accept(stores.jobs, make_job(user_id=ANNA, price=5), rules=RULES)

        assert (await share(stores, ANNA)).used == 0

    async def test_ten_at_once_never_exceed_it(self, rig: StoreRig) -> None:
        """However many orders of one member come at once, over two connections: the part holds."""
        programs = [await rig.open(), await rig.open()]

        outcomes = await asyncio.gather(
            *(
                programs[number % 2].jobs.accept(
                    [number],
                    place(make_job(user_id=ANNA, chat_id=GROUP)),
                    RULES,
                    is_unlimited=False,
                )
                for number in range(10)
            ),
            return_exceptions=True,
        )

        assert outcomes.count(None) == 3
        assert sum(isinstance(one, ShareExceeded) for one in outcomes) == 7
        assert (await share(programs[0], ANNA)).used == 3
