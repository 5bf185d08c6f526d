"""A call into code that is not ours and may never return: another program's keyring, the import of a plugin."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def call_within(seconds: float, function: Callable[[], T]) -> T:
    """What the function returns or raises. Raises TimeoutError after `seconds`; its thread ends with the process.

    An interrupt reaches the caller at once, however long the function takes.
    """
    outcome: list[tuple[Any, BaseException | None]] = []

    def run() -> None:
        try:
            outcome.append((function(), None))
        except BaseException as error:  # noqa: BLE001  handed to the caller, whatever it is
            outcome.append((None, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise TimeoutError
    value, error = outcome[0]
    if error is not None:
        raise error
    found: T = value
    return found
