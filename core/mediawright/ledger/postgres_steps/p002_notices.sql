-- What is to be told of ended jobs, one row for each target of each end (SQLite's step m012).

CREATE TABLE notices (
    id TEXT COLLATE "C" PRIMARY KEY,
    target TEXT COLLATE "C" NOT NULL,
    event_seq BIGINT NOT NULL,
    job_id TEXT COLLATE "C" NOT NULL REFERENCES jobs(id),
    ending TEXT COLLATE "C" NOT NULL,
    job_state TEXT COLLATE "C",
    at TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at TEXT COLLATE "C" NOT NULL,
    owner TEXT COLLATE "C",
    host TEXT COLLATE "C",
    pid BIGINT,
    held_until TEXT COLLATE "C",
    trouble TEXT COLLATE "C",
    UNIQUE (target, event_seq)
);
CREATE INDEX notices_open ON notices(due_at) WHERE state IN ('pending', 'sending');
CREATE TABLE notice_cursors (
    target TEXT COLLATE "C" PRIMARY KEY,
    seq BIGINT NOT NULL
);
