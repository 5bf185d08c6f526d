-- The cast with what was made of it at providers; every file by its content; tags for files as well as for jobs
-- (SQLite's step m013).

CREATE TABLE cast_members (
    id TEXT COLLATE "C" PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    folded TEXT COLLATE "C" NOT NULL UNIQUE,
    member TEXT COLLATE "C" NOT NULL,
    created_at TEXT COLLATE "C" NOT NULL,
    updated_at TEXT COLLATE "C" NOT NULL
);
CREATE TABLE cast_copies (
    member_id TEXT COLLATE "C" NOT NULL REFERENCES cast_members(id),
    provider TEXT COLLATE "C" NOT NULL,
    account TEXT COLLATE "C" NOT NULL,
    subject_id TEXT COLLATE "C" NOT NULL,
    job_id TEXT COLLATE "C" REFERENCES jobs(id),
    made_at TEXT COLLATE "C" NOT NULL,
    checked_at TEXT COLLATE "C",
    PRIMARY KEY (member_id, provider, account)
);
CREATE TABLE asset_uses (
    sha256 TEXT COLLATE "C" NOT NULL,
    job_id TEXT COLLATE "C" NOT NULL REFERENCES jobs(id),
    used TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    words TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (sha256, job_id, used, place)
);
CREATE INDEX asset_uses_by_job ON asset_uses(job_id);
INSERT INTO asset_uses (sha256, job_id, used, place, kind, words)
    SELECT file.value ->> 'sha256', job.id, 'result', file.place - 1, file.value ->> 'kind',
        left(lower(concat_ws(' ', regexp_replace(file.value ->> 'path', '^.*[/\\]', ''), said(job.request, '{prompt}'),
            job.model, job.provider)), 4000)
    FROM jobs AS job
    CROSS JOIN LATERAL jsonb_array_elements(said(job.assets, '{}')::jsonb) WITH ORDINALITY AS file(value, place)
    WHERE jsonb_typeof(said(job.assets, '{}')::jsonb) = 'array' AND file.value ->> 'sha256' IS NOT NULL
    ON CONFLICT DO NOTHING;
INSERT INTO asset_uses (sha256, job_id, used, place, kind, words)
    SELECT file.value #>> '{info,sha256}', job.id, 'input', file.place - 1, file.value ->> 'kind',
        left(lower(concat_ws(' ', regexp_replace(COALESCE(file.value ->> 'original', file.value ->> 'source'), '^.*[/\\]', ''),
            said(job.request, '{prompt}'), job.model, job.provider)), 4000)
    FROM jobs AS job
    CROSS JOIN LATERAL jsonb_array_elements(said(job.request, '{media}')::jsonb) WITH ORDINALITY AS file(value, place)
    WHERE file.value #>> '{info,sha256}' IS NOT NULL
    ON CONFLICT DO NOTHING;

CREATE TABLE marks (
    tag TEXT COLLATE "C" NOT NULL,
    marked TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (tag, marked)
);
INSERT INTO marks (tag, marked) SELECT tag, job_id FROM tags;
DROP TABLE tags;
ALTER TABLE marks RENAME TO tags;
CREATE INDEX tags_by_marked ON tags(marked);
