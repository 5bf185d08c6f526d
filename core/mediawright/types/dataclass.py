"""The standard library's `dataclass`, its methods made when the first instance is.

Making them costs some 0.4 ms a class. One command meets two hundred classes and fills a few dozen of them, so this was the
largest part of a start. What comes out is the same, slots included: `fields`, `replace`, `asdict` and patterns work on it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    import threading
    from types import MemberDescriptorType

    #: one thread makes a class, the others wait for it
    _MAKING = threading.RLock()
    _FIELDS = "__dataclass_fields__"
    #: what belongs to the class as it was built, and `__init__`, which comes last: it opens the class
    _LAYOUT = frozenset({"__slots__", "__dict__", "__weakref__", "__init__"})

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`; what it refuses, it refuses at the first use."""
        return (lambda given: _of(given, options)) if cls is None else _of(cls, options)

    def _of(cls, options):
        special = any("Var" in str(kind) for kind in vars(cls).get("__annotations__", {}).values())
        if "__init__" in vars(cls) or special or not options.get("slots"):
            return dataclasses.dataclass(**options)(cls)
        return _postponed(cls, options)

    def _postponed(cls, options):
        """The class with its slots, which becomes whole when it is first called or asked for its fields."""
        body = dict(vars(cls))
        made = _with_slots(cls, body)

        def make():
            with _MAKING:
                if vars(made)["__init__"] is not first:
                    return
                whole = vars(dataclasses.dataclass(**options)(cls))
                for name, item in whole.items():
                    if body.get(name) is not item and not (name in _LAYOUT or isinstance(item, MemberDescriptorType)):
                        setattr(made, name, item)
                made.__init__ = whole["__init__"]

        def first(self, *values, **named):
            make()
            made.__init__(self, *values, **named)

        made.__init__ = first
        setattr(made, _FIELDS, _Fields(make))
        return made

    def _with_slots(cls, body):
        taken = {slot for base in cls.__mro__[1:-1] for slot in vars(base).get("__slots__", ())}
        names = body.get("__annotations__", {})
        layout = {name: item for name, item in body.items() if name not in _LAYOUT and name not in names}
        layout["__slots__"] = tuple(name for name in names if name not in taken)
        made = type(cls)(cls.__name__, cls.__bases__, layout)
        made.__qualname__ = cls.__qualname__
        return made

    class _Fields:
        """Whoever asks for the fields makes the class first."""

        def __init__(self, make):
            self._make = make

        def __get__(self, instance, owner):
            self._make()
            return getattr(owner, _FIELDS)
