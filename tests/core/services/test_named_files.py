"""Files named in free words, from the words to the command that takes them."""

import unicodedata
from pathlib import Path
from typing import Literal

import pytest

from mediawright.files.inputs import classify, find
from mediawright.files.roots import Roots
from mediawright.handlers.route import Utterance, route
from mediawright.router.language.read import KIND_OF
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role

Form = Literal["NFC", "NFD"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", ["爷爷.jpg", "cat 1.jpg", "a,b.jpg", "全家 福.jpg", "Zoë (1).jpg"])
@pytest.mark.parametrize("words", ["让{}动起来", "animate {}", 'animate "{}"', "把 {} 做成视频"])
def test_a_name_in_the_words_is_the_file(name: str, words: str) -> None:
    Path(name).write_bytes(b"x")
    found, sources = route((), Utterance.of(words.format(name), {}))
    assert sources == ((MediaKind.IMAGE, name),)
    assert found.operation in ("image_to_video", "animate_image")


def test_a_path_as_a_shell_spells_it() -> None:
    Path("cat 1.jpg").write_bytes(b"x")
    assert route((), Utterance.of(r"animate cat\ 1.jpg", {}))[1] == ((MediaKind.IMAGE, "cat 1.jpg"),)


@pytest.mark.parametrize("typed", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_accents_are_one_letter_or_two(tmp_path: Path, typed: Form, stored: Form) -> None:
    (tmp_path / unicodedata.normalize(stored, "café.jpg")).write_bytes(b"x")
    name = unicodedata.normalize(typed, "café.jpg")
    assert route((), Utterance.of(f"animate {name}", {}))[1] == ((MediaKind.IMAGE, name),)
    assert find(Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=name), Roots.of(tmp_path)).is_file()


def test_inputs_given_beside_the_words_are_counted_one_by_one() -> None:
    Path("a,b.jpg").write_bytes(b"x")
    utterance = Utterance.of("make a video", {"image": ["a,b.jpg", "c.jpg,d.jpg"]})
    assert [source for _, source in utterance.sources] == ["a,b.jpg", "c.jpg", "d.jpg"]


@pytest.mark.parametrize("ending", sorted(KIND_OF))
def test_what_the_words_name_is_never_dropped(ending: str) -> None:
    kind = classify(f"x.{ending}")
    assert kind is not None
    assert kind.value == KIND_OF[ending]


@pytest.mark.parametrize("words", ["animate {} with kling", "让{}动起来", "{}"])
def test_a_file_written_out_in_a_message_is_no_wish(words: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Utterance.of(words.format("data:image/jpeg;base64,/9j/4AAQSkZJRg=="), {})
    assert [problem.message.key for problem in caught.value.problems] == ["files.data_link"]
    assert Utterance.of("plot the data: image sizes, prices", {}).text
