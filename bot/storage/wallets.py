"""Credits: what wallets hold, setting aside, settling and giving back, inside a transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.errors import QuotaExceeded, ShareExceeded
from bot.domain.job import Address, Job
from bot.domain.quota import Allowance, QuotaRules, Wallet, day_of, turn_of
from bot.storage.errors import StorageError
from bot.storage.shares import Member, add_to_share, give_back_share, read_share
from bot.storage.times import to_micros

USED = "SELECT used FROM usage WHERE wallet = ? AND owner_id = ? AND day = ?"
BONUS = "SELECT credits FROM bonuses WHERE user_id = ?"
TAKE = """
INSERT INTO usage (wallet, owner_id, day, used) VALUES (:wallet, :owner, :day, :amount)
ON CONFLICT (wallet, owner_id, day) DO UPDATE SET used = used + excluded.used
WHERE :limit IS NULL OR used + excluded.used <= :limit
"""
RESERVE = """
INSERT INTO reservations (
    job_id, wallet, owner_id, day, from_day, from_bonus, created_at, operation
) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
CLOSE = "DELETE FROM reservations WHERE job_id = ? RETURNING *"
GIVE_BACK = (
    "UPDATE usage SET used = used - ? WHERE wallet = ? AND owner_id = ? AND day = ?"
)
OPEN_BONUS = (
    "INSERT INTO bonuses (user_id, credits) VALUES (?, 0) ON CONFLICT DO NOTHING"
)
ADD_BONUS = "UPDATE bonuses SET credits = credits + ? WHERE user_id = ?"
TAKE_BONUS = "UPDATE bonuses SET credits = credits - :credits WHERE user_id = :user AND credits >= :credits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purse:
    """One wallet of one owner on one day.

    Attributes:
        owner_id: the user, the group's chat, or 0 for the global wallet.
    """

    wallet: Wallet
    owner_id: int
    day: str
    limit: int | None


def purses(
    user_id: int, address: Address, rules: QuotaRules, at: datetime
) -> tuple[Purse, ...]:
    """The wallets that pay for a job, in the order in which they are asked."""
    day = day_of(at, rules.timezone).isoformat()

    def purse(wallet: Wallet, owner_id: int, limit: int | None) -> Purse:
        return Purse(wallet=wallet, owner_id=owner_id, day=day, limit=limit)

    user = purse(Wallet.USER, user_id, rules.user_daily)
    group = purse(Wallet.GROUP, address.chat_id, rules.group_daily)
    everybody = purse(Wallet.GLOBAL, 0, rules.global_daily)
    return (user, group, everybody) if address.is_group else (user, everybody)


def read_allowances(
    plain: sqlite3.Connection,
    user_id: int,
    address: Address,
    rules: QuotaRules,
    at: datetime,
) -> tuple[Allowance, ...]:
    """What the wallets hold that pay for a job there, and the member's share of the group's."""
    turns_at = turn_of(at, rules.timezone)
    member = Member(
        chat_id=address.chat_id, user_id=user_id, day=day_of(at, rules.timezone)
    )

    def found(purse: Purse) -> Allowance:
        allowance = read_allowance(plain, purse, turns_at)
        if purse.wallet is not Wallet.GROUP or purse.limit is None:
            return allowance
        return replace(allowance, share=read_share(plain, member, purse.limit))

    return tuple(found(purse) for purse in purses(user_id, address, rules, at))


def read_allowance(
    plain: sqlite3.Connection, purse: Purse, turns_at: datetime
) -> Allowance:
    """What a wallet holds now."""
    used = plain.execute(USED, (purse.wallet, purse.owner_id, purse.day)).fetchone()
    bonus = None
    if purse.wallet is Wallet.USER:
        bonus = plain.execute(BONUS, (purse.owner_id,)).fetchone()
    return Allowance(
        wallet=purse.wallet,
        limit=purse.limit,
        used=0 if used is None else used["used"],
        bonus=0 if bonus is None else bonus["credits"],
        turns_at=turns_at,
    )


def find_lack(
    plain: sqlite3.Connection, jobs: Sequence[Job], rules: QuotaRules
) -> QuotaExceeded | None:
    """The refusal by the first wallet or share that does not hold the price of all jobs together."""
    first = jobs[0]
    found = read_allowances(
        plain, first.user_id, first.address, rules, first.created_at
    )
    prices = [job.reserved for job in jobs]
    refusals = (_refusal(allowance, prices) for allowance in found)
    return next((refusal for refusal in refusals if refusal), None)


