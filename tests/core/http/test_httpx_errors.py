"""What the client library's exceptions mean."""

import httpx2
import pytest

from mediawright.http.errors import AddressRefused, TooLarge
from mediawright.http.httpx_errors import understood
from mediawright.types.errors import MediawrightError, NotSent, Uncertain, Unreachable

NEVER_SENT = [httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.ProxyError]
MAYBE = [
    httpx2.ReadTimeout,
    httpx2.WriteTimeout,
    httpx2.ReadError,
    httpx2.WriteError,
    httpx2.CloseError,
    httpx2.RemoteProtocolError,
    httpx2.LocalProtocolError,
    httpx2.DecodingError,
]


def outcome(error: Exception, *, repeatable: bool) -> MediawrightError:
    with pytest.raises(MediawrightError) as caught, understood(repeatable=repeatable):
        raise error
    return caught.value


@pytest.mark.parametrize("kind", NEVER_SENT)
@pytest.mark.parametrize("repeatable", [True, False])
def test_no_connection_means_not_sent(kind: type[httpx2.TransportError], repeatable: bool) -> None:
    assert type(outcome(kind("x"), repeatable=repeatable)) is NotSent


@pytest.mark.parametrize("kind", MAYBE)
def test_anything_later_may_have_arrived(kind: type[httpx2.RequestError]) -> None:
    assert type(outcome(kind("x"), repeatable=False)) is Uncertain
    assert type(outcome(kind("x"), repeatable=True)) is Unreachable


def test_every_failure_of_the_library_is_known() -> None:
    """A new kind of exception in a new version must not pass as a bug of ours."""
    tree = {httpx2.TransportError}
    while more := {sub for kind in tree for sub in kind.__subclasses__()} - tree:
        tree |= more
    for kind in tree:
        assert isinstance(outcome(kind("x"), repeatable=False), (NotSent, Uncertain))


def test_the_whole_answers_time_is_up() -> None:
    assert type(outcome(TimeoutError(), repeatable=False)) is Uncertain


def test_an_address_that_is_none_was_not_called() -> None:
    assert type(outcome(httpx2.InvalidURL("x"), repeatable=False)) is AddressRefused
    assert type(outcome(httpx2.UnsupportedProtocol("x"), repeatable=False)) is AddressRefused


def test_what_may_quote_a_header_is_not_chained() -> None:
    error = outcome(httpx2.LocalProtocolError("Illegal header value b'not-a-real-secret'"), repeatable=True)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_an_answer_too_large_for_a_call_that_spends_is_uncertain() -> None:
    error = outcome(TooLarge(data={"limit_bytes": 5}), repeatable=False)
    assert type(error) is Uncertain
    assert error.data == {"limit_bytes": 5}


def test_a_refused_address_stays_refused() -> None:
    assert type(outcome(AddressRefused(), repeatable=False)) is AddressRefused
