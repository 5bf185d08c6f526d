"""What an exception of the client library means for us: not sent, nobody knows, or no answer."""

from collections.abc import Iterator
from contextlib import contextmanager

from mediawright.http.errors import AddressRefused
from mediawright.http.httpx_loader import library
from mediawright.types.errors import NotSent, Uncertain, Unreachable


@contextmanager
def understood(*, repeatable: bool) -> Iterator[None]:
    """Turn the library's exceptions into ours.

    The connection was never made: NotSent. The request may have arrived: Unreachable for a call that is safe to
    repeat, Uncertain for one that is not. An exception that may quote a header is not chained.
    """
    httpx = library()

    lost = Unreachable if repeatable else Uncertain
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
        raise NotSent(data={"cause": type(error).__name__}) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError) as error:
        raise AddressRefused(data={"cause": type(error).__name__}) from None
    except httpx.LocalProtocolError as error:
        raise lost(data={"cause": type(error).__name__}) from None
    except (httpx.TransportError, httpx.DecodingError, httpx.StreamError, TimeoutError) as error:
        raise lost(data={"cause": type(error).__name__}) from error
    except Unreachable as error:
        if repeatable or isinstance(error, NotSent):
            raise
        raise Uncertain(error.message, data=error.data) from error