def note_try(plain: sqlite3.Connection, job: Job, rules: QuotaRules) -> None:
    """Count who was refused as a member of the group: their part is kept from now on."""
    if job.address.is_group:
        add_to_share(plain, _member(job, rules), 0)


def reserve(
    plain: sqlite3.Connection, job: Job, rules: QuotaRules, *, is_unlimited: bool
) -> None:
    """Set the job's price aside in every wallet that pays; the job is written before."""
    if job.reserved == 0:
        return
    turns_at = turn_of(job.created_at, rules.timezone)
    for purse in purses(job.user_id, job.address, rules, job.created_at):
        allowance = read_allowance(plain, purse, turns_at)
        limit = None if is_unlimited else purse.limit
        from_bonus = 0
        if limit is not None and purse.wallet is Wallet.USER:
            from_bonus = max(0, job.reserved - max(0, limit - allowance.used))
        _take(plain, purse, job.reserved - from_bonus, limit)
        _take_bonus(plain, purse.owner_id, from_bonus)
        parts = (purse.day, job.reserved - from_bonus, from_bonus)
        what = (to_micros(job.created_at), job.recipe.operation)
        plain.execute(
            RESERVE, (job.job_id, purse.wallet, purse.owner_id, *parts, *what)
        )
    if job.address.is_group:
        add_to_share(plain, _member(job, rules), job.reserved)


def settle(plain: sqlite3.Connection, job_id: str, charged: int) -> None:
    """Keep `charged` of the job's reservation; the rest goes back to where it came from.

    Granted credits go back first: they do not turn with the day, today's do.
    """
    for row in plain.execute(CLOSE, (job_id,)).fetchall():
        released = row["from_day"] + row["from_bonus"] - charged
        to_bonus = min(released, row["from_bonus"])
        purse = (row["wallet"], row["owner_id"], row["day"])
        plain.execute(GIVE_BACK, (released - to_bonus, *purse))
        if row["wallet"] == Wallet.GROUP:
            give_back_share(plain, job_id, row["owner_id"], row["day"], released)
        if to_bonus:
            add_bonus(plain, row["owner_id"], to_bonus)


def add_bonus(plain: sqlite3.Connection, user_id: int, credits_: int) -> None:
    """Add granted credits; below zero the table refuses."""
    plain.execute(OPEN_BONUS, (user_id,))
    plain.execute(ADD_BONUS, (credits_, user_id))


def read_bonus(plain: sqlite3.Connection, user_id: int) -> int:
    """The granted credits that a user has left."""
    row = plain.execute(BONUS, (user_id,)).fetchone()
    return 0 if row is None else int(row["credits"])


def _refusal(allowance: Allowance, prices: Sequence[int]) -> QuotaExceeded | None:
    price, left, limit = sum(prices), allowance.left, allowance.limit
    if left is not None and limit is not None and left < price:
        return QuotaExceeded(
            wallet=allowance.wallet.value,
            left=left,
            price=price,
            limit=limit,
            turns_at=allowance.turns_at,
        )
    if allowance.share is not None and not allowance.share.holds(prices):
        return ShareExceeded(
            share=allowance.share, price=price, turns_at=allowance.turns_at
        )
    return None


def _member(job: Job, rules: QuotaRules) -> Member:
    return Member(
        chat_id=job.address.chat_id,
        user_id=job.user_id,
        day=day_of(job.created_at, rules.timezone),
    )


def _take(
    plain: sqlite3.Connection, purse: Purse, amount: int, limit: int | None
) -> None:
    if amount == 0:
        return
    values = {
        "wallet": purse.wallet,
        "owner": purse.owner_id,
        "day": purse.day,
        "amount": amount,
        "limit": limit,
    }
    if limit is not None and amount > limit:
        raise StorageError(f"{purse.wallet} wallet: {amount} of {limit}")
    # The second lock on the same door: `find_lack` has looked, this cannot go over.
    if plain.execute(TAKE, values).rowcount != 1:
        raise StorageError(f"{purse.wallet} wallet: {amount} over {limit}")


def _take_bonus(plain: sqlite3.Connection, user_id: int, credits_: int) -> None:
    if credits_ == 0:
        return
    values = {"user": user_id, "credits": credits_}
    if plain.execute(TAKE_BONUS, values).rowcount != 1:
        raise StorageError(f"bonus of {user_id}: less than {credits_}")
