"""Jobs: the list, and one with its story."""

from dataclasses import replace

from devtools.gallery.samples import AT, PROVIDER, asset, credits, job

from mediawright.present.chat import chat
from mediawright.present.pages import job_list, job_show
from mediawright.present.terminal import terminal
from mediawright.types.job import Event
from mediawright.types.message import Message
from mediawright.types.money import Price, Quote
from mediawright.types.states import State

KNOWN = {"acme": PROVIDER}


def test_a_list_says_what_is_paid_for_and_not_here_yet() -> None:
    jobs = [job(State.DONE, charged=credits(90)), job(State.RUNNING), job(State.DONE, charged=credits(0))]
    lines = chat(job_list(jobs, KNOWN), "en").splitlines()
    assert lines[0] == "🗂️ 3 jobs"
    assert lines[1].startswith("• 7f3k2a9c: ")
    assert lines[1].endswith("Image to video, Acme 2.0 (Acme), done, 90 credits")
    assert lines[2].endswith("being made")
    assert lines[3].endswith("done, free")
    assert lines[4] == "One is paid for and not on disk yet; ask me to fetch it."


def test_a_cost_that_nobody_reports_is_the_quoted_one_and_says_so() -> None:
    quoted = Quote(
        id="Q1", request_hash="h", provider="acme", price=Price(amount=credits(90)), created_at=AT, expires_at=AT
    )
    jobs = [replace(job(state, charged=None), quote=quoted) for state in (State.DONE, State.FAILED)]
    lines = chat(job_list(jobs, KNOWN), "en").splitlines()
    assert lines[1].endswith("done, 90 credits as quoted")
    assert "quoted" not in lines[2]


def test_no_jobs() -> None:
    assert chat(job_list([], {}), "zh") == "🗂️ 还没有任务。"


def test_a_provider_that_is_gone_keeps_its_name() -> None:
    assert "acme-2 (acme)" in chat(job_list([job(State.DONE)], {}), "en")


def test_one_job_with_its_reason_and_files() -> None:
    failed = job(State.FAILED, reason=Message("error.busy"), assets=(asset(),), charged=credits(3))
    text = chat(job_show(failed, KNOWN), "zh")
    assert text.startswith("🗂️ 图生视频\n对方的服务现在比较忙。\n• 状态：未成功\n")
    assert "7f3k2a9c" not in text  # the id is for the terminal
    assert "1. 📎 fox.mp4（6.2 MB）" in text
    assert "• 消耗：3 积分" in text


def test_the_story_is_for_the_terminal() -> None:
    events = [Event(job_id="7", at=AT, kind="submitted", data={"task": "8672", "more": {"deep": 1}})]
    events += [
        Event(job_id="7", at=AT, kind="moved", data={"from": "running", "to": "done"}),
        Event(job_id="7", at=AT, kind="look_failed", data={}),
    ]
    page = job_show(job(State.DONE), KNOWN, events=events)
    text = terminal(page, "en", 100)
    assert "submitted      task=8672\n" in text
    assert "went on        being made → done\n" in text
    assert "a look failed\n" in text
    assert "submitted" not in chat(page, "en")


def test_data_names_every_job_by_its_whole_id() -> None:
    listed = job_list([job(State.DONE, assets=(asset(),))], KNOWN).data["jobs"][0]
    assert listed["id"] == "7f3k2a9c-4d1e-4c55-9a0b-2f6c8d9e0a11"
    assert listed["files"] == ["/home/mia/videos/fox.mp4"]
    assert (listed["provider"], listed["model"]) == ("acme", "acme-2")
