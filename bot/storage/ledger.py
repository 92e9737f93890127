"""Reading the wallets, granting, and the lines of the users' ledgers in SQLite."""

import sqlite3
from datetime import datetime

from typing_extensions import override

from bot.domain.job import Address, Job
from bot.domain.quota import Allowance, QuotaRules, Wallet
from bot.services.ports import Ledger
from bot.services.values import LedgerEntry, QuotaReport
from bot.storage.database import Database
from bot.storage.times import to_micros, to_time
from bot.storage.wallets import add_bonus, read_allowances, read_bonus
from providers.base import Operation

WRITE = """
INSERT INTO ledger (user_id, at, kind, amount, job_id, operation) VALUES (?, ?, ?, ?, ?, ?)
"""
# What is set aside right now stands in the reservations; the rest is history.
ENTRIES = """
SELECT at, kind, amount, job_id, operation, entry_id AS place FROM ledger WHERE user_id = :user
UNION ALL
SELECT created_at, 'reserved', -(from_day + from_bonus), job_id, operation, 0
FROM reservations WHERE wallet = 'user' AND owner_id = :user
ORDER BY at DESC, place DESC, job_id DESC
LIMIT :limit
"""


class SqliteLedger(Ledger):
    """Wallets and ledgers in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @override
    async def allowances(
        self, user_id: int, chat_id: int, rules: QuotaRules, at: datetime
    ) -> tuple[Allowance, ...]:
        return await self._database.read(
            lambda plain: _allowances(plain, user_id, chat_id, rules, at)
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
        def work(plain: sqlite3.Connection) -> QuotaReport:
            found = _allowances(plain, user_id, chat_id, rules, at)
            rows = plain.execute(ENTRIES, {"user": user_id, "limit": entries})
            return QuotaReport(
                allowances=tuple(one for one in found if one.limit is not None),
                entries=tuple(_to_entry(row) for row in rows),
            )

        return await self._database.read(work)

    @override
    async def grant(self, user_id: int, credits_: int, at: datetime) -> int:
        def work(plain: sqlite3.Connection) -> int:
            # Taking back more than there is takes what there is.
            amount = max(credits_, -read_bonus(plain, user_id))
            add_bonus(plain, user_id, amount)
            line = (user_id, to_micros(at), "granted", amount, None, None)
            plain.execute(WRITE, line)
            return read_bonus(plain, user_id)

        return await self._database.write(work)


def write_outcome(
    plain: sqlite3.Connection, job: Job, *, reserved: int, at: datetime
) -> None:
    """Write how a reservation ended; the lines of a job always add up to what it cost.

    What is kept is one line. What goes back is a pair: the line of its reservation, which the
    user may have seen, and the one that undoes it.
    """
    released = reserved - job.charged
    lines = (
        (at, "charged", -job.charged),
        (job.created_at, "reserved", -released),
        (at, "released", released),
    )
    for moment, kind, amount in lines:
        if amount:
            what = (amount, job.job_id, job.recipe.operation)
            plain.execute(WRITE, (job.user_id, to_micros(moment), kind, *what))


def _allowances(
    plain: sqlite3.Connection,
    user_id: int,
    chat_id: int,
    rules: QuotaRules,
    at: datetime,
) -> tuple[Allowance, ...]:
    return tuple(
        one
        for one in read_allowances(plain, user_id, Address(chat_id=chat_id), rules, at)
        if one.wallet is not Wallet.GROUP or one.limit is not None
    )


def _to_entry(row: sqlite3.Row) -> LedgerEntry:
    operation = row["operation"]
    return LedgerEntry(
        at=to_time(row["at"]),
        kind=row["kind"],
        amount=row["amount"],
        job_id=row["job_id"],
        operation=None if operation is None else Operation(operation),
    )
