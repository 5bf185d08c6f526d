"""Make the page of the Python API from `mediawright.__all__`: signatures, fields and docstrings."""

import dataclasses
import inspect
import re
from collections.abc import Iterator
from typing import Any

import mediawright
from devtools.plugin_api import entry, signature

INTRO = """Everything below can be imported from `mediawright`. `BlockingStudio` is for programs without `async`; every
method waits for the method of `Studio` with its name. Other modules are internal and may change in any release.

```python
from mediawright import BlockingStudio, Consent

with BlockingStudio() as studio:
    request = studio.read("video", {"prompt": "a fox at dawn", "duration": 5, "provider": "previz"})
    print(studio.plan(request).quote.price)
    job = studio.run(request, Consent(approve_cost="0"))
    print(job.assets[0].path)
```

A request that costs is refused with exit code 5 until `Consent` names an amount that covers the price. Every failure is
a `MediawrightError`; [Errors](errors.md) lists their codes, exit codes and retry verdicts, [States](states.md) the life
of a job.
"""

#: one level of a heading too many: the entries stand below another heading on their other page
HEADING = re.compile(r"^##(?=#)", re.MULTILINE)
MODULE = re.compile(r"\bmediawright\.(?:\w+\.)+(?=[A-Z])")


def python_api_page() -> str:
    """Return the whole page below its note."""
    parts = ["# Python API\n", INTRO]
    for name in mediawright.__all__:
        if name != "__version__":
            parts += _entry(name, getattr(mediawright, name))
    return MODULE.sub("", HEADING.sub("#", "\n".join(parts)))


def _entry(name: str, item: Any) -> Iterator[str]:
    if dataclasses.is_dataclass(item):
        yield from entry(name, item)
        return
    yield f"### {name}\n"
    if not issubclass(item, Exception):
        yield f"`{name}{signature(item)}`\n"
    yield f"{inspect.getdoc(item)}\n"
    for method, function in _methods(item):
        word = "async " if inspect.iscoroutinefunction(function) else ""
        yield f"#### {name}.{method}\n"
        yield f"`{word}{method}{signature(function)}`\n"
        if text := inspect.getdoc(function):
            yield f"{text}\n"


def _methods(item: type) -> Iterator[tuple[str, Any]]:
    """Return the public methods of a class, in the order of its source."""
    for name, member in vars(item).items():
        function = member.__func__ if isinstance(member, classmethod | staticmethod) else member
        if not name.startswith("_") and inspect.isfunction(function):
            yield name, function
