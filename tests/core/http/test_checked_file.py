"""A file that changes while it is sent never arrives whole, in a form or as the body itself."""

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest

from mediawright.http.checked_file import CheckedFile, FilePart
from mediawright.http.client import Call, Http, Upload
from mediawright.http.errors import InputChanged

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

DATA = bytes(range(256)) * 1024


class Turning(io.BytesIO):
    """Other bytes from a place on, as if somebody wrote into the file meanwhile."""

    def read(self, count: int | None = -1) -> bytes:
        start = self.tell()
        data = super().read(count)
        return data if start < len(DATA) // 2 else b"x" * len(data)


def checked(file: BinaryIO) -> CheckedFile:
    return CheckedFile(file, len(DATA), hashlib.sha256(DATA).hexdigest())


def body(file: BinaryIO, field: str | None) -> Upload:
    digest = hashlib.sha256(DATA).hexdigest()
    return Upload(file=file, name="a", media_type="image/png", size=len(DATA), field=field, sha256=digest)


@pytest.mark.parametrize("piece", [-1, 1000, len(DATA), len(DATA) + 1])
def test_whole_bytes_come_through_and_again(piece: int) -> None:
    file = checked(io.BytesIO(DATA + b"grown"))
    for _ in range(2):
        file.seek(0)
        assert b"".join(iter(lambda: file.read(piece), b"")) == DATA


@pytest.mark.parametrize(
    "file", [io.BytesIO(DATA[:-1]), io.BytesIO(b"y" + DATA[1:]), Turning(DATA)], ids=["short", "other", "turning"]
)
def test_the_last_piece_stays_here(file: BinaryIO) -> None:
    reader = checked(file)
    pieces: list[bytes] = []
    with pytest.raises(InputChanged):
        pieces.extend(iter(lambda: reader.read(1000), b""))
    assert len(b"".join(pieces)) < len(DATA)


@pytest.mark.parametrize("field", [None, "file"], ids=["body", "form"])
async def test_a_file_that_turns_is_broken_off(
    wire: "WireServer", http: Http, reply: "type[Reply]", field: str | None
) -> None:
    url = wire.on("/up", reply(body=b"{}"))
    with pytest.raises(InputChanged):
        await http.upload(Call(method="POST", url=url), body(cast(BinaryIO, Turning(DATA)), field))
    assert [seen for seen in wire.seen if len(seen.body) >= len(DATA)] == []


@pytest.mark.parametrize("field", [None, "file"], ids=["body", "form"])
async def test_a_file_that_grew_is_sent_as_it_was(
    wire: "WireServer", http: Http, reply: "type[Reply]", field: str | None
) -> None:
    url = wire.on("/up", reply(body=b"{}"))
    await http.upload(Call(method="POST", url=url), body(io.BytesIO(DATA + b"grown"), field))
    (seen,) = wire.seen
    assert DATA in seen.body
    assert b"grown" not in seen.body


def test_a_part_of_a_file_is_its_own_bytes_and_can_be_read_again() -> None:
    part = FilePart(io.BytesIO(bytes(range(100))), 10, 20)
    assert part.read(5) + part.read() == bytes(range(10, 30))
    assert part.read() == b""
    assert (part.seek(0, io.SEEK_END), part.seek(0), part.read(3)) == (20, 0, bytes(range(10, 13)))


def test_a_part_of_a_file_that_became_shorter_is_never_whole() -> None:
    part = FilePart(io.BytesIO(bytes(15)), 10, 20)
    assert len(part.read()) == 5
    with pytest.raises(InputChanged):
        part.read()
