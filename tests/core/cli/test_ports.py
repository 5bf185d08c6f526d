"""Ports that are taken, out of range, or no number."""

import socket

import pytest

from mediawright.cli.ports import check_free, port_of
from mediawright.services.request_reader import Reader
from mediawright.types.errors import ExitCode, InvalidRequest


@pytest.mark.parametrize("port", ["65536", "99999", "9999999999", "9" * 40])
def test_a_number_beyond_the_range_names_the_range(port: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        port_of(Reader({"port": port}))
    assert caught.value.exit_code is ExitCode.INVALID
    assert caught.value.problems[0].allowed == ("0-65535",)


@pytest.mark.parametrize(("port", "found"), [("0", 0), ("8080", 8080), ("65535", 65535), (None, None)])
def test_a_port_is_a_port(port: str | None, found: int | None) -> None:
    assert port_of(Reader({"port": port})) == found


def test_a_port_in_use_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        with pytest.raises(InvalidRequest) as caught:
            check_free("127.0.0.1", other.getsockname()[1])
        assert caught.value.problems[0].message.key == "problem.port_taken"
    check_free("127.0.0.1", 0)


@pytest.mark.parametrize("number", ["1234567890", "2147483647", "999999999999999999"])
def test_a_large_number_is_a_whole_number(number: str) -> None:
    reader = Reader({"seed": number})
    assert reader.whole("seed") == int(number)
    assert reader.problems == []


def test_a_number_beyond_all_sense_is_called_too_large() -> None:
    reader = Reader({"seed": "9" * 30})
    assert reader.whole("seed") is None
    assert [problem.message.key for problem in reader.problems] == ["problem.too_large"]
