"""Whose turn it is: claiming, and the place in the queue, inside a transaction."""

import sqlite3

BEGUN = """
SELECT seq, user_id FROM jobs
WHERE state IN ('submitting', 'running', 'delivering') AND is_leased = 0
ORDER BY seq LIMIT 1
"""
# Users at their cap are passed over; there are never more of them than jobs run at once.
WAITING = """
SELECT oldest AS seq, user_id FROM turns
WHERE
    oldest IS NOT NULL
    AND (
        SELECT count(*) FROM jobs WHERE jobs.user_id = turns.user_id AND is_leased = 1
    ) < ?
ORDER BY last_claim, oldest LIMIT 1
"""
# To take a job up is the event `Resumed`, written in the same commit.
LEASE = "UPDATE jobs SET is_leased = 1, resumes = resumes + 1 WHERE seq = ? RETURNING *"
# A begun job may belong to a user who never waited since the table was made: hence the insert.
TURN = """
INSERT INTO turns (user_id, waiting, last_claim)
VALUES (?, 0, (SELECT ifnull(max(last_claim), 0) + 1 FROM turns))
ON CONFLICT (user_id) DO UPDATE SET last_claim = excluded.last_claim
"""
MINE = """
SELECT user_id, last_claim, oldest, (
    SELECT count(*) FROM jobs AS earlier
    WHERE
        earlier.user_id = turns.user_id
        AND earlier.state = 'queued' AND earlier.is_leased = 0
        AND earlier.seq < :seq
) AS ahead
FROM turns WHERE user_id = :user
"""
# Users take turns: who comes before me has one claim more than I by the time it is this job's.
OTHERS = """
SELECT ifnull(sum(
    min(waiting, :ahead + ((last_claim, oldest) < (:last_claim, :oldest)))
), 0) AS others
FROM turns WHERE oldest IS NOT NULL AND user_id <> :user
"""
FIND = "SELECT seq, user_id, state, is_leased FROM jobs WHERE job_id = ?"


def lease_next(plain: sqlite3.Connection, per_user: int) -> sqlite3.Row | None:
    """The row of the job whose turn it is, leased and resumed now."""
    turn = (
        plain.execute(BEGUN).fetchone()
        or plain.execute(WAITING, (per_user,)).fetchone()
    )
    if turn is None:
        return None
    plain.execute(TURN, (turn["user_id"],))
    row: sqlite3.Row = plain.execute(LEASE, (turn["seq"],)).fetchone()
    return row


def place_of(plain: sqlite3.Connection, job_id: str) -> int | None:
    """Waiting jobs ahead, as if no user were at the cap and nobody new came."""
    job = plain.execute(FIND, (job_id,)).fetchone()
    if job is None or job["state"] != "queued" or job["is_leased"]:
        return None
    mine = dict(
        plain.execute(MINE, {"seq": job["seq"], "user": job["user_id"]}).fetchone()
    )
    others = plain.execute(OTHERS, mine | {"user": job["user_id"]}).fetchone()["others"]
    return int(mine["ahead"] + others)
