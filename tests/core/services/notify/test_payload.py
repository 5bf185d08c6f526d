"""What is told: enough to act on; no prompt, folder, link or token unless it was asked for."""

import json
from dataclasses import replace
from typing import Any

from mediawright.services.notify.payload import MOST_FILES, Told, payload, safe_text
from mediawright.services.notify.targets import Kind, Target
from mediawright.testing.builders import a_job, a_request
from mediawright.testing.fakes import START
from mediawright.types.job import Asset, Job, Task
from mediawright.types.notices import Ending
from mediawright.types.operations import MediaKind
from mediawright.types.states import State

PLAIN = Target(kind=Kind.DESKTOP)
TOLD = Told(id="msg_1", ending=Ending.DONE, at=START, lang="zh", text="视频做好了", thread="t1")


def a_done_job(files: int = 1, **changes: Any) -> Job:
    asset = Asset(
        path="/home/ann/out/fox.mp4",
        kind=MediaKind.VIDEO,
        media_type="video/mp4",
        size=7,
        sha256="0" * 64,
        duration=5.0,
    )
    task = Task(provider="acme", id="task-77", handle={"url": "https://x.test/a?sig=canary"})
    return replace(a_job(state=State.DONE, task=task, assets=(asset,) * files, finished_at=START), **changes)


def test_a_done_job_in_the_recommended_shape() -> None:
    job = a_done_job()
    told = payload(job, TOLD, PLAIN)
    assert (told["type"], told["id"], told["timestamp"]) == ("job.done", "msg_1", "2026-10-01T12:00:00Z")
    data = told["data"]
    assert (data["job"], data["state"], data["lang"], data["thread"]) == (job.id, "done", "zh", "t1")
    assert data["files"] == [
        {"name": "fox.mp4", "kind": "video", "media_type": "video/mp4", "size": 7, "duration": 5.0}
    ]


def test_nothing_that_was_not_asked_for() -> None:
    text = json.dumps(payload(a_done_job(), TOLD, PLAIN))
    for secret in ("canary", "task-77", "red kite", "/home/ann"):
        assert secret not in text


def test_prompt_and_folders_where_the_target_asks_and_still_no_token() -> None:
    target = Target(kind=Kind.DESKTOP, with_prompt=True, with_paths=True)
    job = a_done_job(request=a_request("a kite like https://x.test/k.png?sig=canary"))
    data = payload(job, TOLD, target)["data"]
    assert data["prompt"] == "a kite like https://x.test/k.png"
    assert data["files"][0]["path"] == "/home/ann/out/fox.mp4"


def test_it_stays_small() -> None:
    target = Target(kind=Kind.DESKTOP, with_prompt=True, with_paths=True)
    told = replace(TOLD, text="字" * 9000, reason="r" * 9000)
    body = payload(a_done_job(files=500, request=a_request("字" * 9000)), told, target)
    assert len(json.dumps(body, ensure_ascii=False).encode()) < 20_000
    assert (len(body["data"]["files"]), body["data"]["files_in_all"]) == (MOST_FILES, 500)


def test_a_sentence_names_files_without_their_folders() -> None:
    assert safe_text("“/home/ann/in/a.png” is too large", PLAIN) == "“a.png” is too large"
    assert safe_text(r"C:\Users\ann\a.png does not open", PLAIN) == "a.png does not open"
    assert safe_text("5 of 9 and/or https://x.test/a/b?sig=1", PLAIN) == "5 of 9 and/or https://x.test/a/b"
    assert safe_text("/home/ann/a.png", replace(PLAIN, with_paths=True)) == "/home/ann/a.png"
