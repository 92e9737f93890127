"""What must hold of the stores whatever happens, in whatever order."""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import QuotaExceeded
from bot.domain.job import Address, Job
from bot.domain.look import Form, Gathering, Look
from bot.domain.quota import QuotaRules, Wallet, day_of
from bot.domain.recipe import PictureRef, Recipe
from providers.base import Operation, Progress
from tests.contract.stores.making import NOON, accept, failed, make_job, succeeded
from tests.contract.stores.rigs import RIGS, SqliteRig, StoreRig, Stores

calm = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
rules = QuotaRules(
    user_daily=5, group_daily=8, global_daily=11, timezone=ZoneInfo("Europe/Moscow")
)
# Few moments, close to the turn of the day in Moscow, so that wallets run dry and days meet.
moments = st.sampled_from([0, 8, 10, 40]).map(
    lambda hours: NOON + timedelta(hours=hours)
)
users = st.sampled_from([1, 2])
orders = st.tuples(
    st.just("accept"), users, st.sampled_from([0, -9]), st.integers(0, 5), moments
)
endings = st.tuples(st.just("finish"), st.integers(0, 9), st.integers(0, 5), moments)
grants = st.tuples(st.just("grant"), users, st.integers(-3, 6), moments)
steps = st.lists(st.one_of(orders, orders, endings, grants), min_size=15, max_size=30)


class Bookkeeper:
    """Plays steps against the stores and keeps its own books of what they must say."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.open: list[Job] = []
        self.ended: list[Job] = []
        self.granted = {1: 0, 2: 0}

    async def play(self, step: tuple[object, ...]) -> None:
        """One step, then the checks."""
        match step:
            case "accept", int(user), int(chat), int(price), datetime() as at:
                await self.accept(user, chat or user, price, at)
            case "finish", int(index), int(charged), datetime() as at if self.open:
                await self.finish(index, charged, at)
            case "grant", int(user), int(amount), datetime() as at:
                before = await self.bonus(user)
                after = await self.stores.ledger.grant(user, amount, at)
                self.granted[user] += after - before
                assert after == max(0, before + amount)
        await self.check()

    async def accept(self, user: int, chat: int, price: int, at: datetime) -> None:
        """Order; a refusal is right when a wallet lacks, and only then."""
        found = await self.stores.ledger.allowances(user, chat, rules, at)
        left = min(one.left for one in found if one.left is not None)
        has_part = all(one.share is None or one.share.holds([price]) for one in found)
        job = make_job(user_id=user, chat_id=chat, price=price, created_at=at)
        try:
            await accept(self.stores.jobs, job, rules=rules)
        except QuotaExceeded:
            assert left < price or not has_part
        else:
            assert left >= price
            assert has_part
            self.open.append(job)

    async def finish(self, index: int, charged: int, at: datetime) -> None:
        """End one of the open jobs."""
        job = self.open.pop(index % len(self.open))
        end = succeeded(job, charged, at) if charged else failed(job, at)
        await self.stores.jobs.finish(end)
        await self.stores.jobs.finish(end)
        self.ended.append(replace(end, charged=min(charged, job.reserved)))

    async def bonus(self, user: int) -> int:
        """Granted credits left."""
        return (await self.stores.ledger.allowances(user, user, rules, NOON))[0].bonus

    async def check(self) -> None:
        """No wallet below zero or over its limit; days and lines add up."""
        days = [NOON + timedelta(days=number) for number in range(4)]
        for user in (1, 2):
            found = [await self.wallets(user, day) for day in days]
            bonus = found[0][Wallet.USER][1]
            used = sum(one[Wallet.USER][0] for one in found)
            spent = sum(job.charged for job in self.ended if job.user_id == user)
            held = sum(job.reserved for job in self.open if job.user_id == user)
            assert bonus >= 0
            assert used + self.granted[user] - bonus == spent + held
            assert await self.lines(user) == self.granted[user] - spent - held
        for day in days:
            await self.shares(day)
            everything = await self.wallets(1, day)
            expected = self.of_day(day)
            assert everything[Wallet.GLOBAL][0] == expected

    async def wallets(self, user: int, at: datetime) -> dict[Wallet, tuple[int, int]]:
        """Used and bonus of each wallet on a day, none over its limit."""
        found = await self.stores.ledger.allowances(user, -9, rules, at)
        for one in found:
            assert one.limit is not None
            assert 0 <= one.used <= one.limit
        return {one.wallet: (one.used, one.bonus) for one in found}

    async def shares(self, at: datetime) -> None:
        """The members' parts add up to the group's wallet."""
        found = [
            await self.stores.ledger.allowances(user, -9, rules, at) for user in (1, 2)
        ]
        (group, *_) = groups = [wallets[1] for wallets in found]
        assert sum(one.share.used for one in groups if one.share) == group.used

    async def lines(self, user: int) -> int:
        """The sum of all lines of a user's ledger."""
        report = await self.stores.ledger.report(user, user, rules, NOON, entries=999)
        return sum(line.amount for line in report.entries)

    def of_day(self, moment: datetime) -> int:
        """Credits that this day's jobs hold or cost."""
        day = day_of(moment, rules.timezone)
        return sum(
            job.charged if job.state.is_final else job.reserved
            for job in (*self.open, *self.ended)
            if day_of(job.created_at, rules.timezone) == day
        )


