"""The client library's clients, made at the first call: one per kind of call, none with cookies or redirects."""

from dataclasses import field
from typing import TYPE_CHECKING

from mediawright import __version__
from mediawright.http.address_policy import Guard, is_loopback
from mediawright.http.httpx_loader import library
from mediawright.http.redact import SafeLog
from mediawright.types.dataclass import dataclass

if TYPE_CHECKING:
    import ssl

    import httpx

#: this machine itself is never reached by way of a proxy
NEVER_PROXIED = ("all://localhost", "all://127.0.0.1", "all://[::1]")
USER_AGENT = f"mediawright/{__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """Seconds and bytes. `answer_s` is for a whole answer, `read_s` for silence within one."""

    connect_s: float = 10.0
    read_s: float = 60.0
    answer_s: float = 300.0
    answer_bytes: int = 20_000_000
    connections: int = 100
    pooled: int = 32  # at once, over connections that are kept


@dataclass(slots=True)
class Connections:
    """Three clients over one TLS setup.

    `pooled` keeps connections open. `once` opens a fresh one for every call: a kept connection that the server drops at
    the same moment would turn a call that never arrived into one that nobody can tell. `public` goes to checked
    addresses only; behind a proxy, which resolves names itself, `public_by_proxy` takes its place.
    """

    guard: Guard
    limits: HttpLimits
    log: SafeLog
    _made: "dict[str, httpx.AsyncClient]" = field(default_factory=dict)
    _tls: "ssl.SSLContext | None" = None

    def pooled(self) -> "httpx.AsyncClient":
        return self._made.get("pooled") or self._make(
            "pooled", keep=self.limits.pooled, transport=self._direct(self.limits.pooled)
        )

    def once(self) -> "httpx.AsyncClient":
        return self._made.get("once") or self._make("once", keep=0, transport=self._direct(0))

    def public_by_proxy(self) -> "httpx.AsyncClient":
        return self._made.get("proxy") or self._make("proxy", keep=0)

    def public(self) -> "httpx.AsyncClient":
        if "public" not in self._made:
            library()
            from mediawright.http.pinned_transport import PinnedTransport

            self._make("public", keep=0, transport=PinnedTransport(self._pool(0), self.guard))
        return self._made["public"]

    def timeout(self, silence: float | None = None) -> "httpx.Timeout":
        import httpx

        wait = self.limits.read_s if silence is None else silence
        return httpx.Timeout(wait, connect=self.limits.connect_s, pool=self.limits.read_s)

    def _make(
        self, name: str, *, keep: int, transport: "httpx.AsyncBaseTransport | None" = None
    ) -> "httpx.AsyncClient":
        from http.cookiejar import CookieJar, DefaultCookiePolicy

        httpx = library()
        from mediawright.http.httpx_logs import clean_library_logs

        clean_library_logs(self.log)
        self._made[name] = httpx.AsyncClient(
            verify=self._context() if transport is None else True,  # a transport brings its own
            transport=transport,
            mounts=dict.fromkeys(NEVER_PROXIED),
            headers={"user-agent": USER_AGENT, "accept-encoding": "gzip, deflate"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            follow_redirects=False,
            timeout=self.timeout(),
            limits=httpx.Limits(max_connections=self.limits.connections, max_keepalive_connections=keep),
        )
        return self._made[name]

    def _direct(self, keep: int) -> "httpx.AsyncBaseTransport | None":
        """Our own connection pool; None, which is the library's own way, where the environment or the system names a
        proxy."""
        import urllib.request

        return None if {"http", "https", "all"} & urllib.request.getproxies().keys() else self._pool(keep)

    def _pool(self, keep: int) -> "httpx.AsyncBaseTransport":
        from mediawright.http.pool import ConnectionPool, PoolTransport

        return PoolTransport(ConnectionPool(self._context, most=self.limits.connections, keep=keep))

    def _context(self) -> "ssl.SSLContext":
        if self._tls is None:
            httpx = library()
            self._tls = httpx.create_ssl_context()
        return self._tls

    async def aclose(self) -> None:
        """Close every client, also when this very closing is cancelled."""
        from contextlib import AsyncExitStack

        clients = list(self._made.values())
        self._made.clear()
        async with AsyncExitStack() as closing:
            for client in clients:
                closing.push_async_callback(client.aclose)


def is_proxied(url_scheme: str, host: str) -> bool:
    """Does the environment (or the system) send calls to this host through a proxy? As the client library decides it."""
    if is_loopback(host):
        return False
    import urllib.request

    proxies = urllib.request.getproxies()
    return (url_scheme in proxies or "all" in proxies) and not urllib.request.proxy_bypass(host)
