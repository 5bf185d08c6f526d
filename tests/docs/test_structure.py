"""The page on structure names contracts and files that are there."""

import re
from pathlib import Path

from devtools.structure import PAGE, ROOT, contracts

TEXT = PAGE.read_text("utf-8")


def test_every_contract_is_listed_and_no_other() -> None:
    listed = TEXT.partition("## What import-linter holds")[2].partition("\n## ")[0]
    assert re.findall(r"^\* (.+) \((\w+)\)$", listed, re.MULTILINE) == list(contracts())


def test_every_file_of_the_walks_is_there() -> None:
    rows = re.findall(r"^\| `(mediawright[\w/]*)` \| ([\w/, ]+) \|$", TEXT, re.MULTILINE)
    assert len(rows) > 20
    folders = (ROOT / "core", ROOT / "plugins")
    missing = [
        f"{package}/{name}"
        for package, names in rows
        for name in names.split(", ")
        if not any(Path(folder / package / f"{name}.py").is_file() for folder in folders)
    ]
    assert missing == []
