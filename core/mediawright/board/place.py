"""Where the board is served: the names it answers to, the path everything lies below, and the cookie that goes with it."""

import re
import secrets
from urllib.parse import urlsplit

from mediawright.http.local_names import is_own_host
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

HOST = "127.0.0.1"
_NAME = re.compile(r"[a-z0-9.-]+(:\d{1,5})?|\[[0-9a-f:]+\](:\d{1,5})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """`prefix` begins every path ("/k3Jf…"): browsers send a loopback cookie to every port of this machine, but only with
    paths below its own. `origin` is the public address behind a proxy, None on loopback."""

    prefix: str = ""
    origin: str | None = None

    @classmethod
    def loopback(cls) -> "Place":
        """This machine only, below a path that nobody can guess."""
        return cls(prefix="/" + secrets.token_urlsafe(9))

    @classmethod
    def behind(cls, origin: str) -> "Place":
        """Behind a proxy that is reached at this address. Raises InvalidRequest for what is no address of a site."""
        parts = urlsplit(origin.strip())
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
        if parts.scheme not in ("https", "http") or not _NAME.fullmatch(parts.netloc) or not plain:
            raise InvalidRequest(Problem("behind_proxy", Message("cli.board.bad_origin", {"given": origin[:80]})))
        return cls(origin=f"{parts.scheme}://{parts.netloc.lower()}")

    @property
    def secure(self) -> bool:
        """Is it reached by https only?"""
        return self.origin is not None and self.origin.startswith("https://")

    @property
    def cookie(self) -> str:
        """The cookie's name; the prefix keeps a page of another name from setting it."""
        return "__Host-mediawright" if self.secure else "mediawright_board"

    def serves(self, host: str) -> bool:
        """Is a Host header one of the names that this board answers to?"""
        return is_own_host(host) or (self.origin is not None and host.lower() == urlsplit(self.origin).netloc)

    def own(self, origin: str, host: str) -> bool:
        """Is an Origin header that of one of this board's own pages, down to the port?"""
        if self.origin is not None and origin == self.origin:
            return True
        return is_own_host(host) and origin in (f"http://{host}", f"https://{host}")

    def path(self, rest: str) -> str:
        """The path of a page below this place: "/jobs"."""
        return f"{self.prefix}{rest}"
