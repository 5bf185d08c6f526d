"""How a run speaks."""

import sys

import pytest

from mediawright.cli.console import Console


def test_nobody_can_be_asked_where_the_input_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert not Console(json=False, lang="en").interactive


def test_a_projects_name_tells_the_language() -> None:
    assert Console.of({"name": "狐狸", "lang": None}).lang == "zh"
    assert Console.of({"name": "狐狸", "lang": "en"}).lang == "en"
