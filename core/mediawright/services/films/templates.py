"""Plans to begin with: an advertisement, a short drama, an explainer, in both languages (`templates.toml`)."""

from functools import cache
from typing import Any

from mediawright.tables import table
from mediawright.types.message import Lang

TEMPLATES = ("ad", "drama", "explainer")


@cache
def _read() -> dict[str, Any]:
    return table(__file__, "templates.toml")


def template(kind: str, lang: Lang, name: str) -> str:
    """The text of a plan."""
    text: str = _read()[kind][lang]
    return text.replace("NAME", name.replace('"', "").replace("\\", ""))