async def keep_books(
    kind: type[StoreRig], played: Sequence[tuple[object, ...]]
) -> None:
    """Play all steps on a fresh rig."""
    with tempfile.TemporaryDirectory() as folder:
        rig = kind(Path(folder))
        try:
            bookkeeper = Bookkeeper(await rig.open())
            for step in played:
                await bookkeeper.play(step)
        finally:
            await rig.close()


@pytest.mark.parametrize("kind", RIGS)
@calm
@given(played=steps)
def test_books_are_always_right(
    kind: type[StoreRig], played: list[tuple[object, ...]]
) -> None:
    """Whatever is ordered, ended and granted, over midnights: never below zero, never over, sums agree."""
    asyncio.run(keep_books(kind, played))


words = st.text(max_size=20)
names = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
counts = st.integers(0, 2**40)
times = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    timezones=st.just(UTC),
)
numbers = st.floats(allow_nan=False, allow_infinity=False)
codes = st.lists(words, max_size=3).map(tuple)
addresses = st.builds(
    Address,
    chat_id=st.integers(-(2**52), 2**52),
    thread_id=st.none() | counts,
    reply_to=st.none() | counts,
)
any_job = st.builds(
    replace,
    st.builds(make_job),
    address=addresses,
    language=st.sampled_from(["en", "zh-hans"]),
    recipe=st.builds(
        Recipe,
        operation=st.sampled_from(Operation),
        prompt=words,
        negative_prompt=words,
        aspect_ratio=st.none() | words,
        count=st.none() | counts,
        model=st.none() | words,
        provider=st.none() | words,
        seed=st.none() | st.integers(),
        scale=st.none() | counts,
        options=st.dictionaries(words, words | st.integers(), max_size=3),
    ),
    sources=st.lists(
        st.builds(
            PictureRef,
            file_id=words,
            file_unique_id=words,
            kind=st.sampled_from(["photo", "document"]),
            size=st.none() | counts,
            width=st.none() | counts,
            height=st.none() | counts,
            media_type=st.none() | words,
            name=st.none() | words,
        ),
        max_size=2,
    ).map(tuple),
    look=st.builds(
        Look,
        gathering=st.sampled_from(Gathering),
        form=st.sampled_from(Form),
        has_spoiler=st.booleans(),
    ),
    provider=names,
    remote_id=names,
    key=names,
    tried=codes,
    wanted=st.none() | counts,
    progress=st.builds(
        Progress,
        fraction=st.none() | numbers,
        queue_position=st.none() | counts,
        seconds_left=st.none() | numbers,
    ),
    notices=codes,
    cancel_requested=st.booleans(),
    failure=names,
    failure_args=st.dictionaries(words, words | st.integers() | numbers, max_size=3),
    reserved=st.integers(0, 99),
    resumes=st.integers(0, 9),
    parent_id=names,
    created_at=times,
    started_at=st.none() | times,
    progress_at=st.none() | times,
    ended_at=st.none() | times,
)


async def write_and_read(first: Job, second: Job) -> None:
    """Accept a job, save another over it, and read both back."""
    with tempfile.TemporaryDirectory() as folder:
        rig = SqliteRig(Path(folder))
        try:
            stores = await rig.open()
            await accept(stores.jobs, first, rules=QuotaRules(user_daily=None))
            assert await stores.jobs.get(first.job_id) == first
            await stores.jobs.save(second)
            expected = replace(
                second,
                cancel_requested=first.cancel_requested or second.cancel_requested,
            )
            assert await stores.jobs.get(first.job_id) == expected
        finally:
            await rig.close()


@calm
@given(first=any_job, other=any_job)
def test_a_job_loses_nothing_on_the_disk(first: Job, other: Job) -> None:
    """Every field of every job comes back from SQLite as it was, after accept and after save."""
    second = replace(
        other,
        job_id=first.job_id,
        status_id=first.status_id,
        user_id=first.user_id,
        reserved=first.reserved,
        parent_id=first.parent_id,
        created_at=first.created_at,
        recipe=replace(other.recipe, operation=first.recipe.operation),
    )
    asyncio.run(write_and_read(first, second))
