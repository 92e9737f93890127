-- Which supergroup a group became: what still comes under its old id is meant for the new one.
CREATE TABLE moves (
    old_id INTEGER PRIMARY KEY,
    new_id INTEGER NOT NULL
);
