"""A model's own options from a file of JSON: the same as one `--option` each, and checked like them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediawright.files.roots import Roots, is_file
from mediawright.files.text import read_text
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

FIELD = "input_json"
#: bytes; options are words and numbers, files are named by their path
LARGEST = 1_000_000


def with_input_json(values: Mapping[str, Any], roots: Roots) -> Mapping[str, Any]:
    """The values with the options of the file that `input_json` names; an `--option` of the same name wins. Blocking.

    Raises InvalidRequest for a file that is not there, outside the folders, too large, or no JSON object.
    """
    if not values.get(FIELD):
        return values
    path = roots.resolve(str(values[FIELD]), FIELD)
    given = values.get("option") or ()
    own = [given] if isinstance(given, str) else list(given)
    listed = [f"{name}={value if isinstance(value, str) else json.dumps(value)}" for name, value in _read(path).items()]
    return {**{name: value for name, value in values.items() if name != FIELD}, "option": [*listed, *own]}


def _read(path: Path) -> dict[str, Any]:
    if not is_file(str(path)):  # a folder, or a pipe that nobody may ever write to
        raise _refused("unreadable", path)
    try:
        if path.stat().st_size > LARGEST:
            raise _refused("too_large", path)
        found = json.loads(read_text(path, FIELD))
    except OSError:
        raise _refused("unreadable", path) from None
    except (ValueError, RecursionError):
        raise _refused("no_object", path) from None
    if not isinstance(found, dict):
        raise _refused("no_object", path)
    return found


def _refused(key: str, path: Path) -> InvalidRequest:
    return InvalidRequest(Problem(FIELD, Message(f"problem.input_json.{key}", {"file": path.name})))
