"""What may be read beside the working folder: a person's own media, which chat hosts keep where they like."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from mediawright.types.dataclass import dataclass

#: "folder": the working folder and the configured ones; "home": media of the person too; "anywhere": any media
InputsRule = Literal["home", "folder", "anywhere"]
#: the system's own folders for what is temporary, beside those that the environment names
TEMPORARY = ("/tmp", "/var/tmp") if os.name == "posix" else ()
#: hidden folders below the home in which known hosts keep what a person sent to them
HOSTS = (
    ".openclaw/media",
    ".openclaw/workspace",
    ".clawdbot/media",
    ".moltbot/media",
    ".hermes/media",
    ".hermes/image_cache",
    ".nanobot/media",
    ".claude/image-cache",
    ".claude/uploads",
    ".codex/attachments",
    ".gemini/tmp",
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Resolved folders: below `open_`, what is not hidden; below `hosts`, everything; with `anywhere` set, all."""

    open_: tuple[Path, ...] = ()
    hosts: tuple[Path, ...] = ()
    anywhere: bool = False

    @classmethod
    def of(cls, rule: InputsRule, environ: Mapping[str, str]) -> "Reach":
        """What a rule means in this environment. A home that is the whole disk is no home."""
        if rule == "folder":
            return cls()
        named = [environ.get(name, "") for name in ("HOME", "USERPROFILE")]
        homes = [home for name in named if name and (home := Path(name).resolve()) != Path(home.anchor)]
        temporary = [environ.get(name, "") for name in ("TMPDIR", "TEMP", "TMP")]
        folders = [Path(name).resolve() for name in (*temporary, *TEMPORARY) if name]
        return cls(
            open_=(*homes, *(folder for folder in folders if folder != Path(folder.anchor))),
            hosts=tuple((home / host).resolve() for home in homes for host in HOSTS),
            anywhere=rule == "anywhere",
        )

    def plus(self, host: Path) -> "Reach":
        """The same, and everything below one more folder."""
        return Reach(self.open_, (*self.hosts, host.resolve()), self.anywhere)

    def holds(self, path: Path) -> bool:
        """May media at this resolved path be read?"""
        if self.anywhere or any(path.is_relative_to(host) for host in self.hosts):
            return True
        inner = [path.relative_to(folder) for folder in self.open_ if path.is_relative_to(folder)]
        return any(not any(part.startswith(".") for part in relative.parts) for relative in inner)
