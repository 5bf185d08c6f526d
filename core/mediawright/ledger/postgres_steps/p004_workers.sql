-- Workers with their beat, the turns in which jobs are carried, what providers keep of jobs, the worker of a lease
-- (SQLite's step m014).

CREATE TABLE workers (
    name TEXT COLLATE "C" PRIMARY KEY,
    machine TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    providers TEXT COLLATE "C" NOT NULL,
    started_at TEXT COLLATE "C" NOT NULL,
    beat_at TEXT COLLATE "C" NOT NULL,
    draining BIGINT NOT NULL DEFAULT 0
);
CREATE TABLE turns (
    job_id TEXT COLLATE "C" PRIMARY KEY REFERENCES jobs(id),
    number BIGINT NOT NULL DEFAULT 0,
    machine TEXT COLLATE "C",
    priority BIGINT NOT NULL DEFAULT 1,
    due TEXT COLLATE "C" NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    outcome TEXT COLLATE "C",
    told TEXT COLLATE "C"
);
CREATE TABLE kept (
    provider TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    at TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (provider, key)
);
ALTER TABLE leases ADD COLUMN worker TEXT COLLATE "C";
