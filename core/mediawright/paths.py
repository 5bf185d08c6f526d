"""Where this program keeps its things: three folders, private to the user, made when first written."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault
from mediawright.types.message import Message

PRIVATE = 0o700
#: name the database of a shared ledger, and the fleet whose schema it is, for one program; they go before the settings
LEDGER, FLEET = "MEDIAWRIGHT_LEDGER", "MEDIAWRIGHT_FLEET"
#: names the place of results and inputs that several machines reach; it goes before the settings
STORE = "MEDIAWRIGHT_STORE"
#: names the person who asks and approves, where the front end knows better than the system
USER = "MEDIAWRIGHT_USER"
#: whose credentials this process has, by provider, where there are several accounts
ACCOUNTS = "MEDIAWRIGHT_ACCOUNTS"
#: proves that person; read from the environment or standard input alone, never shown
TOKEN = "MEDIAWRIGHT_TOKEN"


def person_folder(environ: Mapping[str, str]) -> Path | None:
    """The user's own home folder; None where this system knows none."""
    named = environ.get("HOME") or environ.get("USERPROFILE")
    try:
        return Path(named) if named else Path.home()
    except RuntimeError:
        return None


@dataclass(frozen=True, slots=True)
class Home:
    """`config` is what the user decides, `state` what must survive, `cache` what may be deleted at any time."""

    config: Path
    state: Path
    cache: Path

    @classmethod
    def find(cls, environ: Mapping[str, str]) -> "Home":
        """The folders of the platform, or below `MEDIAWRIGHT_HOME`, which moves all three. Creates nothing.

        Raises LocalFault where neither says a folder: no home, and no entry of this user that names one.
        """
        root = environ.get("MEDIAWRIGHT_HOME", "").strip()
        try:
            if root:
                top = Path(root).expanduser().absolute()
                return cls(config=top / "config", state=top / "state", cache=top / "cache")
            import platformdirs

            dirs = platformdirs.PlatformDirs("mediawright", appauthor=False)
            return cls(config=dirs.user_config_path, state=dirs.user_state_path, cache=dirs.user_cache_path)
        except RuntimeError:
            raise LocalFault(Message("error.no_home", {"setting": "MEDIAWRIGHT_HOME"})) from None

    @property
    def ledger(self) -> Path:
        return self.state / "ledger.db"

    @property
    def config_file(self) -> Path:
        return self.config / "config.toml"

    @property
    def secrets(self) -> Path:
        """The folder of the private files that stand in for an OS keyring."""
        return self.config / "secrets"

    def provider_state(self, name: str) -> Path:
        """What one provider keeps between two calls."""
        return self.state / "providers" / name

    def provider_cache(self, name: str) -> Path:
        """What one provider can make again; it outlives jobs."""
        return self.cache / "providers" / name

    @property
    def converted(self) -> Path:
        """The folder of inputs in another format than they were given in; each can be made again."""
        return self.cache / "converted"

    @property
    def fetched(self) -> Path:
        """The folder of results and inputs that were brought here from a shared store; each can be fetched again."""
        return self.cache / "store"

    @property
    def inputs(self) -> Path:
        """The folder of inputs that were dropped into a page of the board; a later request may use them again."""
        return self.state / "inputs"

    @property
    def cast(self) -> Path:
        """The folder of the cast's pictures and recordings, each below the beginning of its hash."""
        return self.state / "cast"

    @property
    def thumbnails(self) -> Path:
        """The folder of small pictures of results and inputs; each can be made again."""
        return self.cache / "thumbnails"

    @property
    def work(self) -> Path:
        """The folder of the jobs' scratch folders."""
        return self.state / "work"

    def workdir(self, job_id: str) -> Path:
        """The scratch folder of one job; it survives a restart and goes when the job is over."""
        return self.work / job_id

    def ensure(self, path: Path) -> Path:
        """Make a folder of this home, private (0700) together with every folder it needed. Raises LocalFault."""
        try:
            self._make(path)
        except OSError as error:
            raise LocalFault(Message("error.home_not_writable"), data={"folder": str(path)}) from error
        return path

    def _make(self, path: Path) -> None:
        missing = [folder for folder in (path, *path.parents) if not folder.is_dir()]
        for folder in reversed(missing):
            folder.mkdir(mode=PRIVATE, exist_ok=True)
        ours = any(path.is_relative_to(top) for top in (self.config, self.state, self.cache))
        if ours and os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(PRIVATE)
