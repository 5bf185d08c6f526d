-- The account that a price was told for, and the one that pays for a job; none is the one and only (SQLite's step m017).

ALTER TABLE quotes ADD COLUMN account TEXT COLLATE "C";
ALTER TABLE jobs ADD COLUMN account TEXT COLLATE "C";
