"""Instructions for a screen, in both languages (docs/contracts/nemovideo.md §12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright_nemovideo.chat.screen import sentences, translate, want_of
from mediawright_nemovideo.chat.screen_patterns import Want


@pytest.mark.parametrize(
    ("clause", "want"),
    [
        ("click Generate", Want.TIMELINE),
        ("Please press the Play button", Want.TIMELINE),
        ("open the media panel", Want.TIMELINE),
        ("You can drag the clip here", Want.EDIT),
        ("drop it onto the track", Want.EDIT),
        ("Preview it in the timeline", Want.TIMELINE),
        ("Have a look at it in the player", Want.TIMELINE),
        ("use the Export button", Want.EXPORT),
        ("then click “Export”", Want.EXPORT),
        ("Check your account", Want.CREDITS),
        ("visit the billing page", Want.CREDITS),
        ("go to settings", Want.NOTHING),
        ("Use the upload button", Want.UPLOAD),
        ("点击生成", Want.TIMELINE),
        ("打开右侧面板", Want.TIMELINE),
        ("把片段拖动到这里", Want.EDIT),
        ("可以在时间线预览", Want.TIMELINE),
        ("然后点击导出", Want.EXPORT),
        ("用导出按钮", Want.EXPORT),
        ("查看账户", Want.CREDITS),
        ("前往设置", Want.NOTHING),
        ("点击上传按钮", Want.UPLOAD),
    ],
)
def test_n_r29_every_row_of_the_table(clause: str, want: Want) -> None:
    assert want_of(clause) is want


@pytest.mark.parametrize(
    "text",
    [
        "The fox opens the door and drops a ball.",
        "A drag race at night.",
        'I added the title "Click Here" at the start.',
        "已添加标题“点击这里”。",
        "A man moves to the city, then clicks his fingers.",
        "The music fades out at 3.5 seconds.",
        "The export is free.",
        "狐狸打开了门。",
        "The camera moves over the canvas of a painter.",
    ],
)
def test_descriptions_of_content_stay(text: str) -> None:
    assert translate(text).text == text


def test_the_example_of_the_contract() -> None:
    found = translate("Fox clip finished. Have a look at it in the timeline, then click Export.")
    assert found.text == "Fox clip finished."
    assert found.wants == {Want.TIMELINE, Want.EXPORT}
    assert not found.bare


def test_only_the_clause_goes() -> None:
    assert translate("Open the panel, or tell me what you like.").text == "Tell me what you like."
    assert translate("标题已加好，点击导出。下一步？").text == "标题已加好。下一步？"


def test_too_little_left_is_bare() -> None:
    assert translate("OK. Click Export.").bare
    assert translate("打开面板。").bare


@given(st.text(max_size=120))
def test_nothing_is_ever_added(text: str) -> None:
    cleaned = translate(text).text
    assert len(cleaned) <= len(text)


@given(st.text(alphabet='abc .!?。！\n"“”', max_size=60))
def test_sentences_joined_are_the_text(text: str) -> None:
    assert "".join(sentences(text)) == text


WORDS = st.sampled_from(["The clip is ready.", "A fox runs.", "片段已完成。", "Music added."])
ORDERS = st.sampled_from(
    ["Click the Export button.", "点击导出。", "Drag it here.", "打开设置面板。", "Check your account."]
)


@given(st.lists(WORDS | ORDERS, max_size=6))
def test_whatever_the_order_only_the_content_is_left(parts: list[str]) -> None:
    content = [part for part in parts if want_of(part) is None]
    assert translate(" ".join(parts)).text.split() == " ".join(content).split()
