"""Plans to begin with: an advertisement, a short drama, an explainer, in both languages (`templates.toml`)."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from mediawright.types.message import Lang

TEMPLATES = ("ad", "drama", "explainer")


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("templates.toml").read_text("utf-8"))


def template(kind: str, lang: Lang, name: str) -> str:
    """The text of a plan."""
    text: str = _read()[kind][lang]
    return text.replace("NAME", name.replace('"', "").replace("\\", ""))
