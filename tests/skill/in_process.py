"""The command line in this process: what a third party's process would run, without its start.

Only the environment and the working folder are its own; a studio is opened and closed for every command, as ever.
"""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.child_environment import inherited
from tests.fork_server import Ran

from mediawright.cli.app import run
from mediawright.commands.aliases import normalise


@dataclass
class Here:
    """Runs commands in a home and a folder of its own, one after another."""

    home: Path
    cwd: Path
    env: dict[str, str]

    @classmethod
    def below(cls, folder: Path, env: dict[str, str]) -> "Here":
        """A new home and working folder below `folder`."""
        home, cwd = folder / "home", folder / "work"
        home.mkdir(parents=True)
        cwd.mkdir()
        own = {
            "HOME": str(home),
            "MEDIAWRIGHT_HOME": str(home / "mw"),
            "MEDIAWRIGHT_NO_KEYRING": "1",
            "LANG": "C.UTF-8",
        }
        return cls(home, cwd, env | own)

    def __call__(self, *arguments: str) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with self._placed(), redirect_stdout(out), redirect_stderr(err):
            try:
                run(normalise(list(arguments)))
            except SystemExit as leaving:
                code = leaving.code
        return Ran(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())

    @contextmanager
    def _placed(self) -> Iterator[None]:
        """This process in the place of that one: its environment and its folder, for one command."""
        before, where = dict(os.environ), Path.cwd()
        kept = inherited()
        os.environ.clear()
        os.environ.update(kept | self.env)
        os.chdir(self.cwd)
        try:
            yield
        finally:
            os.chdir(where)
            os.environ.clear()
            os.environ.update(before)
