"""Which proxy a call goes through, by the environment (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`) or the system's settings."""

import ipaddress
import os
import re
from urllib.parse import urlsplit

from mediawright.http.address_policy import is_loopback
from mediawright.http.errors import ProxyFailed
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message

#: how a proxy's address may begin → what the library calls it. Desktops write "socks" for SOCKS 5.
SCHEMES = {"http": "http", "https": "https", "socks": "socks5", "socks5": "socks5", "socks5h": "socks5h"}
_NEVER_IN_A_PLACE = re.compile(r"[\s<>\"\\^`{|}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """`url` may hold a password; `shown` has none. `setting`: the variable that names it, "" for the system's settings."""

    url: str
    shown: str
    setting: str
    host: str = ""

    @property
    def scheme(self) -> str:
        return self.url.partition("://")[0]

    @property
    def socks(self) -> bool:
        return self.scheme.startswith("socks")

    @property
    def encrypted(self) -> bool:
        """Is the connection to the proxy itself a TLS one?"""
        return self.scheme == "https"

    @property
    def words(self) -> dict[str, object]:
        """What a sentence about it needs."""
        return {"proxy": self.shown, "setting": self.setting or Message("http.system_settings")}

    def unusable(self) -> ProxyFailed:
        """Its address is none."""
        return ProxyFailed(Message("http.proxy_bad", self.words), data={"proxy": self.shown, "setting": self.setting})


def proxy_for(scheme: str, host: str, port: int) -> Proxy | None:
    """The proxy for a link; None: straight there. This machine itself is never reached by way of a proxy.

    Raises ProxyFailed where the setting names no address, or one of a kind that is not known.
    """
    if is_loopback(host):
        return None
    from urllib.request import getproxies, proxy_bypass

    known = getproxies()
    kind = next((kind for kind in (scheme, "all") if known.get(kind)), None)
    if kind is None or bypasses(known.get("no", ""), host, port) or proxy_bypass(host):
        return None
    return read_proxy(known[kind], _setting(kind))


def proxies() -> list[Proxy]:
    """Every proxy in use, each once, for people. Raises ProxyFailed."""
    from urllib.request import getproxies

    known = getproxies()
    found = [read_proxy(known[kind], _setting(kind)) for kind in ("https", "http", "all") if known.get(kind)]
    return list({proxy.shown: proxy for proxy in found}.values())


def read_proxy(text: str, setting: str) -> Proxy:
    """A proxy's address as people write it: with a scheme or without, with a name and password or without.

    Raises ProxyFailed.
    """
    scheme, found, rest = text.strip().rpartition("://")
    account, at, place = rest.rpartition("@")
    shown = f"{scheme or 'http'}://{place.rstrip('/')}"
    known = SCHEMES.get(scheme.lower() if found else "http")
    bad = Proxy(url="", shown=shown, setting=setting).unusable()
    if known is None or "://" in scheme:
        raise bad
    try:
        parts = urlsplit(f"{known}://{place}")
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise bad from None
    if not host or _NEVER_IN_A_PLACE.search(place):
        raise bad
    return Proxy(url=f"{known}://{account}{at}{parts.netloc}", shown=shown, setting=setting, host=host)


def _setting(kind: str) -> str:
    """The variable that names the proxy, as it is spelled here; "" where it comes from the system's settings."""
    wanted = f"{kind}_proxy"
    return next((name for name in sorted(os.environ, reverse=True) if name.lower() == wanted and os.environ[name]), "")


def bypasses(rules: str, host: str, port: int) -> bool:
    """Does a NO_PROXY list name this place?

    By name (`example.com` with all below it, also written `.example.com` and `*.example.com`), address, network
    (`10.0.0.0/8`, `fd00::/8`), each with a port or none; `*` is every place.
    """
    return any(rule == "*" or _names(rule, host, port) for rule in re.split(r"[\s,]+", rules) if rule)


def _names(rule: str, host: str, port: int) -> bool:
    name, wanted = _port_of(rule)
    if wanted and wanted != str(port):
        return False
    try:
        network = ipaddress.ip_network(name, strict=False)
    except ValueError:
        name = name.lower().removeprefix("*").strip(".")
        host = host.lower().rstrip(".")
        return bool(name) and (host == name or host.endswith("." + name))
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0]) in network
    except ValueError:
        return False


def _port_of(rule: str) -> tuple[str, str]:
    """The name or address of a rule, and its port or ""."""
    if rule.startswith("["):
        name, _, rest = rule[1:].partition("]")
        if rest.startswith("/"):
            return name + rest, ""
        return name, rest.removeprefix(":")
    name, colon, port = rule.rpartition(":")
    return (name, port) if colon and ":" not in name and port.isdigit() else (rule, "")
