"""The page after."""

from decimal import Decimal

from devtools.gallery.samples import ACME, MODEL, asset, credits, job, request

from mediawright.present.chat import chat
from mediawright.present.pages import result
from mediawright.present.terminal import terminal
from mediawright.types.operations import Operation
from mediawright.types.states import State


def test_the_file_comes_first_then_measured_facts_and_the_real_cost() -> None:
    done = job(State.DONE, assets=(asset(),), charged=credits(84))
    assert chat(result(done, provider=ACME, model=MODEL.label, balance=credits(916)), "zh") == (
        "🎬 视频做好了\n"
        "📎 fox.mp4（6.2 MB）\n"
        "• 时长：5 秒\n"
        "• 画面：720×1280\n"
        "• 模型：艾克米 2.0（艾克米）\n"
        "• 消耗：84 积分\n"
        "• 余额：916 积分\n"
        "需要调整就告诉我，重新生成会再次扣费。"
    )


def test_several_results_are_numbered_and_the_sum_is_said_once() -> None:
    done = job(State.DONE, assets=(asset("a.mp4"), asset("b.mp4")), charged=credits(180))
    text = chat(result(done, provider=ACME, links={1: "https://acme.example/v/2"}), "en")
    assert text.startswith("🎬 Your videos are ready\n1. 📎 a.mp4 (6.2 MB)\n")
    assert "\n\n2. 📎 b.mp4 (6.2 MB)\n🔗 Link 2:\nhttps://acme.example/v/2\n" in text
    assert text.count("180 credits") == 1


def test_a_link_has_the_name_of_what_it_leads_to() -> None:
    done = job(State.DONE, assets=(asset(),))
    assert "🔗 视频地址：\nhttps://acme.example/v/1\n" in chat(
        result(done, provider=ACME, links={0: "https://acme.example/v/1"}), "zh"
    )


def test_what_was_not_charged_yet_is_said_to_be_the_quote() -> None:
    assert "• Cost: 90 credits as quoted" in chat(result(job(State.DONE, assets=(asset(),)), provider=ACME), "en")


def test_free_work_is_free() -> None:
    text = chat(result(job(State.DONE, assets=(asset(),)), provider=ACME, free=True), "zh")
    assert "• 消耗：免费" in text
    assert text.endswith("需要调整就告诉我，我再做一版。")
    zero = result(job(State.DONE, assets=(asset(),), charged=credits(0)), provider=ACME)
    assert "• 消耗：免费" in chat(zero, "zh")


def test_a_saved_character_shows_its_number() -> None:
    done = job(State.DONE, subject_id="8842", request=request(operation=Operation.CREATE_ELEMENT))
    assert chat(result(done, provider=ACME), "zh").startswith("🧩 主体创建好了\n• 主体：8842\n")


def test_a_terminal_gets_the_path() -> None:
    text = terminal(result(job(State.DONE, assets=(asset(),)), provider=ACME), "en", 60)
    assert text.splitlines()[1] == "📎 /home/mia/videos/fox.mp4  6.2 MB"


def test_data_holds_the_job_and_what_was_charged() -> None:
    done = job(State.DONE, assets=(asset(),), charged=credits("84.5"))
    assert result(done, provider=ACME).data["charged"].value == Decimal("84.5")
