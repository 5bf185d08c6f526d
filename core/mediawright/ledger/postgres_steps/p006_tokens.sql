-- Tokens of persons, as salted hashes; with which token a quote and a job were asked for, and a job approved (SQLite's step m016).

CREATE TABLE tokens (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    salt TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    manages BIGINT NOT NULL DEFAULT 0,
    made_by TEXT COLLATE "C",
    made_at TEXT COLLATE "C" NOT NULL,
    expires_at TEXT COLLATE "C",
    revoked_at TEXT COLLATE "C"
);
ALTER TABLE quotes ADD COLUMN created_token TEXT COLLATE "C";
ALTER TABLE jobs ADD COLUMN created_token TEXT COLLATE "C";
ALTER TABLE jobs ADD COLUMN approved_token TEXT COLLATE "C";
