"""The page that a chat program shows beside an answer: one document without data, filled with what each answer brings.

It loads nothing: its style and script stand in it, and its own policy lets no other script run, whatever an answer holds.

Facts: MCP Apps, specification of 2026-01-26 ("UI Resource Format", the sandbox's default policy).
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from mediawright.board.place import Place
from mediawright.board.templates import Templates


@cache
def document() -> str:
    """The whole document."""
    style, script = (_static(name) for name in ("board.css", "host.js"))
    policy = (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; media-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    values = {
        "policy": policy,
        "style": Markup(style),
        "script": Markup(script),
    }  # our own files, not an answer's words
    return Templates(Place()).text("host.html", "en", **values)


def _static(name: str) -> str:
    return (files("mediawright.board") / "static" / name).read_text("utf-8")


def _hash(text: str) -> str:
    """A source by its content (CSP 3 §2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
