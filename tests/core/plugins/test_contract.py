"""What a hook's function says of itself is read without the library for it, and is the same."""

import inspect
from functools import cache, partial
from typing import Any

import pytest

from mediawright.plugins.contract import arguments


def plain(ctx: object, job: object = None, *, more: int = 1, last: int) -> None: ...
async def coroutine(ctx: object, job: object) -> None: ...
def starred(ctx: object, *args: object, **more: object) -> None: ...


@pytest.mark.parametrize("function", [plain, coroutine, starred, lambda: None, partial(plain, 1), cache(plain)])
def test_arguments_are_those_of_the_signature(function: Any) -> None:
    parameters = inspect.signature(function).parameters.values()
    assert list(arguments(function)) == [(p.name, p.default is not inspect.Parameter.empty) for p in parameters]
