"""The recorded requests of fal's own client beside its creates (`tests/wire/test_fal_cli.py`): polls, results, uploads."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_fal import hooks, uploads
from mediawright_fal.provider import FAL

CASES = json.loads((Path(__file__).parents[2] / "data" / "wire" / "fal-examples.json").read_text("utf-8"))["cases"]


@pytest.mark.parametrize("case", [case for case in CASES if "status" in case["id"]], ids=lambda case: case["id"])
def test_a_recorded_poll_is_ours(case: dict[str, Any]) -> None:
    data = case["call"]["data"]
    paths = hooks.paths(hooks.app_of(data["model"]), data["job"])
    assert paths["status"] == case["path"]
    assert hooks.API.endpoints[0].poll.format(**paths) == case["path"] + "?logs=false"
    assert case["query"] == [["logs", "false"]]


def test_two_names_of_a_key_make_the_recorded_header() -> None:
    case = next(case for case in CASES if case["id"] == "f-auth-split")
    made = hooks.API.call_headers({"key_id": "test-key-id", "key_secret": "test-key"})
    assert made["authorization"] == case["headers"]["authorization"]


def test_a_recorded_result_is_asked_for_as_we_do() -> None:
    case = next(case for case in CASES if case["id"] == "f-result-policy.2")
    data = case["call"]["data"]
    assert (case["method"], hooks.paths(hooks.app_of(data["model"]), data["job"])["response"]) == ("GET", case["path"])


#: the parts of an upload that say what is asked for; our own life of a file (a day) is one difference, its host another
UPLOAD = ("authorization", "x-fal-file-name", "accept-encoding")
STEPS = {"f-upload-small": "a.png", "f-upload-life": "a.png", "f-upload-parts": "big.mp4"}


@pytest.mark.parametrize("group", STEPS)
async def test_a_recorded_upload_is_ours(
    group: str, start: Any, open_context: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, environ = start()
    recorded = [case for case in CASES if case.get("group") == group]
    name = STEPS[group]
    (tmp_path / "work").mkdir()
    content = kit.make_picture() if name.endswith("png") else kit.make_clip(1.0, 32, 32)
    (tmp_path / "work" / name).write_bytes(content)
    if group == "f-upload-parts":
        monkeypatch.setattr(uploads, "WHOLE", 100)
        monkeypatch.setattr(uploads, "PART", -(-len(content) // 3))
    kind = mw.MediaKind.IMAGE if name.endswith("png") else mw.MediaKind.VIDEO
    async with open_context(FAL, job_id="job-1", **environ) as ctx:
        await uploads.upload(hooks.API, ctx, mw.Media(kind=kind, role=mw.Role.SOURCE, source=name))
    sent = {(entry["method"], _plain(entry["path"])): entry for entry in service.requests}
    assert recorded
    for case in recorded:
        entry = sent[case["method"], _plain(case["path"])]
        assert entry["query"] == case["query"]
        wanted = {word: case["headers"][word] for word in UPLOAD if word in case["headers"]}
        assert {word: entry["headers"].get(word) for word in wanted} == {
            word: value if word != "authorization" else f"{value.partition(' ')[0]} ***"
            for word, value in wanted.items()
        }
        if isinstance(case.get("json"), dict) and "bytes" not in case["json"]:
            assert entry["json"] == case["json"]


def _plain(path: str) -> str:
    """A path without what a server draws: where its simulator keeps it, the number of a file."""
    return re.sub(r"/b/[0-9a-f]+/", "/b/N/", re.sub(r"^/(cdn|rest)(?=/)", "", path))
