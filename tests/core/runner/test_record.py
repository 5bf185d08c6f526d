"""The record beside a result takes no other file's place."""

import json
from pathlib import Path

from mediawright.runner.deliver import record_path
from mediawright.testing.builders import a_job
from mediawright.types.job import Asset
from mediawright.types.operations import MediaKind


def test_a_file_of_the_person_s_own_is_kept(tmp_path: Path) -> None:
    clip, job = tmp_path / "fox.mp4", a_job()
    asset = Asset(path=str(clip), kind=MediaKind.VIDEO, media_type="video/mp4", size=1, sha256="0" * 64)
    assert record_path(job, asset).name == "fox.mp4.json"
    (tmp_path / "fox.mp4.json").write_text('{"mine": true}')
    assert record_path(job, asset).name == "fox.mp4.1.json"
    (tmp_path / "fox.mp4.1.json").write_text(json.dumps({"job": job.id}))
    assert record_path(job, asset).name == "fox.mp4.1.json"
