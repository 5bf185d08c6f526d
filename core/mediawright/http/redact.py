"""What must never be seen in a log, an error or a recording."""

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote, urlsplit, urlunsplit

HIDDEN = "***"
SHORTEST = 8  # a shorter "secret" would blank out ordinary words

_LINK = re.compile(r"\b(?:https?|wss?)://[^\s\"'<>\\]+", re.IGNORECASE)
_SCHEME = re.compile(r"\b(bearer|basic)(\s+)[A-Za-z0-9._~+/=-]+", re.IGNORECASE)
_JWT = re.compile(r"\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?")
_NAMED = re.compile(
    r"""(?P<name>["']?[\w-]*(?:authorization|secret|token|api[_-]?key|access[_-]?key|password|signature|credential
    |device[_-]?code|user[_-]?code|verifier|cookie)[\w-]*["']?)(?P<sep>\s*[:=]\s*)(?P<value>"[^"]*"|'[^']*'|[^\s,;&}\])]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def strip_query(url: str) -> str:
    """A link without what may be secret in it: user, query and fragment."""
    try:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        return urlunsplit((parts.scheme, host, parts.path, "", ""))
    except ValueError:
        return HIDDEN


def hide(text: str, secrets: Iterable[str]) -> str:
    """The text without these very values, as they are or as a link spells them."""
    for secret in sorted({s for s in secrets if len(s) >= SHORTEST}, key=len, reverse=True):
        for spelling in {secret, quote(secret, safe=""), quote(secret)}:
            text = text.replace(spelling, HIDDEN)
    return text


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without known secrets, bearers, JWTs, values of secret-sounding names and queries of links.

    For logs and errors. It guesses, so it is not for what must be kept as it is.
    """
    text = hide(text, secrets)
    text = _LINK.sub(lambda match: _link(match[0]), text)
    text = _SCHEME.sub(rf"\1\2{HIDDEN}", text)
    text = _JWT.sub(HIDDEN, text)
    return _NAMED.sub(_named, text)


def _link(url: str) -> str:
    bare = strip_query(url)
    return bare if bare == url else f"{bare}?{HIDDEN}"


def _named(match: re.Match[str]) -> str:
    value = match["value"]
    if value.lower() in {"bearer", "basic"}:  # its own pattern hid what follows
        return match[0]
    mark = value[0] if value[0] in "\"'" else ""
    return f"{match['name']}{match['sep']}{mark}{HIDDEN}{mark}"


def visible(text: str) -> str:
    """The text with control characters spelled out, so that nobody's terminal obeys a third party's words."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


class SafeLog:
    """The debug log: lines on stderr when `MEDIAWRIGHT_DEBUG=1`, always redacted. Knows the secrets it must hide."""

    def __init__(self, environ: Mapping[str, str] | None = None, write: Callable[[str], object] | None = None) -> None:
        self.on = (environ or {}).get("MEDIAWRIGHT_DEBUG", "").strip() not in {"", "0"}
        self._write = write
        self._secrets: set[str] = set()

    def learn(self, values: Iterable[str]) -> None:
        """Never show these."""
        self._secrets.update(value for value in values if len(value) >= SHORTEST)

    def clean(self, text: str) -> str:
        """For logs and errors: `redact` with all that is known."""
        return redact(text, self._secrets)

    def without_secrets(self, text: str) -> str:
        """For what is stored: the known secrets hidden, all else as it was."""
        return hide(text, self._secrets)

    def line(self, text: str, **data: object) -> None:
        if self.on:
            more = "".join(f" {name}={value}" for name, value in data.items())
            (self._write or sys.stderr.write)(visible(self.clean(f"debug: {text}{more}")) + "\n")
