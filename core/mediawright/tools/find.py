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
    beside = str(Path(sys.executable).parent)
    found = shutil.which(name, path=environ.get("PATH", "")) or shutil.which(name, path=beside)
    if found is None:
        raise NotAvailable(Problem("provider", Message("tools.missing", {"tool": name})), data={"tool": name})
    return Path(found).absolute()
