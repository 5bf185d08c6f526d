"""The page about this provider against the data it speaks of."""

from pathlib import Path

from mediawright.plugin import Model, Operation, Per
from mediawright_chatart.provider import provider
from mediawright_chatart.simulator.options import Options

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "providers" / "chatart.md"
START, END = "<!-- models -->\n", "<!-- /models -->"
WORDS = {
    Operation.TEXT_TO_VIDEO: "words",
    Operation.IMAGE_TO_VIDEO: "pictures",
    Operation.REFERENCE_TO_VIDEO: "references",
    Operation.EXTEND_VIDEO: "extension",
    Operation.REPLACE_CHARACTER: "replacement",
    Operation.TEXT_TO_IMAGE: "pictures from words",
    Operation.EDIT_IMAGE: "edits",
}
HEAD = "| Model | Can do | Seconds | Resolution | Credits |\n|---|---|---|---|---|\n"


def row(model: Model) -> str:
    sizes = dict.fromkeys(size for c in model.capabilities for size in c.resolutions)
    seconds = dict.fromkeys(second for c in model.capabilities for second in c.durations)
    can = ", ".join(WORDS[operation] for operation in model.operations)
    cells = [model.name, can, " ".join(map(str, seconds)) or "–", " ".join(sizes), credits(model)]
    return f"| {' | '.join(cells)} |\n"


def credits(model: Model) -> str:
    """The span of whole prices, and of prices per second."""
    rules = model.prices.rules if model.prices else ()
    spans = []
    for per, word in ((Per.ITEM, ""), (Per.SECOND, " a second")):
        values = [rule.value for rule in rules if rule.per is per]
        if values:
            low, high = min(values).normalize(), max(values).normalize()
            spans.append((f"{low:f}" if low == high else f"{low:f}–{high:f}") + word)
    return ", ".join(spans)


def test_the_table_of_models_is_the_data() -> None:
    text = PAGE.read_text()
    made = HEAD + "".join(row(model) for model in provider().models)
    assert text.partition(START)[2].partition(END)[0] == made


def test_every_option_of_the_simulator_and_every_setting_is_named() -> None:
    text = PAGE.read_text()
    names = [*Options.__dataclass_fields__, *(s.name for s in provider().settings if s.name != "user_name")]
    assert [name for name in names if f"`{name}" not in text] == []
