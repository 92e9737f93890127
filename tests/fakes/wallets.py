"""Credits in memory: the same rules as the database's wallets, told step by step."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from typing_extensions import override

from bot.domain.errors import QuotaExceeded, ShareExceeded
from bot.domain.job import Job
from bot.domain.quota import Allowance, QuotaRules, Share, Wallet, day_of, turn_of
from bot.services.ports import Ledger
from bot.services.values import LedgerEntry, QuotaReport
from tests.fakes.shelves import Reserved, Shelves


class FakeLedger(Ledger):
    """Wallets in memory."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves

    @override
    async def allowances(
        self, user_id: int, chat_id: int, rules: QuotaRules, at: datetime
    ) -> tuple[Allowance, ...]:
        found = allowances(self._shelves, user_id, chat_id, rules, at)
        return tuple(
            one
            for one in found
            if one.wallet is not Wallet.GROUP or one.limit is not None
        )

    @override
    async def report(
        self,
        user_id: int,
        chat_id: int,
        rules: QuotaRules,
        at: datetime,
        *,
        entries: int,
    ) -> QuotaReport:
        found = await self.allowances(user_id, chat_id, rules, at)
        lines = [entry for owner, entry in self._shelves.ledger if owner == user_id]
        lines = [*self._open_lines(user_id), *lines]
        newest = sorted(lines, key=lambda line: line.at)[::-1]
        return QuotaReport(
            allowances=tuple(one for one in found if one.limit is not None),
            entries=tuple(newest[:entries]),
        )

    @override
    async def grant(self, user_id: int, credits_: int, at: datetime) -> int:
        before = self._shelves.bonuses.get(user_id, 0)
        after = max(0, before + credits_)
        self._shelves.bonuses[user_id] = after
        entry = LedgerEntry(at=at, kind="granted", amount=after - before, job_id=None)
        self._shelves.ledger.append((user_id, entry))
        return after

    def _open_lines(self, user_id: int) -> list[LedgerEntry]:
        return [
            _line(
                self._shelves.jobs[job_id], "reserved", -(one.from_day + one.from_bonus)
            )
            for job_id, parts in self._shelves.reserved.items()
            for one in parts
            if one.wallet is Wallet.USER and one.owner_id == user_id
        ]


def allowances(
    shelves: Shelves, user_id: int, chat_id: int, rules: QuotaRules, at: datetime
) -> tuple[Allowance, ...]:
    """Every wallet that would pay for a job there, in the order in which they are asked."""
    day = day_of(at, rules.timezone)

    def allowance(wallet: Wallet, owner_id: int, limit: int | None) -> Allowance:
        share = None
        if wallet is Wallet.GROUP and limit is not None:
            share = share_of(shelves, user_id, chat_id, day, limit)
        return Allowance(
            share=share,
            wallet=wallet,
            limit=limit,
            used=shelves.used.get((wallet, owner_id, day), 0),
            bonus=shelves.bonuses.get(owner_id, 0) if wallet is Wallet.USER else 0,
            turns_at=turn_of(at, rules.timezone),
        )

    user = allowance(Wallet.USER, user_id, rules.user_daily)
    group = allowance(Wallet.GROUP, chat_id, rules.group_daily)
    everybody = allowance(Wallet.GLOBAL, 0, rules.global_daily)
    return (user, group, everybody) if chat_id < 0 else (user, everybody)


def check(shelves: Shelves, jobs: Sequence[Job], rules: QuotaRules) -> None:
    """Raise QuotaExceeded for the first wallet that does not hold the price of all."""
    job, price = jobs[0], sum(job.reserved for job in jobs)
    for one in allowances(
        shelves, job.user_id, job.address.chat_id, rules, job.created_at
    ):
        if one.left is not None and one.limit is not None and one.left < price:
            raise QuotaExceeded(
                wallet=one.wallet.value,
                left=one.left,
                price=price,
                limit=one.limit,
                turns_at=one.turns_at,
            )
        prices = [job.reserved for job in jobs]
        if one.share is not None and not one.share.holds(prices):
            raise ShareExceeded(share=one.share, price=price, turns_at=one.turns_at)


