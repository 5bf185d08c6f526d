"""It has started; it is still going."""

from devtools.gallery.samples import job, request

from mediawright.present.chat import chat
from mediawright.present.pages import Expected, note, still_running, submitted
from mediawright.present.terminal import terminal
from mediawright.types.job import Progress
from mediawright.types.message import Message
from mediawright.types.operations import Operation
from mediawright.types.states import State

RUNNING = job(State.RUNNING)


def test_the_expected_time_comes_from_figures() -> None:
    assert (
        chat(submitted(RUNNING, expected=Expected(300, 600)), "zh") == "⏳ 已开始生成，视频大约 5–10 分钟，好了发给你。"
    )
    own = submitted(RUNNING, expected=Expected(48, 75, own=True))
    assert "按你之前的情况" in chat(own, "zh")
    assert own.data["expected_s"] == [48, 75]


def test_without_figures_no_time_is_promised() -> None:
    image = job(State.SUBMITTED, request=request(operation=Operation.TEXT_TO_IMAGE))
    assert chat(submitted(image), "en") == "⏳ It has started; I will send the image here when it is ready."


def test_numbers_of_the_job_are_for_the_terminal() -> None:
    page = submitted(RUNNING)
    assert RUNNING.id in terminal(page, "en", 80)
    assert "867283741759111202" in terminal(page, "en", 80)
    assert RUNNING.id not in chat(page, "en")


def test_a_wait_within_the_usual_time() -> None:
    progress = Progress(state=State.RUNNING, percent=40, note=Message("running.safe"))
    text = chat(still_running(RUNNING, waited_s=150, expected=Expected(300, 600), progress=progress), "en")
    assert text.splitlines()[:3] == [
        "⏳ Still working on the video, 2 min 30 s so far.",
        "It usually takes 5–10 min.",
        "• Progress: 40%",
    ]


def test_a_long_wait_is_called_long_and_nothing_is_lost() -> None:
    text = chat(still_running(RUNNING, waited_s=900, expected=Expected(300, 600)), "zh")
    assert text == "⏳ 比平时慢一些，已经过了 15 分钟，视频还在生成。\n进度不会丢，好了发给你。"


def test_a_note_is_one_sentence() -> None:
    assert chat(note(Message("running.safe")), "zh") == "进度不会丢，好了发给你。"
