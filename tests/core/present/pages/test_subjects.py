"""Reusable subjects."""

from devtools.gallery.samples import ACME

from mediawright.present.chat import chat
from mediawright.present.pages import subject_deleted, subjects
from mediawright.types.message import Text
from mediawright.types.verdicts import Subject, Subjects

FOX = Subject(id="8842", name="阿狸", kind="animal", description="一只" * 40)


def test_a_subject_with_the_number_it_is_used_by() -> None:
    text = chat(subjects(ACME, Subjects(items=(FOX, Subject(id="9", name="B", tags=("动物", "雪"))))), "zh")
    assert text.splitlines() == [
        "🧩 艾克米里保存了 2 个主体",
        "• 阿狸：主体 8842，animal，一只一只一只一只一只一只一只一只一只一…",
        "• B：主体 9，动物, 雪",
    ]


def test_tags_have_words() -> None:
    words = (Text("character", "人物"), Text("effect", "特效"))
    found = Subjects(items=(Subject(id="9", name="B", kind="image_refer", tags=("o_102", "o_107"), labels=words),))
    assert "• B: Element 9, character, effect" in chat(subjects(ACME, found), "en")
    assert "• B：主体 9，人物、特效" in chat(subjects(ACME, found), "zh")
    assert subjects(ACME, found).data["items"][0].tags == ("o_102", "o_107")


def test_ready_made_ones_none_and_one_that_is_gone() -> None:
    assert chat(subjects(ACME, Subjects(items=(FOX,)), presets=True), "en").startswith(
        "🧩 1 ready-made element at Acme"
    )
    assert chat(subjects(ACME, Subjects()), "en") == "🧩 There are no saved elements at Acme yet."
    assert chat(subject_deleted(ACME, "8842"), "zh") == "🧩 艾克米里的主体 8842 已删除。"
