"""Libraries that are not always installed, and the command that adds them to this very installation."""

import shlex
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import PurePath

#: extra → a library that only it brings
EXTRAS = {"previews": "av", "photos": "pillow_heif", "simulators": "uvicorn", "keyring": "keyring", "mcp": "mcp"}


def absent(libraries: Iterable[str]) -> tuple[str, ...]:
    """Those that cannot be imported; nothing is loaded to find out."""
    return tuple(name for name in libraries if find_spec(name) is None)


def install_command(
    extra: str, *, prefix: str = sys.prefix, python: str = sys.executable, pip: bool | None = None
) -> str:
    """What a person types so that `mediawright[extra]` is there, by how this program was installed.

    `uv tool` and `pipx` keep it in folders of their own, known by their places; in any other environment its own pip does
    it, or uv where that environment has no pip.
    """
    wanted = shlex.quote(f"mediawright[{extra}]")
    parts = PurePath(prefix).parts
    if "pipx" in parts:
        return f"pipx install --force {wanted}"
    if "uv" in parts and "tools" in parts:
        return f"uv tool install --force {wanted}"
    if "uv" in parts and any(part.startswith(("archive-", "environments-")) for part in parts):
        return f"uvx --from {wanted} mediawright"
    with_pip = find_spec("pip") is not None if pip is None else pip
    return (
        f"{shlex.quote(python)} -m pip install {wanted}"
        if with_pip
        else f"uv pip install --python {shlex.quote(python)} {wanted}"
    )
