"""The names that results get: after the person's own words, in their own script."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mediawright.files.names import safe_stem
from mediawright.files.result_names import ResultNames, mark_of
from mediawright.types.job import Output
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Request, Role, Shot

JOB = "0b7cb2a2-9d0a-4a3a-8a53-0c1d2e3f4a5b"
MARK = mark_of(JOB)


def name(
    asked: Request, *, index: int = 0, several: bool = False, draft: bool = False, watermarked: bool = False
) -> str:
    kind = asked.operation.result or MediaKind.IMAGE
    output = Output(kind=kind, name="8812037471_0", index=index, watermarked=watermarked)
    return ResultNames(asked, JOB, several=several, draft=draft)(output)


@pytest.mark.parametrize(
    ("prompt", "stem"),
    [
        ("海边日落", "海边日落"),
        ("A red fox in snow", "red-fox-in-snow"),
        ("the old harbour", "old-harbour"),
        ("雨天，猫在窗边。", "雨天-猫在窗边"),
        ("一只橘猫在窗台上伸懒腰，阳光洒进来，镜头缓缓推近", "一只橘猫在窗台上伸懒腰"),
        ("夕阳下的海面上一艘白色的帆船慢慢驶向远方的灯塔", "夕阳下的海面上一艘白色的帆船慢"),
        ("a paper boat drifts down a rain-filled street at night, neon lights", "paper-boat-drifts-down-a-rain"),
        ("A cat's dream", "cats-dream"),
        ("@小米 在 <<<image_1>>> 散步 https://example.com/a.png?sig=1", "小米-在-散步"),
        ("Café crème", "Café-crème"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "CON"),
        ("\u202egpj.exe", "gpj-exe"),
        ("наш дом у моря", "наш-дом-у-моря"),
        ("हिन्दी में लिखा", "हिन्दी-में-लिखा"),
    ],
)
def test_a_result_is_named_after_what_was_asked_for(prompt: str, stem: str) -> None:
    assert name(Request(operation=Operation.TEXT_TO_VIDEO, prompt=prompt)) == f"{stem}-{MARK}"


def test_several_results_of_one_job_are_numbered() -> None:
    asked = Request(operation=Operation.TEXT_TO_IMAGE, prompt="red fox in snow")
    assert [name(asked, index=index, several=True) for index in range(2)] == [
        f"red-fox-in-snow-{MARK}-1",
        f"red-fox-in-snow-{MARK}-2",
    ]


def test_a_draft_is_called_one_in_the_script_of_its_words() -> None:
    assert name(Request(operation=Operation.TEXT_TO_VIDEO, prompt="海边日落"), draft=True) == f"海边日落-草稿-{MARK}"
    assert name(Request(operation=Operation.TEXT_TO_VIDEO, prompt="sea"), draft=True) == f"sea-draft-{MARK}"


def test_a_copy_with_a_watermark_says_so() -> None:
    asked = Request(operation=Operation.TEXT_TO_VIDEO, prompt="sea")
    assert name(asked, index=1, several=True, watermarked=True) == f"sea-{MARK}-2-watermark"


def media(source: str, kind: MediaKind = MediaKind.VIDEO, *, role: Role = Role.SOURCE, original: str = "") -> Media:
    return Media(kind=kind, role=role, source=source, original=original)


@pytest.mark.parametrize(
    ("given_media", "stem"),
    [
        (media("/work/外婆的生日.mov"), "外婆的生日"),
        (media("/work/copies/8f3e.png", MediaKind.IMAGE, original="/work/IMG 2034.heic"), "IMG-2034"),
        (media(f"/work/海边日落-{MARK}.mp4"), "海边日落"),
        (media(f"/work/海边日落-草稿-{MARK}-2.mp4"), "海边日落"),
        (media("/work/trip-2024.mp4"), "trip-2024"),
        (media("https://example.com/clips/harbour.mp4?sig=abc"), "harbour"),
        (media("https://example.com/%E6%B5%B7%E8%BE%B9.mp4"), "海边"),
        (media("https://cdn.example.com/out/8812037471_0.mp4"), "video"),
        (media("https://cdn.example.com/0b7cb2a2-9d0a-4a3a-8a53-0c1d2e3f4a5b.mp4"), "video"),
        (media("https://example.com/"), "video"),
    ],
)
def test_what_has_no_words_is_named_after_its_input(given_media: Media, stem: str) -> None:
    assert name(Request(operation=Operation.UPSCALE_VIDEO, prompt="", media=(given_media,))) == f"{stem}-{MARK}"


def test_a_face_or_clip_names_the_result_before_a_voice_does() -> None:
    inputs = (media("/work/hello.wav", MediaKind.AUDIO, role=Role.VOICE), media("/work/anna.jpg", MediaKind.IMAGE))
    assert name(Request(operation=Operation.TALKING_PHOTO, prompt="", media=inputs)) == f"anna-{MARK}"


def test_a_storyboard_is_named_after_its_first_shot() -> None:
    shots = (Shot(index=1, prompt="arrival at dawn", duration=3), Shot(index=2, prompt="conflict", duration=2))
    assert name(Request(operation=Operation.TEXT_TO_VIDEO, prompt="", shots=shots)) == f"arrival-at-dawn-{MARK}"


def test_words_that_leave_nothing_give_the_kind() -> None:
    assert name(Request(operation=Operation.TEXT_TO_IMAGE, prompt="!!! ???")) == f"image-{MARK}"


def test_a_job_has_one_mark_that_is_no_word_and_no_year() -> None:
    marks = {mark_of(f"job-{number}") for number in range(500)}
    assert len(marks) > 490
    assert all(len(one) == 4 and one[0::2].isalpha() and one[1::2].isdigit() for one in marks)
    assert mark_of(JOB) == MARK


@given(st.text(), st.integers(0, 99), st.booleans(), st.booleans())
@example("e" + "\u0301" * 300, 0, True, True)
@example("का" * 60, 3, True, True)
@example("👩‍👩‍👧" * 30, 0, False, False)
@example("海" * 200, 99, True, True)
@example("nul", 0, False, False)
def test_a_name_is_safe_on_every_system(prompt: str, index: int, several: bool, draft: bool) -> None:
    stem = name(Request(operation=Operation.TEXT_TO_VIDEO, prompt=prompt), index=index, several=several, draft=draft)
    assert safe_stem(stem) == stem
    assert len(stem.encode()) <= 120
    assert sum(unicodedata.combining(c) == 0 for c in stem) <= 45
    assert not set(stem) & set(" .'\"")
    assert not unicodedata.category(stem[0]).startswith("M")
    assert unicodedata.normalize("NFC", stem) == stem
