"""Credential files of the vendors' own tools: read where they are, never written. A broken file counts as absent."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediawright.files.text import decode_text
from mediawright.types.provider import FileSource

LARGEST = 1_000_000  # bytes


def read_vendor_file(source: FileSource, environ: Mapping[str, str], home_dir: Path) -> dict[str, str] | None:
    """Credential field → value when every required field is there, with the optional ones that are."""
    try:
        path = locate(source, environ, home_dir)
        if path.stat().st_size > LARGEST:
            return None
        pairs = _parse(decode_text(path.read_bytes()), source)
    except (OSError, ValueError, RecursionError):
        return None
    needed = {field: _first(pairs, spellings) for field, spellings in source.fields.items()}
    if not needed or not all(needed.values()):
        return None
    extra = {field: _first(pairs, spellings) for field, spellings in source.optional.items()}
    return {field: value for field, value in {**needed, **extra}.items() if value}


def locate(source: FileSource, environ: Mapping[str, str], home_dir: Path) -> Path:
    """Below the folder that `root_env` names where it is set (a "~/" path keeps its last part there), else in the
    user's home."""
    root = environ.get(source.root_env, "").strip() if source.root_env else ""
    from_home = source.path.startswith("~/")
    if root:
        folder = home_dir / root[2:] if root.startswith("~/") else Path(root)
        return folder / (Path(source.path).name if from_home else source.path)
    return home_dir / (source.path[2:] if from_home else source.path)


def _parse(text: str, source: FileSource) -> Mapping[str, Any]:
    if source.format == "ini":
        return parse_ini(text).get(source.section, {})
    if source.format == "env":
        return parse_env(text)
    if source.format == "line":
        lines = text.strip().splitlines()
        return dict.fromkeys((s for spellings in source.fields.values() for s in spellings), lines[0] if lines else "")
    found = json.loads(text)
    return found if isinstance(found, dict) else {}


def parse_ini(text: str) -> dict[str, dict[str, str]]:
    """Profile → key → value as the vendors write it: split at the first "=", one layer of matching
    quotes removed, lines starting with "#" or ";" are comments, pairs before the first profile are ignored."""
    profiles: dict[str, dict[str, str]] = {}
    current: dict[str, str] | None = None
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        if line.startswith("[") and line.endswith("]"):
            current = profiles.setdefault(line[1:-1].strip(), {})
        elif "=" in line and current is not None:
            key, _, value = line.partition("=")
            current[key.strip()] = _unquoted(value.strip())
    return profiles


def parse_env(text: str) -> dict[str, str]:
    """`KEY=VALUE` lines; lines starting with "#" are comments, "export" before a key and one layer of quotes are dropped."""
    pairs = (line.strip().partition("=") for line in text.splitlines() if not line.strip().startswith("#"))
    return {key.removeprefix("export ").strip(): _unquoted(value.strip()) for key, equals, value in pairs if equals}


def _unquoted(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _first(pairs: Mapping[str, Any], spellings: tuple[str, ...]) -> str | None:
    values = (pairs.get(spelling) for spelling in spellings)
    texts = (str(value).strip() for value in values if isinstance(value, (str, int)) and not isinstance(value, bool))
    return next((text for text in texts if text), None)
