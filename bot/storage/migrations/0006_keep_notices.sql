-- Messages in groups that are to be deleted when their time has come.
CREATE TABLE notices (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, message_id)
) WITHOUT ROWID;
