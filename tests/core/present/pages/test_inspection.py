"""Looks that change nothing."""

from devtools.gallery.samples import ACME, credits

from mediawright.present.chat import chat
from mediawright.present.page import Page
from mediawright.present.pages import quiet, task_state, wire_blocks
from mediawright.present.terminal import terminal
from mediawright.types.job import Output, Progress
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind
from mediawright.types.states import State
from mediawright.types.verdicts import WireCall


def test_a_finished_task_shows_its_links() -> None:
    outputs = tuple(Output(kind=MediaKind.VIDEO, name=f"v{n}", url=f"https://acme.example/{n}") for n in (1, 2))
    done = Progress(state=State.SUCCEEDED, outputs=outputs, charged=credits(90))
    assert chat(task_state(ACME, "8672", done), "en") == (
        "🔍 Work 8672 at Acme\n• State: done\n• Cost: 90 credits\n"
        "🔗 Link 1:\nhttps://acme.example/1\n🔗 Link 2:\nhttps://acme.example/2"
    )


def test_one_link_is_called_by_what_it_is() -> None:
    one = Progress(
        state=State.SUCCEEDED, outputs=(Output(kind=MediaKind.IMAGE, name="i", url="https://acme.example/i"),)
    )
    assert "🔗 图片地址：\nhttps://acme.example/i" in chat(task_state(ACME, "8672", one), "zh")


def test_a_task_under_way_or_failed() -> None:
    assert "• 进度：40%" in chat(task_state(ACME, "8", Progress(state=State.RUNNING, percent=40)), "zh")
    failed = Progress(state=State.FAILED, reason=Message("error.busy"), provider_message="their words")
    page = task_state(ACME, "8", failed)
    assert chat(page, "en").splitlines()[1:] == ["• State: failed", "The service is very busy right now."]
    assert page.data["provider_message"] == "their words"


def test_a_dry_run_shows_the_request_at_a_terminal_only() -> None:
    call = WireCall(
        method="POST",
        url="https://acme.example/v1",
        query={"a": "1"},
        headers={"authorization": "Bearer ***"},
        json={"prompt": "狐狸"},
    )
    page = Page(name="dry_run", body=wire_blocks([call]))
    assert "  POST https://acme.example/v1?a=1\n  authorization: Bearer ***\n  {\n" in terminal(page, "en", 80)
    assert "POST" not in chat(page, "en")
    assert chat(page, "en")


def test_without_calls_only_the_sentence() -> None:
    assert len(wire_blocks([])) == 1


def test_a_remark() -> None:
    assert chat(Page(name="t", body=(quiet("aside"),)), "en") == "aside"