def note_try(shelves: Shelves, job: Job, rules: QuotaRules) -> None:
    """Count who was refused as a member."""
    if job.address.is_group:
        day = day_of(job.created_at, rules.timezone)
        _add_share(shelves, (job.address.chat_id, day, job.user_id), 0)


def share_of(
    shelves: Shelves, user_id: int, chat_id: int, day: date, total: int
) -> Share:
    """A member's part of a group's day."""
    week = {day - timedelta(days=number) for number in range(7)}
    members = {
        who for chat, at, who in shelves.shares if chat == chat_id and at in week
    }
    return Share(
        total=total,
        members=len(members | {user_id}),
        used=shelves.shares.get((chat_id, day, user_id), 0),
    )


def reserve(
    shelves: Shelves, job: Job, rules: QuotaRules, *, is_unlimited: bool
) -> None:
    """Set the job's price aside."""
    day = day_of(job.created_at, rules.timezone)
    parts: list[Reserved] = []
    for one in allowances(
        shelves, job.user_id, job.address.chat_id, rules, job.created_at
    ):
        owner_id = {
            Wallet.USER: job.user_id,
            Wallet.GROUP: job.address.chat_id,
            Wallet.GLOBAL: 0,
        }[one.wallet]
        from_bonus = 0
        if one.wallet is Wallet.USER and one.limit is not None and not is_unlimited:
            from_bonus = max(0, job.reserved - max(0, one.limit - one.used))
            _add_bonus(shelves, owner_id, -from_bonus)
        from_day = job.reserved - from_bonus
        _add_used(shelves, one.wallet, owner_id, day, from_day)
        parts.append(
            Reserved(
                wallet=one.wallet,
                owner_id=owner_id,
                day=day,
                from_day=from_day,
                from_bonus=from_bonus,
            )
        )
    if job.reserved:
        shelves.reserved[job.job_id] = tuple(parts)
    if job.address.is_group and job.reserved:
        _add_share(shelves, (job.address.chat_id, day, job.user_id), job.reserved)


def settle(shelves: Shelves, job: Job) -> None:
    """Keep what the job charged, give the rest back, bonus first; write the lines."""
    for part in shelves.reserved.pop(job.job_id, ()):
        released = part.from_day + part.from_bonus - job.charged
        to_bonus = min(released, part.from_bonus)
        _add_used(shelves, part.wallet, part.owner_id, part.day, to_bonus - released)
        if part.wallet is Wallet.GROUP:
            _add_share(shelves, (part.owner_id, part.day, job.user_id), -released)
        _add_bonus(shelves, part.owner_id, to_bonus)
    released = job.reserved - job.charged
    lines = (
        _line(job, "charged", -job.charged, job.ended_at),
        _line(job, "reserved", -released),
        _line(job, "released", released, job.ended_at),
    )
    shelves.ledger.extend((job.user_id, line) for line in lines if line.amount)


def _line(job: Job, kind: str, amount: int, at: datetime | None = None) -> LedgerEntry:
    return LedgerEntry(
        at=at or job.created_at,
        kind=kind,
        amount=amount,
        job_id=job.job_id,
        operation=job.recipe.operation,
    )


def _add_used(
    shelves: Shelves, wallet: Wallet, owner_id: int, day: date, amount: int
) -> None:
    key = (wallet, owner_id, day)
    shelves.used[key] = shelves.used.get(key, 0) + amount
    assert shelves.used[key] >= 0


def _add_share(shelves: Shelves, key: tuple[int, date, int], amount: int) -> None:
    shelves.shares[key] = shelves.shares.get(key, 0) + amount
    assert shelves.shares[key] >= 0


def _add_bonus(shelves: Shelves, owner_id: int, amount: int) -> None:
    if amount:
        shelves.bonuses[owner_id] = shelves.bonuses.get(owner_id, 0) + amount
        assert shelves.bonuses[owner_id] >= 0
