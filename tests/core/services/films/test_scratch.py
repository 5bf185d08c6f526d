"""The scratch voice of a draft: read aloud where the library is there, silent where not."""

import sys
import wave
from pathlib import Path
from types import ModuleType

import pytest

from mediawright.film.reading import read_text
from mediawright.services.films import scratch
from mediawright.services.films.scratch import scratch_voices

PLAN = """
title = "T"
language = "%s"
[[shots]]
id = "a"
prompt = "x"
duration = 3
lines = [{ says = "Higher!" }, { says = "Mine", file = "mine.wav" }, { says = "雨" }]
"""


class Speaker:
    """Says everything in a tenth of a second."""

    def speak(self, text: str, voice: str) -> bytes:
        return b"\0\0" * 1600


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType(scratch.LIBRARY)
    module.NanoTTS = Speaker  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, scratch.LIBRARY, module)
    monkeypatch.setattr(scratch, "find_spec", lambda name: object())


@pytest.mark.usefixtures("library")
def test_a_line_without_a_recording_is_read_aloud(tmp_path: Path) -> None:
    found = scratch_voices(read_text(PLAN % "en").plan, tmp_path / "scratch")
    assert list(found) == [(0, 0)]
    with wave.open(found[0, 0]) as file:
        assert file.getnframes() == file.getframerate() // 10
    assert scratch_voices(read_text(PLAN % "en").plan, tmp_path / "scratch") == found


@pytest.mark.usefixtures("library")
def test_chinese_stays_silent(tmp_path: Path) -> None:
    assert scratch_voices(read_text(PLAN % "zh").plan, tmp_path) == {}


def test_without_the_library_the_draft_is_silent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scratch, "find_spec", lambda name: None)
    assert scratch_voices(read_text(PLAN % "en").plan, tmp_path) == {}
