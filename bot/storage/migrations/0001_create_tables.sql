-- Times are microseconds since 1970 in UTC; columns named after lists hold JSON.

CREATE TABLE updates (
    update_id INTEGER PRIMARY KEY,
    body TEXT, -- dropped as soon as the update is handled: it holds what people wrote
    received_at INTEGER, -- NULL: handled without having been written here before
    is_handled INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX updates_unhandled ON updates (update_id) WHERE is_handled = 0;
CREATE INDEX updates_received ON updates (received_at);

CREATE TABLE statuses (
    status_id TEXT PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    thread_id INTEGER,
    reply_to INTEGER,
    message_id INTEGER,
    is_media INTEGER NOT NULL DEFAULT 0,
    is_concluded INTEGER NOT NULL DEFAULT 0 -- the message shows how its jobs ended
);
CREATE INDEX statuses_open ON statuses (status_id) WHERE is_concluded = 0;

CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of acceptance
    job_id TEXT NOT NULL UNIQUE,
    status_id TEXT NOT NULL REFERENCES statuses (status_id),
    user_id INTEGER NOT NULL,
    chat_id INTEGER NOT NULL,
    thread_id INTEGER,
    reply_to INTEGER,
    language TEXT NOT NULL,
    operation TEXT NOT NULL,
    recipe TEXT NOT NULL,
    sources TEXT NOT NULL,
    gathering TEXT NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN (
            'queued', 'submitting', 'running', 'delivering',
            'succeeded', 'failed', 'cancelled'
        )
    ),
    provider TEXT,
    remote_id TEXT,
    key TEXT,
    tried TEXT NOT NULL,
    wanted INTEGER,
    progress TEXT NOT NULL,
    notices TEXT NOT NULL,
    cancel_requested INTEGER NOT NULL,
    failure TEXT,
    failure_args TEXT NOT NULL,
    reserved INTEGER NOT NULL CHECK (reserved >= 0),
    charged INTEGER NOT NULL CHECK (charged BETWEEN 0 AND reserved),
    resumes INTEGER NOT NULL,
    parent_id TEXT,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    progress_at INTEGER,
    ended_at INTEGER,
    is_leased INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX jobs_by_status ON jobs (status_id, seq);
CREATE INDEX jobs_waiting ON jobs (user_id, seq) WHERE state = 'queued' AND is_leased = 0;
CREATE INDEX jobs_begun ON jobs (seq)
WHERE state IN ('submitting', 'running', 'delivering') AND is_leased = 0;
CREATE INDEX jobs_leased ON jobs (user_id) WHERE is_leased = 1;
CREATE INDEX jobs_unfinished ON jobs (user_id, seq)
WHERE state IN ('queued', 'submitting', 'running', 'delivering');
CREATE INDEX jobs_succeeded ON jobs (provider, operation, ended_at) WHERE state = 'succeeded';

-- Whose turn it is: a row a user. The triggers keep `waiting` and `oldest` true whoever writes a job.
CREATE TABLE turns (
    user_id INTEGER PRIMARY KEY,
    last_claim INTEGER NOT NULL DEFAULT 0, -- number of the user's last claim, counted over all
    waiting INTEGER NOT NULL, -- queued jobs that nobody has claimed
    oldest INTEGER -- seq of the first of them; NULL when none waits
);
CREATE INDEX turns_next ON turns (last_claim, oldest) WHERE oldest IS NOT NULL;
CREATE INDEX turns_last ON turns (last_claim);

CREATE TRIGGER jobs_accepted AFTER INSERT ON jobs
WHEN new.state = 'queued' AND new.is_leased = 0
BEGIN
    INSERT INTO turns (user_id, waiting, oldest) VALUES (new.user_id, 1, new.seq)
    ON CONFLICT (user_id) DO UPDATE
    SET waiting = waiting + 1, oldest = ifnull(oldest, excluded.oldest);
END;

CREATE TRIGGER jobs_moved AFTER UPDATE OF state, is_leased ON jobs
WHEN (new.state = 'queued' AND new.is_leased = 0) <> (old.state = 'queued' AND old.is_leased = 0)
BEGIN
    UPDATE turns
    SET
        waiting = waiting + iif(new.state = 'queued' AND new.is_leased = 0, 1, -1),
        oldest = (
            SELECT seq FROM jobs
            WHERE user_id = new.user_id AND state = 'queued' AND is_leased = 0
            ORDER BY seq LIMIT 1
        )
    WHERE user_id = new.user_id;
END;

CREATE TRIGGER jobs_erased AFTER DELETE ON jobs
WHEN old.state = 'queued' AND old.is_leased = 0
BEGIN
    UPDATE turns
    SET
        waiting = waiting - 1,
        oldest = (
            SELECT seq FROM jobs
            WHERE user_id = old.user_id AND state = 'queued' AND is_leased = 0
            ORDER BY seq LIMIT 1
        )
    WHERE user_id = old.user_id;
END;

-- Settled and reserved credits of a wallet on one day; counted where there is no limit, too.
CREATE TABLE usage (
    wallet TEXT NOT NULL CHECK (wallet IN ('user', 'group', 'global')),
    owner_id INTEGER NOT NULL, -- user, chat, or 0
    day TEXT NOT NULL, -- 2026-01-31, in the operator's zone
    used INTEGER NOT NULL CHECK (used >= 0),
    PRIMARY KEY (wallet, owner_id, day)
) WITHOUT ROWID;

-- Granted credits; they do not turn with the day.
CREATE TABLE bonuses (
    user_id INTEGER PRIMARY KEY,
    credits INTEGER NOT NULL CHECK (credits >= 0)
);

-- Credits of unfinished jobs, and where each of them goes back to.
CREATE TABLE reservations (
    job_id TEXT NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
    wallet TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    from_day INTEGER NOT NULL CHECK (from_day >= 0),
    from_bonus INTEGER NOT NULL CHECK (from_bonus >= 0),
    created_at INTEGER NOT NULL,
    operation TEXT NOT NULL,
    PRIMARY KEY (job_id, wallet)
) WITHOUT ROWID;
CREATE INDEX reservations_by_owner ON reservations (wallet, owner_id, created_at);

CREATE TABLE ledger (
    entry_id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('charged', 'reserved', 'released', 'granted')),
    amount INTEGER NOT NULL,
    job_id TEXT,
    operation TEXT
);
CREATE INDEX ledger_by_user ON ledger (user_id, at);

CREATE TABLE pictures (
    job_id TEXT NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    path TEXT,
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    size INTEGER NOT NULL,
    photo_file_id TEXT,
    document_file_id TEXT,
    PRIMARY KEY (job_id, number)
) WITHOUT ROWID;

CREATE TABLE receipts (
    job_id TEXT NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
    step TEXT NOT NULL,
    is_done INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    message_ids TEXT NOT NULL DEFAULT '[]',
    PRIMARY KEY (job_id, step)
) WITHOUT ROWID;

-- Which job and picture a delivered message shows: answers to it and its buttons find the way back.
CREATE TABLE shown (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (job_id) ON DELETE CASCADE,
    number INTEGER NOT NULL, -- 0: all of them
    PRIMARY KEY (chat_id, message_id)
) WITHOUT ROWID;
CREATE INDEX shown_by_job ON shown (job_id);

CREATE TABLE preferences (
    owner_id INTEGER PRIMARY KEY, -- a user, or a chat (negative)
    language TEXT,
    aspect_ratio TEXT,
    count INTEGER,
    provider TEXT,
    model TEXT,
    gathering TEXT
);
