"""The page of everything a provider may import, made from the code: fields, values, methods, docstrings."""

import dataclasses
import enum
import inspect
import re
import typing
from collections.abc import Iterator
from typing import Any

from mediawright import plugin

INTRO = """Everything below is `mediawright.plugin`, and nothing else of mediawright may be imported by a provider. It is
promised by semantic versioning: within one major version names, fields and arguments are only added, each with a default;
hooks take new arguments only where an implementation may leave them out. `SPEC` counts the steps: a provider says with
`spec=` which one it was written for; a core that speaks an older one refuses it in a sentence, a newer core runs it.

Tests of a provider may also import `mediawright.testing` (see [Write a provider](../tutorials/write-a-provider.md)).
"""
#: heading → the modules below `mediawright.types` whose names stand under it; the last one takes all others
GROUPS = {
    "Describing a provider": ("provider", "money", "vocabulary", "operations"),
    "The request": ("request",),
    "The job and its task": ("job", "states"),
    "What a plugin may touch": ("context",),
    "Sign-in and what is left": ("auth",),
    "Answers of the optional hooks": ("verdicts",),
    "Words": ("message",),
    "Errors": ("errors",),
    "Plumbing": (),
}
ADDRESS = re.compile(r" at 0x[0-9a-f]+|\bmediawright\.(types\.\w+|plugin|hookspecs)\.|\b(?:typing|collections\.abc)\.")


def plugin_api_page() -> str:
    """The whole page below its note."""
    parts = ["# The names a provider may use\n", INTRO]
    for heading in GROUPS:
        parts.append(f"## {heading}\n")
        for name in plugin.__all__:
            if _group(_home(getattr(plugin, name), name)) == heading:
                parts += entry(name, getattr(plugin, name))
    return "\n".join(parts)


def _group(module: str) -> str:
    return next((heading for heading, modules in GROUPS.items() if module in modules), [*GROUPS][-1])


def _home(item: Any, name: str) -> str:
    """The module a name comes from; values that know none, or belong elsewhere for a reader, are placed by hand."""
    placed = {
        "SPEC": "provider",
        "AuthEvent": "auth",
        "Reconciled": "verdicts",
        "Lang": "message",
        "hookimpl": "hookspecs",
        "Base64File": "context",
    }
    return placed.get(name) or str(getattr(item, "__module__", "")).rpartition(".")[2]


def entry(name: str, item: Any) -> Iterator[str]:
    yield f"### {name}\n"
    if isinstance(item, type) and issubclass(item, enum.Enum):
        yield f"One of {', '.join(f'`{member.name}`' for member in item)}.\n"
    elif dataclasses.is_dataclass(item) and isinstance(item, type):
        yield from _fields(item)
    elif isinstance(item, type) and item.__doc__ and getattr(item, "_is_protocol", False):
        yield f"{inspect.getdoc(item)}\n"
        yield from _members(item)
        return
    elif isinstance(item, type) and issubclass(item, Exception):
        yield f"`code` {item.code}, exit code {int(item.exit_code)}, retry {item.retry.value}\n"  # type: ignore[attr-defined]
    elif inspect.isfunction(item):
        yield f"`{name}{signature(item)}`\n"
    elif not isinstance(item, type):
        yield f"`{_plain(str(item))}`\n" if name != "hookimpl" else "Marks a function as a hook.\n"
        return
    text = item.__dict__.get("__doc__") if isinstance(item, type) else item.__doc__
    if text and not text.startswith(f"{name}("):
        yield f"{inspect.cleandoc(text)}\n"
    if dataclasses.is_dataclass(item) and isinstance(item, type):
        yield from _beside(item)


def _fields(item: Any) -> Iterator[str]:
    yield "| field | type | default |"
    yield "| --- | --- | --- |"
    hints = typing.get_type_hints(item)
    for field in dataclasses.fields(item):
        yield f"| `{field.name}` | `{_cell(_type(hints[field.name]))}` | {_default(field)} |"
    yield ""


def _beside(item: type) -> Iterator[str]:
    """What a value can be asked for besides its fields."""
    rows = []
    for name, member in vars(item).items():
        function: Any = member.fget if isinstance(member, property) else member
        if name.startswith("_") or not inspect.isfunction(function):
            continue
        shown = name if isinstance(member, property) else f"{name}{signature(function)}"
        rows.append(f"* `{shown}` {(function.__doc__ or '').strip().partition(chr(10))[0]}".rstrip())
    if rows:
        yield "\n".join(rows) + "\n"


def _default(field: "dataclasses.Field[Any]") -> str:
    if field.default is not dataclasses.MISSING:
        return f"`{_cell(_plain(repr(field.default)))}`"
    if field.default_factory is not dataclasses.MISSING:
        return "empty"
    return "required"


def _members(item: Any) -> Iterator[str]:
    hints = typing.get_type_hints(item)
    for name, kind in hints.items():
        yield f"* `{name}`: `{_type(kind)}`"
    yield ""
    for name, member in vars(item).items():
        if name.startswith("_") or not (inspect.isfunction(member) or isinstance(member, property)):
            continue
        function: Any = member.fget if isinstance(member, property) else member
        word = "async " if inspect.iscoroutinefunction(function) else ""
        shown = f"{name}: {_type(inspect.signature(function).return_annotation)}"
        yield f"#### {name}\n"
        yield f"`{shown}`\n" if isinstance(member, property) else f"`{word}{name}{signature(function)}`\n"
        if function.__doc__:
            yield f"{inspect.cleandoc(function.__doc__)}\n"


def signature(function: Any) -> str:
    found = inspect.signature(function)
    kept = [parameter for name, parameter in found.parameters.items() if name not in ("self", "cls")]
    return _plain(str(found.replace(parameters=kept)))


def _type(hint: Any) -> str:
    return _plain(hint.__name__ if isinstance(hint, type) and not typing.get_args(hint) else str(hint))


def _plain(text: str) -> str:
    """A type or value as it is written in code."""
    text = re.sub(r"<(\w+)\.(\w+): [^>]*>", r"\1.\2", ADDRESS.sub("", text))
    # where newer Pythons keep their paths
    return text.replace("NoneType", "None").replace("pathlib._local.", "pathlib.")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
