-- What a job's results are in the chat is fixed when its order is accepted.
ALTER TABLE jobs ADD COLUMN form TEXT NOT NULL DEFAULT 'preview';
ALTER TABLE jobs ADD COLUMN has_spoiler INTEGER NOT NULL DEFAULT 0;

ALTER TABLE preferences ADD COLUMN form TEXT;
ALTER TABLE preferences ADD COLUMN spoiler TEXT;
