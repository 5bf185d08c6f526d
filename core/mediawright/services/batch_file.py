"""Many requests as JSON lines, and what became of each as JSON lines beside them."""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.files.atomic import write_private
from mediawright.files.roots import Roots, is_file
from mediawright.files.text import lines_of
from mediawright.types.codec import content_hash
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.request import Request

if TYPE_CHECKING:
    from mediawright.ledger import StoredQuote

#: command → accepted spelling of a value → its name
Fields = Mapping[str, Mapping[str, str]]
#: the mark of a list before a description: "1.", "2、", "-", "•"
_NUMBER = re.compile(r"^\s*(?:\d{1,3}\s*[.、)）:：]|[-*•])\s*(?=\S)")
#: what every line of a results file has (`batch_counts.result_line`)
RESULT = frozenset({"line", "id", "job", "error"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One line: its number from 1, the person's own `id` for it, and the request. `key` is the same for the same line
    wherever it stands in the file; of several equal lines each has its own. `kept`: the quote that its price was shown
    under, where it is known by that and by no file."""

    line: int
    key: str
    request: Request
    id: str | None = None
    kept: "StoredQuote | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What the lines of a file do not say themselves: the command (video, image) and the values of its flags."""

    command: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


class KindNeeded(InvalidRequest):
    """Every line is a description, and nothing says what is to be made of it."""


def is_prompts(text: str) -> bool:
    """Is this a text with one description per line, rather than JSON?"""
    return not text.lstrip().startswith("{")


def read_orders(
    text: str, fields: Fields, read: Callable[[str, Mapping[str, Any]], Request], usual: Usual | None = None
) -> list[Order]:
    """The requests of all lines that are not blank: of JSON, or of one description per line where `usual` says so.

    Raises InvalidRequest with every problem, each naming its line; KindNeeded.
    """
    usual, prompts = usual or Usual(), usual is not None and is_prompts(text)
    if prompts and usual.command is None and text.strip():
        raise KindNeeded(_problem("kind", "batch.what_kind", ("video", "image")))
    problems: list[Problem] = []
    orders: list[Order] = []
    seen: Counter[str] = Counter()
    for line, written in enumerate(lines_of(text), 1):
        if not written.strip():
            continue
        try:
            command, name, values = _described(written, usual) if prompts else _parsed(written, fields)
            values = {**usual.values, **values}
            request = read(command, values)
        except InvalidRequest as error:
            problems += of_line(line, error)
            continue
        alike = content_hash([command, name, values])
        seen[alike] += 1
        orders.append(Order(line=line, key=f"{alike}.{seen[alike]}", request=request, id=name))
    problems += _same_ids(orders)
    if not (orders or problems):
        problems.append(Problem("file", Message("batch.empty")))
    if problems:
        raise InvalidRequest(*problems)
    return orders


def of_line(line: int, error: InvalidRequest) -> list[Problem]:
    """A line's problems, each saying which line it is."""
    found = error.problems or (Problem("line", error.message),)
    return [
        Problem(
            f"{line}:{each.field}",
            Message("batch.line", {"line": line, "problem": each.message}),
            each.rule,
            each.allowed,
        )
        for each in found
    ]


def _described(written: str, usual: Usual) -> tuple[str, str | None, dict[str, Any]]:
    return str(usual.command), None, {"prompt": _NUMBER.sub("", written).strip()}


def _parsed(written: str, fields: Fields) -> tuple[str, str | None, dict[str, Any]]:
    try:
        said = json.loads(written.lstrip("\ufeff"))  # a mark in the middle: two files were joined
    except (ValueError, RecursionError):
        raise _refused("line", "batch.no_json") from None
    if not isinstance(said, dict):
        raise _refused("line", "batch.no_json")
    command, name = said.pop("command", None), said.pop("id", None)
    if not isinstance(command, str) or command not in fields:
        raise _refused("command", "batch.no_command", tuple(fields))
    known = fields[command]
    strange = [key for key in said if known.get(key.replace("-", "_")) is None]
    if strange:
        raise InvalidRequest(
            *[_problem(key, "batch.strange", tuple(sorted(set(known.values()))), name=key) for key in strange]
        )
    values = {known[key.replace("-", "_")]: value for key, value in said.items()}
    return command, None if name is None else str(name), values


def _same_ids(orders: Iterable[Order]) -> list[Problem]:
    first: dict[str, int] = {}
    twice = []
    for order in orders:
        if order.id is not None and first.setdefault(order.id, order.line) != order.line:
            twice += of_line(order.line, InvalidRequest(_problem("id", "batch.same_id", id=order.id)))
    return twice


def _refused(field: str, key: str, allowed: tuple[str, ...] = ()) -> InvalidRequest:
    return InvalidRequest(_problem(field, key, allowed))


def _problem(field: str, key: str, allowed: tuple[str, ...] = (), **values: object) -> Problem:
    return Problem(field, Message(key, values), allowed=allowed)


def find_file(path: str, roots: Roots) -> Path:
    """The file itself. Raises InvalidRequest where it is not there or outside the allowed folders."""
    found = roots.resolve(path, "file")
    if not is_file(str(found)):
        raise _refused("file", "batch.no_file")
    return found


def lines_file(lines: Sequence[str], folder: Path) -> str:
    """The name of the file in `folder` that holds these lines, written where it is not there yet.

    The same lines are the same file, so that a later call goes on with them. Raises LocalFault.
    """
    told = [" ".join(line.split()) for line in lines if line.strip()]
    text = "".join(f"{line}\n" for line in told)
    name = f"lines-{content_hash(told)[:8]}{'.txt' if is_prompts(text) else '.jsonl'}"
    if not is_file(str(folder / name)):
        write_private(folder / name, text.encode("utf-8", "replace"))
    return name


def results_beside(file: Path) -> Path:
    """`shots.jsonl` → `shots.results.jsonl`, with a number where somebody else's file lies under that name."""
    number, path = 1, file.with_name(f"{file.stem}.results.jsonl")
    while os.path.lexists(path) and not _are_results(path):
        number += 1
        path = file.with_name(f"{file.stem}.results-{number}.jsonl")
    return path


def _are_results(path: Path) -> bool:
    """Is this what an earlier run left? Every line of it has the number of a line and what became of it."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    except (OSError, ValueError, RecursionError):
        return False
    return all(isinstance(line, dict) and line.keys() >= RESULT for line in lines)


def write_results(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """All result lines, whole or not at all. Raises LocalFault."""
    from mediawright.files.atomic import write_private

    write_private(path, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())


def scope_of(file: Path) -> str:
    """What names a file among others on this machine."""
    return str(file.resolve())
