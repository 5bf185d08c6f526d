"""Links that carry a credential: what is shown and stored is their place alone, the rest waits in a private file.

A signed link is a key for whoever reads it. So a link with a signature, a token or a user in it is replaced, where it comes
in, by its place and a mark; the whole link stands in a private file named by the mark, and is put back into a request at
the moment that it leaves. The mark is made from the link, so the same link has the same mark in every process.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import is_dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from mediawright.context.protocol import Clock
from mediawright.paths import Home
from mediawright.secrets.private_files import read_private, write_private_texts
from mediawright.types.codec import plain, restore
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

T = TypeVar("T")
#: the one parameter of a link whose credential is put away
MARK = "mediawright-link"
#: how long a link is kept that no open request needs
KEPT = timedelta(days=1)
#: a kept link whose time is nearly up is written anew
RENEW = timedelta(hours=1)
#: characters of a parameter's value that nobody would choose as a size, a version or a format
LONG = 20

_LINK = re.compile(r"\b(?:https?|wss?|ftp)://(?:(?!,\s*https?://)[^\s\"'<>\\，。；！？、）】」』])+", re.IGNORECASE)
_MARKED = re.compile(rf"\b[a-z]+://[^\s\"'<>\\?#]+[?]{MARK}=([0-9a-f]{{32}})\b", re.IGNORECASE)
_NAME = re.compile(
    r"(?:^|[-_.])(?:sig|sign|signature|token|key|keyid|accesskeyid|secret|auth|authorization|credential|credentials|policy"
    r"|pass|passwd|password|pwd|jwt|session|sid|code|ticket|hmac|hash|expires|expire|exp|hdnts|hdnea|se|sp|sv|sr|st|skoid)$"
    r"|signature|token|secret|password|credential|apikey|accesskey|^x-(?:amz|oss|goog|cos|tos|obs|bz)-",
    re.IGNORECASE,
)


def carries_credential(link: str) -> bool:
    """May whoever reads this link do what its owner may? True also for what cannot be understood."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return True
    if parts.query.startswith(f"{MARK}=") and not parts.fragment:
        return False
    return "@" in parts.netloc or any(map(_is_secret, (parts.query, parts.fragment)))


def _is_secret(query: str) -> bool:
    pairs = parse_qsl(query, keep_blank_values=True)
    return any(_NAME.search(name) or len(value) >= LONG or len(name) >= LONG for name, value in pairs)


class Links:
    """The links of one home that are kept apart. `learn` hears every part that must not be shown by anything else."""

    def __init__(self, home: Home, clock: Clock, learn: Callable[[Iterable[str]], None]) -> None:
        self._home = home
        self._clock = clock
        self._learn = learn
        self._folder = home.secrets / "links"

    def conceal(self, value: T) -> T:
        """The same text, list or mapping with each such link put away. Blocking. Raises LocalFault."""
        return cast(T, _mapped(value, self._concealed))

    def conceal_in(self, wanted: T) -> T:
        """The same for every text of a request or an action; the very object where nothing is to be put away."""
        if not is_dataclass(wanted):
            return self.conceal(wanted)
        before = plain(wanted)
        after = self.conceal(before)
        return wanted if after == before else cast(T, restore(type(wanted), after))

    def reveal(self, value: T) -> T:
        """The links as they were given. Blocking. Raises InvalidRequest where one is not kept any more, LocalFault."""
        return cast(T, _mapped(value, self._revealed))

    def forget(self, value: Any, needed: Callable[[str], bool]) -> None:
        """Remove the links marked in a value that no other open request needs (`needed` is asked with the mark)."""
        found: set[str] = set()

        def seen(text: str) -> str:
            found.update(_MARKED.findall(text))
            return text

        _mapped(value, seen)
        for mark in found:
            if not needed(mark):
                self._file(mark).unlink(missing_ok=True)

    def sweep(self, needed: Callable[[str], bool]) -> None:
        """Remove what was kept for longer than a day and no open request needs."""
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else ():
            known = read_private(path, _unheard) or {}
            if _until(known) < self._clock.now() and not needed(path.stem):
                path.unlink(missing_ok=True)

    def _concealed(self, text: str) -> str:
        return _LINK.sub(lambda found: self._put_away(found[0]), text) if "://" in text else text

    def _put_away(self, link: str) -> str:
        if not carries_credential(link):
            return link
        mark = _mark_of(link)
        path, now = self._file(mark), self._clock.now()
        self._home.ensure(self._folder)
        if _until(read_private(path, _unheard) or {}) < now + KEPT - RENEW:
            write_private_texts(path, {"link": link, "until": (now + KEPT).isoformat()})
        self._learn(_parts(link))
        return f"{_place(link)}?{MARK}={mark}"

    def _revealed(self, text: str) -> str:
        return _MARKED.sub(lambda found: self._taken_out(found[0], found[1]), text) if MARK in text else text

    def _taken_out(self, shown: str, mark: str) -> str:
        link = (read_private(self._file(mark.lower()), _unheard) or {}).get("link", "")
        # a mark behind another place would carry the credential there
        if not link or _mark_of(link) != mark.lower() or _place(link) != shown.partition("?")[0]:
            raise InvalidRequest(Problem("media", Message("secrets.link_gone")))
        self._learn(_parts(link))
        return link

    def _file(self, mark: str) -> Path:
        return self._folder / f"{mark}.json"


def _mark_of(link: str) -> str:
    return hashlib.sha256(link.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _mapped(item, change) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_mapped(item, change) for item in value)
    return value


def _place(link: str) -> str:
    """The link's scheme, host and path; a user's name stays a star, so that such a link is refused as ever."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return re.split(r"[?#]", link, maxsplit=1)[0]
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, f"{'*' if user else ''}{at}{host}", parts.path, "", ""))


def _parts(link: str) -> list[str]:
    """What is secret of it: the query and fragment as a whole, their long values, the user."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return [link]
    values = [value for query in (parts.query, parts.fragment) for _, value in parse_qsl(query) if len(value) >= LONG]
    return [text for text in (parts.query, parts.fragment, parts.netloc.rpartition("@")[0], *values) if text]


def _until(known: Mapping[str, str]) -> datetime:
    try:
        return datetime.fromisoformat(known["until"])
    except (KeyError, ValueError):
        return datetime.fromisoformat("0001-01-02T00:00:00+00:00")


def _unheard(_: Message) -> None:
    """A repaired file of our own is no news here."""
