-- Who asked for a quote and for a job, and who approved it; the versions of the policy that holds for all machines (SQLite's step m015).

ALTER TABLE jobs ADD COLUMN created_by TEXT COLLATE "C";
ALTER TABLE jobs ADD COLUMN approved_by TEXT COLLATE "C";
ALTER TABLE quotes ADD COLUMN created_by TEXT COLLATE "C";
CREATE TABLE policies (
    version BIGINT PRIMARY KEY,
    text TEXT COLLATE "C" NOT NULL,
    made_by TEXT COLLATE "C",
    at TEXT COLLATE "C" NOT NULL
);
