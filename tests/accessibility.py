"""What axe finds wrong on a page: contrast, names, roles, order, by WCAG 2.2 AA and its own best practice."""

from importlib.resources import files
from typing import Any

#: run in a page or a frame: first the library, then the question
LIBRARY = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
ASK = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"


def wrong(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Each broken rule with the places that break it."""
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in answer["violations"]]
