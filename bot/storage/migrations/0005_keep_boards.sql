-- The one message in which a group, or a topic of it, reads about all its orders.
CREATE TABLE boards (
    chat_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL, -- 0: none
    message_id INTEGER NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (chat_id, thread_id)
) WITHOUT ROWID;

-- Reactions of ours on users' messages. No reference: one outlives its order until it is taken away.
CREATE TABLE reactions (
    status_id TEXT PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL
) WITHOUT ROWID;
