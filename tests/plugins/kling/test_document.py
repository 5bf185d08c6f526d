"""The provider's page: its tables are made from the data, and every numbered rule of the contract has a test."""

import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

from mediawright.plugin import Capability, MediaKind, Model, Per
from mediawright.types.constraints import spelled
from mediawright_kling import hooks
from mediawright_kling.simulator.faults import KINDS
from mediawright_kling.simulator.options import Settings

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "reference" / "providers" / "kling.md"
CONTRACT = ROOT / "docs" / "contracts" / "kling.md"
#: set to write the tables anew
WRITE = os.environ.get("MEDIAWRIGHT_WRITE_DOCS") == "1"


def models_table() -> str:
    shown = [m for m in hooks.describe().models if m.prices is not None]
    older = ", ".join(
        f"`{m.name}`" for m in hooks.describe().models if m.prices is None and m.name.startswith("kling-v")
    )
    rows = ["| Model | For | Seconds | Quality or size | Price |", "|---|---|---|---|---|", *map(row_of, shown)]
    return "\n".join([*rows, "", f"Older ones, without a published price: {older}.", ""])


def row_of(model: Model) -> str:
    seconds = spelled(sorted({d for c in model.capabilities for d in c.durations}))
    sizes = dict.fromkeys(size for c in model.capabilities for size in sizes_of(model, c))
    cells = (f"`{model.name}`", model.kind.value, " ".join(seconds) or "–", " ".join(sizes), price_of(model))
    return "| " + " | ".join(cells) + " |"


def sizes_of(model: Model, capability: Capability) -> tuple[str, ...]:
    return capability.modes if model.kind is MediaKind.VIDEO else capability.resolutions


def price_of(model: Model) -> str:
    assert model.prices is not None
    values = sorted({rule.value for rule in model.prices.rules})
    span = f"{values[0]}" if len(values) == 1 else f"{values[0]}–{values[-1]}"
    rule = model.prices.rules[0]
    each = {Per.SECOND: "a second", Per.ITEM: "each", Per.REQUEST: "a call"}[rule.per]
    return f"{span} {rule.unit.replace('_', ' ')} {each}"


def settings_table() -> str:
    rows = [f"| `{field.name}` | `{field.default}` |" for field in fields(Settings)]
    return "\n".join(["| Option | Default |", "|---|---|", *rows, ""])


@pytest.mark.parametrize(("mark", "table"), [("models", models_table()), ("settings", settings_table())])
def test_the_tables_are_those_of_the_data(mark: str, table: str) -> None:
    text = PAGE.read_text("utf-8")
    start, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    head, rest = text.split(start)
    if WRITE:
        PAGE.write_text(head + start + table + end + rest.split(end)[1], "utf-8")
        return
    assert rest.split(end)[0] == table


def test_every_fault_is_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    named = {kind for kind in KINDS if f"`{kind.removesuffix('_before')}" in text or f"`{kind}`" in text}
    assert named == KINDS


def test_every_numbered_rule_has_a_test_of_its_name() -> None:
    rules = {int(number) for number in re.findall(r"^\| K-R(\d+) \|", CONTRACT.read_text("utf-8"), re.MULTILINE)}
    sources = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    tested = {int(number) for number in re.findall(r"def test_k_r(\d+)_", sources)}
    assert rules == tested
    assert len(rules) == 69
