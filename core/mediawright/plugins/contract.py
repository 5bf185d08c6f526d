"""Does a module keep the provider contract? Checked when it is loaded, so that a typo fails then and not in a paid call."""

import inspect
from types import ModuleType
from typing import Any

from mediawright import hookspecs
from mediawright.types.message import Message
from mediawright.types.provider import SPEC, Provider

COLOURS = {"plain": "a plain function", "coroutine": "an `async def`", "stream": "an async generator"}


def colour_asked(hook: str) -> str:
    """The colour that the specification states for a hook."""
    if hook in hookspecs.PLAIN:
        return "plain"
    return "stream" if hook in hookspecs.STREAM else "coroutine"


def colour_of(function: Any) -> str:
    """The colour of an implementation."""
    if inspect.isasyncgenfunction(function):
        return "stream"
    return "coroutine" if inspect.iscoroutinefunction(function) else "plain"


def implementations(module: ModuleType) -> dict[str, Any]:
    """The functions of a module marked with `hookimpl`, by name."""
    mark = f"{hookspecs.PROJECT}_impl"
    return {name: item for name, item in vars(module).items() if getattr(item, mark, None) is not None}


def faults(name: str, module: ModuleType) -> list[Message]:
    """What is wrong with a module's hooks, each naming the plugin, the hook and the argument."""
    found = implementations(module)
    specs = {hook for hook in vars(hookspecs) if hasattr(getattr(hookspecs, hook), f"{hookspecs.PROJECT}_spec")}
    result = [_fault("missing", name, hook) for hook in hookspecs.REQUIRED if hook not in found]
    for hook, function in found.items():
        if hook not in specs:
            result.append(_fault("unknown_hook", name, hook))
            continue
        result += _signature_faults(name, hook, function)
    return result


def _signature_faults(name: str, hook: str, function: Any) -> list[Message]:
    offered = list(inspect.signature(getattr(hookspecs, hook)).parameters)
    result = []
    options = getattr(function, f"{hookspecs.PROJECT}_impl")
    if options.get("specname") or options.get("wrapper") or options.get("hookwrapper"):
        result.append(_fault("options", name, hook))
    if colour_of(function) != colour_asked(hook):
        result.append(_fault("colour", name, hook, asked=COLOURS[colour_asked(hook)]))
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name not in offered:
            result.append(_fault("argument", name, hook, argument=parameter.name, offered=", ".join(offered)))
        elif parameter.default is not inspect.Parameter.empty:
            result.append(_fault("default", name, hook, argument=parameter.name))
    return result


def description_faults(name: str, described: object) -> list[Message]:
    """What is wrong with the answer of `describe()`."""
    if not isinstance(described, Provider):
        return [_fault("no_provider", name, "describe", got=type(described).__name__)]
    if described.name != name:
        return [_fault("other_name", name, "describe", got=described.name)]
    if described.spec > SPEC:
        return [_fault("newer", name, "describe", spec=described.spec, ours=SPEC)]
    return []


def _fault(kind: str, name: str, hook: str, **values: object) -> Message:
    return Message(f"plugin.{kind}", {"plugin": name, "hook": hook, **values})
