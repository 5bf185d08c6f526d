"""Public addresses only: a link from a third party must not reach this machine's own network."""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from urllib.parse import SplitResult, urlsplit

from mediawright.http.errors import AddressRefused
from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

#: what proxy programs with "fake IP" DNS answer for every name; the program itself finds the real place (RFC 2544's range)
FAKE = ipaddress.IPv4Network("198.18.0.0/15")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
LOOPBACK, FAKE_IP = "MEDIAWRIGHT_ALLOW_LOOPBACK", "MEDIAWRIGHT_ALLOW_FAKE_IP"
LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


async def system_resolver(host: str, port: int) -> Sequence[str]:
    """The addresses of a name as the operating system gives them. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def parse_address(text: str) -> Address | None:
    """The address that is really meant: the IPv4 one inside a mapped, 6to4, Teredo or NAT64 address; None for a name."""
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None) or address


def is_public(text: str) -> bool:
    """Is this an address of the open internet? (not private, loopback, link-local, shared, multicast or reserved)"""
    address = parse_address(text)
    if address is None or address.is_multicast or address.is_reserved:
        return False
    return address.is_global and not (isinstance(address, ipaddress.IPv6Address) and address.is_site_local)


def is_loopback(text: str) -> bool:
    """Is this address, or name, this very machine?"""
    address = parse_address(text)
    return address.is_loopback if address else text.lower().rstrip(".") == "localhost"


def is_fake(text: str) -> bool:
    """Is this a stand-in that a proxy program gave for a name?"""
    address = parse_address(text)
    return isinstance(address, ipaddress.IPv4Address) and address in FAKE


def _is_local(name: str) -> bool:
    name = name.lower().rstrip(".")
    return name == "localhost" or name.endswith(LOCAL_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Guard:
    """Says where a call may go. `allow_loopback` is the switch of tests and simulators (`MEDIAWRIGHT_ALLOW_LOOPBACK=1`),
    `allow_fake` that of machines whose proxy program answers every name with a stand-in (`MEDIAWRIGHT_ALLOW_FAKE_IP=1`).
    `allow_plain`: the user named an address of plain http and said that it may be one."""

    allow_loopback: bool = False
    allow_plain: bool = False
    allow_fake: bool = False
    resolve: Resolver = system_resolver

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> "Guard":
        on = {name for name in (LOOPBACK, FAKE_IP) if environ.get(name, "").strip() == "1"}
        return cls(allow_loopback=LOOPBACK in on, allow_fake=FAKE_IP in on)

    def check_url(self, url: str) -> SplitResult:
        """Spelling only: https (http to loopback where that is allowed), a host, no user. Raises AddressRefused."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            raise AddressRefused(Message("http.bad_link")) from None
        if not host or parts.scheme not in {"http", "https"} or "@" in parts.netloc:
            raise AddressRefused(Message("http.bad_link"))
        if parts.scheme == "http" and not (self.allow_plain or (self.allow_loopback and is_loopback(host))):
            raise AddressRefused(Message("http.not_https"))
        return parts

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """The addresses that may be connected to, in the resolver's order. Raises AddressRefused, OSError (no such name)."""
        known = parse_address(host)
        found = [host.strip("[]")] if known else await self.resolve(host, port)
        # a stand-in is believed for a name only: written into a link it could lead anywhere
        fake = [] if known or _is_local(host) else [a for a in found if is_fake(a)]
        believed = fake if self.allow_fake else []
        allowed = [a for a in found if is_public(a) or (self.allow_loopback and is_loopback(a)) or a in believed]
        if fake and not allowed:
            raise AddressRefused(Message("http.fake_address"), data={"allow": f"{FAKE_IP}=1"})
        if not allowed:
            raise AddressRefused(Message("http.not_public"))
        return allowed

    async def check_behind_proxy(self, host: str, port: int) -> None:
        """The proxy will resolve the name: refuse what is surely local, by its spelling or by our own resolver."""
        if not self.allow_loopback and _is_local(host):
            raise AddressRefused(Message("http.not_public"))
        try:
            await self.addresses(host, port)
        except OSError:
            return
