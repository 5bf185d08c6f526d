"""Templates with `{{names}}`: every name must be known, every given value used. Pure."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files

PLACE = re.compile(r"\{\{(\w+)\}\}")
FOLDER = files("mediawright") / "skill" / "templates"


def fill(template: str, values: Mapping[str, str]) -> str:
    """The text with its places filled. Raises KeyError for a place that nobody fills or a value that has no place."""
    places = set(PLACE.findall(template))
    if places != set(values):
        raise KeyError(sorted(places ^ set(values)))
    return PLACE.sub(lambda match: values[match.group(1)], template)


def template(name: str) -> str:
    """A template of this package by its path below `templates/`."""
    return FOLDER.joinpath(*name.split("/")).read_text(encoding="utf-8")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    columns = list(head)
    lines = [_row(columns), "|" + "---|" * len(columns), *(_row(row) for row in rows)]
    return "\n".join(lines)


def rows(items: Iterable[Iterable[str]]) -> str:
    """The rows of a table whose head stands in the template."""
    return "\n".join(_row(item) for item in items)


def bullets(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
