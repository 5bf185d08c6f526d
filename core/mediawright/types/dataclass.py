"""The standard library's `dataclass` at a thirtieth of its price.

That one writes and compiles six methods per class when it is defined, some 0.4 ms; a command meets two hundred classes and
fills a few dozen, so this was the largest part of a start. Here a class gets its slots at once, its `__init__` with its
first instance, and shares all other methods. `fields`, `replace`, `asdict`, `copy` and patterns work on it as ever.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    import inspect
    import threading

    #: what is made late here; any other option is left to the standard library
    OPTIONS = {"frozen", "slots", "kw_only"}
    #: one thread makes a class, the others wait for it
    _MAKING = threading.RLock()
    _FIELDS = "__dataclass_fields__"

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`; what it refuses in a class, it refuses at the first use."""
        return (lambda given: _of(given, options)) if cls is None else _of(cls, options)

    def _of(cls, options):
        body = vars(cls)
        special = any("Var" in str(kind) for kind in inspect.get_annotations(cls).values()) or any(
            map(_is_odd, body.values())
        )
        if special or "__init__" in body or not options.get("slots") or not OPTIONS.issuperset(options):
            return dataclasses.dataclass(**options)(cls)
        return _postponed(cls, options.get("frozen", False), options.get("kw_only", False))

    def _is_odd(item):
        """A field that the methods all classes share would not treat as it asks."""
        return isinstance(item, dataclasses.Field) and not (item.compare and item.hash is None)

    def _postponed(cls, frozen, kw_only):
        """The class with its slots, which becomes whole when it is first called or asked for its fields."""
        made = _with_slots(cls, _FROZEN if frozen else _SHARED)

        def make():
            with _MAKING:
                if vars(made)["__init__"] is first:
                    collect = dataclasses.dataclass(init=False, repr=False, eq=False, kw_only=kw_only)
                    whole = vars(collect(cls))
                    for name in (_FIELDS, "__dataclass_params__", "__match_args__"):
                        setattr(made, name, whole[name])
                    made.__init__ = _init(made)

        def first(self, *values, **named):
            make()
            made.__init__(self, *values, **named)

        made.__init__ = first
        setattr(made, _FIELDS, _Fields(make))
        return made

    def _with_slots(cls, shared):
        taken = {slot for base in cls.__mro__[1:-1] for slot in vars(base).get("__slots__", ())}
        # asked of the inspect module, since from 3.14 on (PEP 649) a class body holds a function that makes them
        names = inspect.get_annotations(cls)
        left_out = {"__dict__", "__weakref__", "__annotate_func__", "__annotations_cache__", *names}
        own = {name: item for name, item in vars(cls).items() if name not in left_out}
        if own.get("__hash__", shared) is None:  # that a class with its own `__eq__` gets by itself
            del own["__hash__"]
        layout = {"__slots__": tuple(name for name in names if name not in taken), "__qualname__": cls.__qualname__}
        return type(cls)(cls.__name__, cls.__bases__, {**shared, **own, **layout})

    def _init(made):
        """`__init__`, written as the standard library writes it: each value goes straight into its slot."""
        known, parts = {}, {False: ["self"], True: []}
        lines = []
        for item in getattr(made, _FIELDS).values():
            name = item.name
            known[f"_set_{name}"] = getattr(made, name).__set__
            value = name
            if item.default_factory is not dataclasses.MISSING:
                known[f"_make_{name}"] = item.default_factory
                value = f"_make_{name}() if {name} is _given else {name}" if item.init else f"_make_{name}()"
                default = "=_given"
            elif item.default is not dataclasses.MISSING:
                known[f"_else_{name}"] = item.default
                value = name if item.init else f"_else_{name}"
                default = f"=_else_{name}"
            else:
                default = ""
            if item.init:
                parts[bool(item.kw_only)].append(f"{name}{default}")
            if item.init or default:
                lines.append(f" _set_{name}(self, {value})")
        if hasattr(made, "__post_init__"):
            lines.append(" self.__post_init__()")
        words = [*parts[False], *(["*", *parts[True]] if parts[True] else [])]
        text = f"def __init__({', '.join(words)}):\n" + ("\n".join(lines) or " pass")
        exec(text, known | {"_given": object()}, spot := {})  # noqa: S102  as the standard library does
        spot["__init__"].__qualname__ = f"{made.__qualname__}.__init__"
        return spot["__init__"]

    class _Fields:
        """Whoever asks for the fields makes the class first."""

        def __init__(self, make):
            self._make = make

        def __get__(self, instance, owner):
            self._make()
            return getattr(owner, _FIELDS)

    # --- the methods that all classes share

    def _values(self):
        return tuple([getattr(self, name) for name in getattr(self, _FIELDS)])

    def _repr(self):
        shown = [f"{item.name}={getattr(self, item.name)!r}" for item in dataclasses.fields(self) if item.repr]
        return f"{type(self).__qualname__}({', '.join(shown)})"

    def _eq(self, other):
        if self is other:
            return True
        return _values(self) == _values(other) if other.__class__ is self.__class__ else NotImplemented

    def _hash(self):
        return hash(_values(self))

    def _set(self, name, value):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def _delete(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def _get_state(self):
        return list(_values(self))

    def _set_state(self, state):
        for name, value in zip(getattr(self, _FIELDS), state, strict=True):
            object.__setattr__(self, name, value)

    _SHARED = {"__repr__": _repr, "__eq__": _eq, "__hash__": None}
    _FROZEN = _SHARED | {
        "__hash__": _hash,
        "__setattr__": _set,
        "__delattr__": _delete,
        "__getstate__": _get_state,
        "__setstate__": _set_state,
    }
