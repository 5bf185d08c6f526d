"""A third party's provider, whole, and ways to break it."""

import importlib
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mediawright.types.provider import Provider

FOLDER = str(Path(__file__).with_name("acme"))
Breaker = Callable[..., ModuleType]


@pytest.fixture
def acme() -> Iterator[ModuleType]:
    """The hooks of a provider that keeps the whole contract."""
    sys.path.insert(0, FOLDER)
    yield importlib.import_module("mediawright_acme.hooks")
    sys.path.remove(FOLDER)


@pytest.fixture
def broken(acme: ModuleType) -> Iterator[Breaker]:
    """`broken(provider, hook=function)`: the same hooks with some of them replaced, None to leave one out."""
    made: list[str] = []
    numbers = count(1)

    def build(provider: Provider | None = None, **hooks: Any) -> ModuleType:
        module = ModuleType(f"acme_broken_{next(numbers)}")
        vars(module).update({name: item for name, item in vars(acme).items() if not name.startswith("__")})
        if provider is not None:
            hooks["describe"] = acme.mw.hookimpl(lambda: provider)
        for name, function in hooks.items():
            if function is None:
                delattr(module, name)
            else:
                setattr(module, name, function)
        sys.modules[module.__name__] = module
        made.append(module.__name__)
        return module

    yield build
    for name in made:
        del sys.modules[name]
