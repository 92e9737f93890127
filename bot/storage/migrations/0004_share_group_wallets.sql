-- What each member of a group used of its day. A row with 0 is somebody who tried, or got it back.
CREATE TABLE shares (
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    used INTEGER NOT NULL CHECK (used >= 0),
    PRIMARY KEY (chat_id, day, user_id)
) WITHOUT ROWID;
CREATE INDEX shares_by_day ON shares (day);

-- Jobs under way give back what they do not cost: it has to be there.
INSERT INTO shares (chat_id, user_id, day, used)
SELECT reservations.owner_id, jobs.user_id, reservations.day, sum(reservations.from_day)
FROM reservations INNER JOIN jobs ON reservations.job_id = jobs.job_id
WHERE reservations.wallet = 'group'
GROUP BY reservations.owner_id, jobs.user_id, reservations.day;
