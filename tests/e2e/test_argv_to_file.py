"""From the words on a command line to a checked file, as a third party's process, on the free local provider."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image

from mediawright import __version__

if TYPE_CHECKING:
    from tests.e2e.conftest import Shell

FREE = ("--provider", "previz")
CLIP = ("video", *FREE, "--prompt", "a red fox at dawn", "--duration", "1", "--resolution", "360p")


def test_version_is_one_line(shell: "Shell") -> None:
    ran = shell("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"mediawright {__version__}\n", "")


def test_a_clip_lands_where_the_answer_says(shell: "Shell") -> None:
    ran = shell(*CLIP, "--json")
    assert ran.code == 0
    path = Path(ran.json["data"]["files"][0]["path"])
    with av.open(str(path)) as clip:
        stream = clip.streams.video[0]
        assert (stream.codec_context.name, stream.width, stream.height) == ("h264", 640, 360)
    assert ran.json["status"] == "done"
    assert ran.json["lang"] == "en"
    assert list((shell.home / "mw" / "state" / "work").iterdir()) == []  # what it was made from is gone


def test_the_answer_is_in_the_language_of_the_prompt(shell: "Shell") -> None:
    ran = shell("image", *FREE, "--prompt", "雪地里的红狐狸", "--json")
    assert ran.json["lang"] == "zh"
    assert "图片" in ran.json["message"]
    with Image.open(ran.json["data"]["files"][0]["path"]) as picture:
        assert picture.format == "PNG"


def test_stdout_is_the_result_and_stderr_the_talk(shell: "Shell") -> None:
    ran = shell(*CLIP)
    assert "red-fox-at-dawn-draft-" in ran.out
    assert "\x1b" not in ran.out + ran.err
    assert "%" in ran.err


def test_a_free_job_asks_nothing_and_stands_in_the_list(shell: "Shell") -> None:
    job = shell(*CLIP, "--json").json["data"]["job"]
    listed = shell("jobs", "list", "--json").json
    assert [item["id"] for item in listed["data"]["jobs"]] == [job]
    shown = shell("jobs", "show", job[:8], "--json").json
    assert shown["status"] == "done"


def test_a_second_run_never_overwrites_the_first(shell: "Shell") -> None:
    first = shell(*CLIP, "--json").json["data"]["files"][0]["path"]
    second = shell(*CLIP, "--aspect-ratio", "1:1", "--json").json["data"]["files"][0]["path"]
    assert first != second
    assert Path(first).exists()


def test_the_record_beside_the_file_holds_the_request(shell: "Shell") -> None:
    path = shell(*CLIP, "--json").json["data"]["files"][0]["path"]
    record = json.loads(Path(path + ".json").read_text())
    assert record["request"]["prompt"] == "a red fox at dawn"


BAD = {
    "unknown flag": (("video", *FREE, "--prompt", "x", "--sede", "1"), "--sede"),
    "unknown value": (("video", *FREE, "--prompt", "x", "--sound", "loud"), "on"),
    "missing image": (("video", *FREE, "--prompt", "x", "--image", "nope.png"), "nope.png"),
    "text as image": (("video", *FREE, "--prompt", "x", "--image", "notes.png"), "notes.png"),
    "duration out of range": (("video", *FREE, "--prompt", "x", "--duration", "9999"), "9999"),
    "no number": (("video", *FREE, "--prompt", "x", "--duration", "five"), "five"),
    "json that is none": (
        ("video", *FREE, "--multi-shot", "--multi-prompt", "[{]", "--duration", "5"),
        "could not be read",
    ),
    "contradiction": (("video", *FREE, "--prompt", "x", "--task-id", "t1"), "cannot be mixed"),
    "outside the roots": (("video", *FREE, "--prompt", "x", "--output-dir", "/"), "folder"),
    "unknown provider": (("video", "--provider", "acme", "--prompt", "x"), "previz"),
    "unknown command": (("music", "--prompt", "x"), "music"),
    "unknown language": (("video", *FREE, "--prompt", "x", "--lang", "fr"), "zh"),
}


@pytest.mark.parametrize("case", list(BAD), ids=list(BAD))
def test_bad_input_is_refused_before_anything_happens(shell: "Shell", case: str) -> None:
    (shell.cwd / "notes.png").write_text("only words")
    arguments, told = BAD[case]
    ran = shell(*arguments)
    assert ran.code == 2, ran.out + ran.err
    assert told in ran.err
    assert ran.out == ""
    assert shell.files() == ["notes.png"]
    # a question with the nearest values is kept, so that its answer is understood; there is no job in any case
    assert shell("jobs", "list", "--json").json["data"]["jobs"] == []


def test_a_refusal_names_the_values_in_the_persons_language(shell: "Shell") -> None:
    ran = shell("video", *FREE, "--prompt", "狐狸", "--aspect-ratio", "7:5", "--json")
    assert ran.code == 2
    problem = ran.json["error"]["problems"][0]
    assert problem["field"] == "aspect_ratio"
    assert "16:9" in problem["allowed"]
    assert "画幅" in ran.json["message"]


def test_a_dry_run_leaves_nothing_behind(shell: "Shell") -> None:
    ran = shell("video", "--provider", "kling", "--prompt", "a fox", "--dry-run", "--json")
    assert ran.code == 0
    assert ran.json["data"]["requests"][0]["json"]["model_name"] == "kling-v3"
    # a question with the nearest values is kept, so that its answer is understood; there is no job in any case
    assert shell("jobs", "list", "--json").json["data"]["jobs"] == []
