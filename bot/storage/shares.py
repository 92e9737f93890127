"""What each member of a group used of the group's day, inside a transaction."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from bot.domain.quota import Share, active_since

USED = "SELECT used FROM shares WHERE chat_id = ? AND day = ? AND user_id = ?"
OTHERS = """
SELECT count(DISTINCT user_id) AS members FROM shares
WHERE chat_id = ? AND day BETWEEN ? AND ? AND user_id <> ?
"""
ADD = """
INSERT INTO shares (chat_id, day, user_id, used) VALUES (?, ?, ?, ?)
ON CONFLICT (chat_id, day, user_id) DO UPDATE SET used = used + excluded.used
"""
GIVE_BACK = """
UPDATE shares SET used = used - :amount
WHERE
    chat_id = :chat_id AND day = :day
    AND user_id = (SELECT user_id FROM jobs WHERE job_id = :job_id)
"""
FORGET = "DELETE FROM shares WHERE day < ?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody in a group on one quota day."""

    chat_id: int
    user_id: int
    day: date


def read_share(plain: sqlite3.Connection, member: Member, total: int) -> Share:
    """The member's part of the group's `total` credits a day."""
    since, today = active_since(member.day).isoformat(), member.day.isoformat()
    key = (member.chat_id, today, member.user_id)
    used = plain.execute(USED, key).fetchone()
    others = (member.chat_id, since, today, member.user_id)
    found = plain.execute(OTHERS, others).fetchone()
    return Share(
        total=total,
        members=found["members"] + 1,
        used=0 if used is None else used["used"],
    )


def add_to_share(plain: sqlite3.Connection, member: Member, amount: int) -> None:
    """Count credits; with none, the member has tried, and counts as one of the group's."""
    plain.execute(FORGET, (active_since(member.day).isoformat(),))
    today = member.day.isoformat()
    plain.execute(ADD, (member.chat_id, today, member.user_id, amount))


def give_back_share(
    plain: sqlite3.Connection, job_id: str, chat_id: int, day: str, amount: int
) -> None:
    """Take a job's credits off again; the job is still there."""
    values = {"job_id": job_id, "chat_id": chat_id, "day": day, "amount": amount}
    plain.execute(GIVE_BACK, values)
