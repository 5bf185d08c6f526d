"""Every page, both languages, narrow and wide: it fits, it lines up, it speaks like a person."""

import re
import subprocess
import sys

import pytest
from devtools.gallery import every_page

from mediawright.po.lint import faults
from mediawright.present.chat import chat
from mediawright.present.terminal import terminal
from mediawright.present.wrapping import columns
from mediawright.types.codec import canonical
from mediawright.types.message import LANGS, Lang

PAGES = every_page()
#: what is copied as it stands is never broken into lines
WHOLE = re.compile(r"https?://|/home/|mediawright ")
#: pages for whoever looks after the machine, with names of packages on them
TECHNICAL = {"plugins", "doctor"}


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", PAGES)
def test_no_line_is_wider_than_the_terminal(name: str, lang: Lang, width: int) -> None:
    text = terminal(PAGES[name], lang, width)
    assert [line for line in text.splitlines() if columns(line) > width and not WHOLE.search(line)] == []
    assert "\x1b" not in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(PAGES.keys() - TECHNICAL))
def test_a_chat_page_speaks_like_a_person(name: str, lang: Lang) -> None:
    text = chat(PAGES[name], lang)
    lines = [line for line in text.splitlines() if not line.startswith("http")]
    known = ("Chinese in English", "half-width", "stray")
    assert [fault for line in lines for fault in faults(line, lang) if not fault.startswith(known)] == []
    assert 0 < len(text) < 1200
    assert "mediawright " not in text
    assert "/home/" not in text


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_data_in_every_language(name: str) -> None:
    assert canonical(PAGES[name].data) == canonical(every_page()[name].data)


@pytest.mark.parametrize("lang", LANGS)
def test_links_stand_alone_on_their_line(lang: Lang) -> None:
    for page in PAGES.values():
        for text in (chat(page, lang), terminal(page, lang, 60)):
            assert all(line.startswith("https://") for line in text.splitlines() if "https://" in line)


def test_the_gallery_shows_what_it_is_asked_for() -> None:
    command = [sys.executable, "-m", "devtools.gallery", "--lang", "zh", "--chat", "result", "late"]
    shown = subprocess.check_output(command, text=True, encoding="utf-8", env={"PYTHONUTF8": "1"})
    assert [line for line in shown.splitlines() if line.startswith("──")] == ["── late", "── result"]
    assert "🎬 视频做好了" in shown
