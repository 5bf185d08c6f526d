"""The HTTP library's clients, made at the first call: one per kind of call, none with cookies or redirects."""

from dataclasses import field
from typing import TYPE_CHECKING

from mediawright.http.address_policy import Guard
from mediawright.http.redact import SafeLog
from mediawright.types.dataclass import dataclass

if TYPE_CHECKING:
    from mediawright.http.transport import AsyncBaseTransport, AsyncClient, Timeout


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
    """Four clients for four kinds of call.

    `pooled` keeps connections open. `once` opens a fresh one for every call: a kept connection that the server drops at
    the same moment would turn a call that never arrived into one that nobody can tell. `public` goes to checked
    addresses only; behind a proxy, which resolves names itself, `public_by_proxy` takes its place.
    """

    guard: Guard
    limits: HttpLimits
    log: SafeLog
    _made: "dict[str, AsyncClient]" = field(default_factory=dict)

    def pooled(self) -> "AsyncClient":
        return self._made.get("pooled") or self._make("pooled", self._routed(self.limits.pooled))

    def once(self) -> "AsyncClient":
        return self._made.get("once") or self._make("once", self._routed(0))

    def public_by_proxy(self) -> "AsyncClient":
        return self._made.get("proxy") or self._make("proxy", self._routed(0))

    def public(self) -> "AsyncClient":
        if "public" not in self._made:
            from mediawright.http.transport import PinnedTransport, RoutedTransport, straight

            direct = RoutedTransport(straight, most=self.limits.connections, keep=0)
            self._make("public", PinnedTransport(direct, self.guard))
        return self._made["public"]

    def timeout(self, silence: float | None = None) -> "Timeout":
        from mediawright.http.transport import Timeout

        wait = self.limits.read_s if silence is None else silence
        return Timeout(wait, connect=self.limits.connect_s, pool=self.limits.read_s)

    def _make(self, name: str, transport: "AsyncBaseTransport") -> "AsyncClient":
        from mediawright.http.httpx_logs import clean_library_logs
        from mediawright.http.transport import new_client

        clean_library_logs(self.log)
        self._made[name] = new_client(transport, self.timeout())
        return self._made[name]

    def _routed(self, keep: int) -> "AsyncBaseTransport":
        from mediawright.http.proxies import proxy_for
        from mediawright.http.transport import RoutedTransport

        return RoutedTransport(proxy_for, most=self.limits.connections, keep=keep)

    async def aclose(self) -> None:
        """Close every client, also when this very closing is cancelled."""
        from contextlib import AsyncExitStack

        clients = list(self._made.values())
        self._made.clear()
        async with AsyncExitStack() as closing:
            for client in clients:
                closing.push_async_callback(client.aclose)
