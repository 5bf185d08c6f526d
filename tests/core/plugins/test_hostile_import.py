"""Plugins that do what no plugin may: at import and in a hook."""

import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from mediawright.plugins import discover
from mediawright.plugins.discover import GROUP, Registry
from mediawright.plugins.fault_data import fault_data, is_fault
from mediawright.types.errors import PluginFault

HARMS = {
    "exits": "import sys\nsys.exit(3)",
    "raises": "raise RuntimeError('no')",
    "ends": "class Ends(BaseException): ...\nraise Ends()",
    "syntax": "def (",
}


def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, source: str) -> Registry:
    module = f"hostile_{name}"
    (tmp_path / f"{module}.py").write_text(source, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, module, raising=False)
    return Registry([EntryPoint(name, module, GROUP)])


@pytest.mark.parametrize("harm", HARMS)
def test_an_import_that_fails_in_any_way_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    found = registry(tmp_path, monkeypatch, harm, HARMS[harm])
    assert found.load_all() == ()
    assert list(found.load_failures) == [harm]
    with pytest.raises(PluginFault):
        found.load(harm)


def test_an_import_that_hangs_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discover, "IMPORT_PATIENCE_S", 0.05)
    found = registry(tmp_path, monkeypatch, "hangs", "import threading\nthreading.Event().wait(20)")
    assert found.load_all() == ()
    assert found.load_failures["hangs"].reason.key == "plugin.hangs"


def test_what_an_import_prints_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    registry(tmp_path, monkeypatch, "prints", "print('hello')").load_all()
    told = capsys.readouterr()
    assert told.out == ""
    assert "hello" in told.err


def test_an_interrupt_is_no_fault_of_a_plugin() -> None:
    import asyncio

    assert not is_fault(KeyboardInterrupt())
    assert not is_fault(GeneratorExit())
    assert not is_fault(asyncio.CancelledError())
    assert is_fault(SystemExit(1))
    assert is_fault(ValueError())


def test_a_fault_names_hook_error_file_and_line() -> None:
    try:
        int("a secret")
    except ValueError as error:
        found = fault_data("acme", "poll", error, lambda text: text.replace("a secret", "…"))
    assert (found["plugin"], found["hook"], found["error"]) == ("acme", "poll", "ValueError")
    assert found["file"] == __file__
    assert found["line"] > 0
    assert "a secret" not in found["text"]
