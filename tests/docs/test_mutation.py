"""The page of the mutation figures has every file of the spending path, and the tool reads what mutmut says."""

import re
from configparser import ConfigParser
from pathlib import Path

from devtools import mutation

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "evidence" / "mutation.md"
ROW = re.compile(r"^\| `([a-z_/.]+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
SAID = """
    mediawright.gate.units.x_spelled__mutmut_1: killed
    mediawright.gate.units.x_spelled__mutmut_2: survived
    mediawright.gate.units.x_sound__mutmut_1: timeout
    mediawright.gate.units.x_sound__mutmut_2: segfault
    mediawright.gate.units.x_sound__mutmut_3: not checked
"""


def test_every_file_and_test_of_the_table_is_there() -> None:
    table = mutation.tested()
    files = [ROOT / "core" / "mediawright" / file for file in table]
    tests = [ROOT / "tests" / "core" / test for named in table.values() for test in named]
    assert [path for path in (*files, *tests) if not path.is_file()] == []


def test_the_page_has_the_figures_of_every_file() -> None:
    rows = {file: (int(noticed), int(all_)) for file, noticed, all_ in ROW.findall(PAGE.read_text("utf-8"))}
    assert set(rows) == set(mutation.tested())
    assert all(0 < noticed <= all_ for noticed, all_ in rows.values())


def test_what_takes_the_process_down_or_hangs_was_noticed() -> None:
    ends = mutation.outcomes(SAID)
    assert len(ends) == 5
    assert mutation.row("gate/units.py", ends) == "| `gate/units.py` | 3 | 5 | 1 not checked, 1 survived |"


def test_mutmut_is_asked_for_one_file_and_its_tests() -> None:
    config = ConfigParser()
    config.read_string(mutation.settings("gate/units.py", ["gate/test_units.py"]))
    told = {key: value.split("\n")[1:] for key, value in config["mutmut"].items()}
    assert told["only_mutate"] == ["src/mediawright/gate/units.py"]
    assert told["pytest_add_cli_args_test_selection"] == ["tests/core/gate/test_units.py"]


def test_a_difference_is_shown_without_its_file() -> None:
    assert mutation.changed("--- a.py\n+++ a.py\n@@ -1 +1 @@\n x\n-    a = 1\n+    a = 2\n") == "-    a = 1\n+    a = 2"
