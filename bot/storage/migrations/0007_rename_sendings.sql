-- A step is a picture's place in its family, and nothing else.
ALTER TABLE receipts RENAME COLUMN step TO sending;
