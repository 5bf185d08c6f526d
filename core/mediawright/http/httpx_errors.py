"""What an exception of the HTTP library means: never sent, lost on the way, or no answer."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mediawright.http.errors import AddressRefused, CertificateRefused, ProxyFailed
from mediawright.http.fence import Fence, Step
from mediawright.types.errors import NotSent, Uncertain, Unreachable
from mediawright.types.message import Message

if TYPE_CHECKING:
    from mediawright.http.proxies import Proxy

PASSWORD_WANTED = 407
#: OpenSSL's numbers (X509_V_ERR_…, openssl/x509_vfy.h): what is wrong with a certificate, by the end of its sentence's key
CERTIFICATE = {
    9: "early",
    10: "expired",
    18: "unknown",
    19: "unknown",
    20: "unknown",
    21: "unknown",
    62: "name",
    64: "name",
}


@contextmanager
def understood(url: str = "", fence: Fence | None = None, *, repeatable: bool) -> Iterator[None]:
    """Turn the library's exceptions into ours.

    No byte of the request left (`fence` knows), or the connection was never made: NotSent, whatever went wrong. It may have
    arrived: Unreachable for a request that is safe to repeat, Uncertain for one that is not. An exception that may quote a
    header is not chained.
    """
    from mediawright.http import transport

    lost = Unreachable if repeatable else Uncertain
    try:
        yield
    except transport.NO_ADDRESS as error:
        raise AddressRefused(data={"cause": type(error).__name__}) from None
    except UnicodeError as error:
        raise AddressRefused(data={"cause": type(error).__name__}) from None
    except transport.LocalProtocolError as error:
        if fence is not None and fence.step is not Step.HTTP:
            # the head is checked as a whole before its first byte is written
            fence.left = False
            raise AddressRefused(Message("http.bad_header")) from None
        raise lost(data={"cause": type(error).__name__}) from None
    except transport.NEVER_CONNECTED as error:
        raise never_left(error, url, fence) from error
    except (*transport.BROKEN, TimeoutError, ssl.SSLError) as error:
        if fence is not None and not fence.left:
            raise never_left(error, url, fence) from error
        unreadable = Message("http.unreadable") if isinstance(error, transport.UNREADABLE) else None
        raise lost(unreadable, data={"cause": type(error).__name__}) from error
    except Unreachable as error:
        if repeatable or isinstance(error, NotSent):
            raise
        raise Uncertain(error.message, data=error.data) from error


def never_left(error: Exception, url: str, fence: Fence | None) -> NotSent:
    """Why a request never left, in words: certificate, proxy, name, or only that nobody answered."""
    parts = urlsplit(url)
    step, host = (fence.step, fence.host) if fence is not None else (Step.TCP, "")
    host = host or parts.hostname or ""
    causes = list(_causes(error))
    named = any(isinstance(cause, socket.gaierror) for cause in causes)
    step = Step.DNS if named else step
    data = {"cause": type(error).__name__, "step": str(step), "host": host, "target": parts.hostname or ""}
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            key = CERTIFICATE.get(cause.verify_code, "other")
            return CertificateRefused(Message(f"http.certificate_{key}", {"host": host}), data=data)
    proxy = _proxy(parts.scheme, parts.hostname or "", parts.port) if url else None
    if proxy is not None and (step is Step.PROXY or host == proxy.host):
        return _by_proxy(proxy, step, fence, data)
    if step is Step.DNS and named:
        return NotSent(Message("http.no_such_name", {"host": host}), data=data)
    if step is Step.TLS:
        return NotSent(Message("http.tls_failed", {"host": host}), data=data)
    return NotSent(data=data)


def _proxy(scheme: str, host: str, port: int | None) -> "Proxy | None":
    from mediawright.http.proxies import proxy_for

    try:
        return proxy_for(scheme, host, port or (443 if scheme == "https" else 80))
    except ProxyFailed:
        return None


def _by_proxy(proxy: "Proxy", step: Step, fence: Fence | None, data: dict[str, str]) -> NotSent:
    found = {**data, "proxy": proxy.shown, "setting": proxy.setting}
    if fence is not None and fence.proxy_status == PASSWORD_WANTED:
        return ProxyFailed(Message("http.proxy_password", proxy.words), data=found)
    if step is Step.PROXY:
        words = {**proxy.words, "host": found["target"]}
        return ProxyFailed(Message("http.proxy_refused", words), data=found)
    return NotSent(Message("http.proxy_silent", proxy.words), data=found)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and what led to it, also the parts of a group."""
    seen: set[int] = set()
    left = [error]
    while left:
        one = left.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        left += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            left += one.exceptions
