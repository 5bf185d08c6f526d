"""Blocks are stored one after the other in a thread; the disk is flushed beside that."""

import asyncio
import threading

import pytest

from mediawright.http.file_writer import Store


def nothing() -> None:
    """A disk that needs no flush."""


async def test_blocks_come_in_order_and_from_another_thread() -> None:
    taken: list[tuple[bytes, int]] = []
    store = Store(lambda block: taken.append((bytes(block), threading.get_ident())), nothing, 100)
    for block in (b"one", b"", b"two"):
        await store.put(block)
    await store.rest()
    assert [block for block, _ in taken] == [b"one", b"two"]
    assert threading.get_ident() not in {thread for _, thread in taken}


async def test_what_goes_wrong_is_told_once() -> None:
    def full(block: bytes | bytearray) -> None:
        raise OSError(28, "no space")

    store = Store(full, nothing, 100)
    with pytest.raises(OSError, match="no space"):
        await store.put(b"one")
    await store.rest()


async def test_a_flush_holds_up_no_block() -> None:
    taken: list[bytes] = []
    may_end = threading.Event()
    store = Store(lambda block: taken.append(bytes(block)), lambda: assert_it(may_end.wait(10)), 3)
    await store.put(b"one")
    await store.put(b"2")
    assert taken == [b"one", b"2"]
    may_end.set()
    await store.rest()


async def test_a_flush_that_fails_is_told() -> None:
    def broken() -> None:
        raise OSError(5, "input/output error")

    store = Store(lambda block: None, broken, 3)
    await store.put(b"one")
    with pytest.raises(OSError, match="input/output"):
        await store.rest()


async def test_a_cancelled_wait_leaves_nothing_half_stored() -> None:
    taken: list[bytes] = []
    begun, may_end = threading.Event(), threading.Event()

    def slow(block: bytes | bytearray) -> None:
        begun.set()
        assert_it(may_end.wait(10))
        taken.append(bytes(block))

    store = Store(slow, nothing, 100)
    waiting = asyncio.create_task(store.put(b"one"))
    await asyncio.to_thread(begun.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    may_end.set()
    await store.rest()
    assert taken == [b"one"]


def assert_it(fact: bool) -> None:
    assert fact
