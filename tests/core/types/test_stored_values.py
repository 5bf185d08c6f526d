"""What older versions stored keeps its spelling and its hash: an approval, a quote and a row of a ledger stay valid."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.core.types.stored_values import stored_values

from mediawright.types.codec import canonical, content_hash, restore

#: canonical JSON and content hash by name, written once; an entry is added for what is new, and none is changed
KEPT: dict[str, dict[str, str]] = json.loads((Path(__file__).parents[2] / "data/stored_values.json").read_text("utf-8"))
VALUES = dict(stored_values())


def test_every_kept_value_is_still_made() -> None:
    assert KEPT.keys() <= VALUES.keys()


@pytest.mark.parametrize("name", KEPT)
def test_a_stored_value_keeps_its_spelling_and_its_hash(name: str) -> None:
    value: Any = VALUES[name]
    assert (canonical(value), content_hash(value)) == (KEPT[name]["json"], KEPT[name]["hash"])


@pytest.mark.parametrize("name", [name for name in KEPT if name != "a list"])
def test_a_stored_value_is_read_back(name: str) -> None:
    value: Any = VALUES[name]
    assert restore(type(value), json.loads(KEPT[name]["json"])) == value
