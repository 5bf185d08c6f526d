"""Asking back, and saying honestly what cannot be done."""

from mediawright.present.chat import chat
from mediawright.present.pages import gap, nothing_found, question
from mediawright.present.terminal import terminal
from mediawright.types.message import Message
from mediawright.types.route import Ask, Choice, Gap

CHOICES = (Choice(key="video", label=Message("kind.video")), Choice(key="image", label=Message("kind.image")))


def test_a_question_with_choices_can_be_answered_with_a_number() -> None:
    ask = Ask(reason="output_type", question=Message("gap.instead"), choices=CHOICES)
    assert chat(question(ask), "zh") == "🤔 我可以改为：\n1. 视频\n2. 图片\n回数字就行，也可以直接说。"
    assert "回数字" not in terminal(question(ask), "zh", 60)
    assert question(ask).data["ask"] is ask


def test_a_question_without_choices_is_only_the_question() -> None:
    ask = Ask(reason="missing_input", question=Message("error.not_found"))
    assert chat(question(ask), "en") == "🤔 I could not find that."


def test_a_gap_offers_what_is_nearest() -> None:
    found = Gap(key="poem", message=Message("error.not_available"), instead=CHOICES[:1])
    assert chat(gap(found), "en") == "🙏 Nothing here can do this just as you asked.\nWhat I can do instead:\n1. video"
    assert chat(gap(Gap(key="poem", message=Message("error.not_available"))), "zh").count("\n") == 0


def test_nothing_found() -> None:
    assert (
        chat(nothing_found(Message("error.not_found"), looked_for="7f3k"), "zh")
        == "🔍 没有找到你说的内容。\n• 查找内容：7f3k"
    )
    assert chat(nothing_found(Message("error.not_found")), "zh") == "🔍 没有找到你说的内容。"
