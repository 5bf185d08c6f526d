"""Blocks are stored one after the other, beside what is received."""

import threading
from io import FileIO
from pathlib import Path

import pytest

from mediawright.http.storing import Store


async def test_blocks_come_in_order_and_from_another_thread(tmp_path: Path) -> None:
    taken: list[tuple[bytes, int]] = []
    with FileIO(str(tmp_path / "file"), "w") as file:
        store = Store(lambda _, block: taken.append((bytes(block), threading.get_ident())), file)
        for block in (b"one", b"", b"two"):
            await store.put(bytearray(block))
        await store.rest()
    assert [block for block, _ in taken] == [b"one", b"two"]
    assert threading.get_ident() not in {thread for _, thread in taken}


async def test_what_goes_wrong_is_told_once(tmp_path: Path) -> None:
    def full(file: FileIO, block: bytearray) -> None:
        raise OSError(28, "no space")

    with FileIO(str(tmp_path / "file"), "w") as file:
        store = Store(full, file)
        await store.put(bytearray(b"one"))
        with pytest.raises(OSError, match="no space"):
            await store.put(bytearray(b"two"))
        await store.rest()
