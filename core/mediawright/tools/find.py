"""Where a declared program is."""

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from mediawright.types.errors import NotAvailable, PluginFault
from mediawright.types.message import Message, Problem


def find(name: str, declared: Sequence[str], environ: Mapping[str, str]) -> Path:
    """The program of that name on the search path, else beside this interpreter (installed into the same environment).

    Raises PluginFault for one that the provider's `tools` do not name, NotAvailable where it is not installed.
    """
    if name not in declared or Path(name).name != name:
        raise PluginFault(Message("tools.undeclared", {"tool": name}))
    found = _place(name, environ)
    if found is None:
        raise NotAvailable(Problem("provider", Message("tools.missing", {"tool": name})), data={"tool": name})
    return Path(found).absolute()


def missing(declared: Sequence[str], environ: Mapping[str, str]) -> tuple[str, ...]:
    """Those of the declared programs that are not installed."""
    return tuple(name for name in declared if _place(name, environ) is None)


def _place(name: str, environ: Mapping[str, str]) -> str | None:
    beside = str(Path(sys.executable).parent)
    return shutil.which(name, path=environ.get("PATH", "")) or shutil.which(name, path=beside)
