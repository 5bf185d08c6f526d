"""Does a module keep the provider contract? Checked when it is loaded, so that a typo fails then and not in a paid call."""

import inspect
import re
from functools import cache
from types import FunctionType, MethodType, ModuleType
from typing import Any

from mediawright import hookspecs
from mediawright.types.message import Message
from mediawright.types.provider import SPEC, Provider

STARS = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS
COLOURS = {"plain": "a plain function", "coroutine": "an `async def`", "stream": "an async generator"}


def colour_asked(hook: str) -> str:
    """The colour that the specification states for a hook."""
    if hook in hookspecs.PLAIN:
        return "plain"
    return "stream" if hook in hookspecs.STREAM else "coroutine"


def colour_of(function: Any) -> str:
    """The colour of an implementation. A function says it itself; a decorated one is asked about, which takes longer."""
    plain = function.__func__ if isinstance(function, MethodType) else function
    flags = plain.__code__.co_flags if isinstance(plain, FunctionType) else 0
    if flags & inspect.CO_ASYNC_GENERATOR:
        return "stream"
    if flags & inspect.CO_COROUTINE:
        return "coroutine"
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
    specs = _specified()
    result = [_fault("missing", name, hook) for hook in hookspecs.REQUIRED if hook not in found]
    for hook, function in found.items():
        if hook not in specs:
            result.append(_fault("unknown_hook", name, hook))
            continue
        result += _signature_faults(name, hook, function)
    return result


@cache
def _offered(hook: str) -> tuple[str, ...]:
    """The arguments that the specification of a hook offers."""
    return tuple(name for name, _ in arguments(getattr(hookspecs, hook)))


@cache
def _specified() -> frozenset[str]:
    """The names of all hooks."""
    return frozenset(hook for hook, item in vars(hookspecs).items() if hasattr(item, f"{hookspecs.PROJECT}_spec"))


def _signature_faults(name: str, hook: str, function: Any) -> list[Message]:
    offered = _offered(hook)
    result = []
    options = getattr(function, f"{hookspecs.PROJECT}_impl")
    if options.get("specname") or options.get("wrapper") or options.get("hookwrapper"):
        result.append(_fault("options", name, hook))
    if colour_of(function) != colour_asked(hook):
        result.append(_fault("colour", name, hook, asked=COLOURS[colour_asked(hook)]))
    for argument, has_default in arguments(function):
        if argument not in offered:
            result.append(_fault("argument", name, hook, argument=argument, offered=", ".join(offered)))
        elif has_default:
            result.append(_fault("default", name, hook, argument=argument))
    return result


def arguments(function: Any) -> tuple[tuple[str, bool], ...]:
    """Name, and whether it has a default, of each argument. A plain function says it itself, at a tenth of the price."""
    if not isinstance(function, FunctionType) or function.__code__.co_flags & STARS or hasattr(function, "__wrapped__"):
        parameters = inspect.signature(function).parameters.values()
        return tuple((p.name, p.default is not inspect.Parameter.empty) for p in parameters)
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    given = names[code.co_argcount - len(function.__defaults__ or ()) : code.co_argcount]
    defaults = {*given, *(function.__kwdefaults__ or ())}
    return tuple((name, name in defaults) for name in names)


#: what a class of ours says when it is given a field that it does not have
UNKNOWN_FIELD = re.compile(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'")
PUBLIC = "mediawright.plugin"


def newer(name: str, module: ModuleType) -> Message | None:
    """Was a module that does not keep our contract made for a newer one, by its own word?"""
    try:
        spec = module.describe().spec
    except Exception as error:  # noqa: BLE001  whatever it is, its faults are told already
        return newer_name(name, error)
    return _fault("newer", name, "describe", spec=spec, ours=SPEC) if spec > SPEC else None


def newer_name(name: str, error: Exception) -> Message | None:
    """Did a plugin fail because it asked for a public name or field that only a newer core has?"""
    missing: str | None = None
    if isinstance(error, ImportError) and error.name == PUBLIC:
        found = re.search(r"cannot import name '(\w+)'", str(error))
        missing = found[1] if found else "?"
    elif isinstance(error, AttributeError) and getattr(error.obj, "__name__", "") == PUBLIC:
        missing = error.name
    elif isinstance(error, TypeError) and (field := UNKNOWN_FIELD.search(str(error))):
        missing = f"{field[1]}.{field[2]}" if _is_public(field[1]) else None
    return Message("plugin.newer_name", {"plugin": name, "what": missing}) if missing else None


def _is_public(name: str) -> bool:
    from mediawright import plugin

    return name in plugin.__all__


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
