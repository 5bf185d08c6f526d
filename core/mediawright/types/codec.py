"""Values to plain JSON and back, one canonical spelling, and the content hash made from it."""

import json
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import Any, TypeVar

T = TypeVar("T")
Read = Callable[[Any], Any]

#: plain already
_ATOMS = frozenset({str, int, float, bool, type(None)})
_SCALARS: Mapping[Any, Read] = {datetime: datetime.fromisoformat, date: date.fromisoformat, Decimal: Decimal}


def plain(value: Any) -> Any:
    """The JSON form of a value: dataclasses become objects without their unset (None, empty) fields."""
    kind: Any = type(value)
    if kind in _ATOMS:
        return value
    names = _names(kind)
    if names is not None:
        pairs = ((name, getattr(value, name)) for name in names)
        return {name: plain(item) for name, item in pairs if not _unset(item)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (Sequence, frozenset)) and not isinstance(value, (str, bytes, bytearray)):
        return [plain(item) for item in value]
    return value


@lru_cache(maxsize=256)
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for any other class."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


def _unset(item: Any) -> bool:
    return item is None or (isinstance(item, (tuple, Mapping, str)) and not item)


def canonical(value: Any) -> str:
    """One spelling for equal values: sorted keys, no blanks, real characters."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_hash(value: Any) -> str:
    """SHA-256 over the canonical JSON, as 64 hex digits."""
    import hashlib

    return hashlib.sha256(canonical(value).encode()).hexdigest()


def restore(cls: type[T], data: Any) -> T:
    """The value whose `plain` form is `data`. Unknown keys are an error (KeyError), wrong shapes a TypeError."""
    hint: Any = cls
    read = _reader(hint)
    return typing.cast(T, data if read is None else read(data))


@lru_cache(maxsize=128)
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


@lru_cache(maxsize=512)
def _reader(hint: Any) -> Read | None:
    """What turns the plain form of this type into a value, made once per type; None: it is plain already."""
    origin = typing.get_origin(hint)
    if hint is object:
        return _revive
    if hint is Any or origin is typing.Literal:
        return None
    if origin in (typing.Union, types.UnionType):
        return _union_reader(typing.get_args(hint))
    if origin in (tuple, Sequence):
        item_reader = _reader(typing.get_args(hint)[0])
        return tuple if item_reader is None else lambda data: tuple(map(item_reader, data))
    if origin is not None and issubclass(origin, Mapping):
        value_reader = _reader(typing.get_args(hint)[1])
        return dict if value_reader is None else lambda data: {key: value_reader(item) for key, item in data.items()}
    if is_dataclass(hint):
        return _class_reader(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _SCALARS.get(hint)


def _class_reader(cls: type) -> Read:
    @cache
    def readers() -> dict[str, Read | None]:  # late: a class may hold itself
        return {name: _reader(hint) for name, hint in _hints(cls).items()}

    def read(data: Any) -> Any:
        known, values = readers(), dict(_left_out(cls))
        for name, item in data.items():
            reader = known[name]
            values[name] = item if reader is None else reader(item)
        return cls(**values)

    return read


def _union_reader(options: tuple[Any, ...]) -> Read:
    real = [option for option in options if option is not type(None)]
    whole: Any = next((option for option in real if is_dataclass(option)), real[0])
    of_object, of_rest = _reader(whole), _reader(real[0])

    def read(data: Any) -> Any:
        if data is None:
            return None
        reader = of_object if isinstance(data, dict) else of_rest
        return data if reader is None else reader(data)

    return read


@lru_cache(maxsize=128)
def _left_out(cls: type) -> Mapping[str, Any]:
    """The unset values that `plain` leaves out, for fields that have no default of their own."""
    required = [f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING]
    unset = {name: _unset_of(_hints(cls)[name]) for name in required}
    return {name: value for name, value in unset.items() if value is not MISSING}


def _unset_of(hint: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType) and type(None) in typing.get_args(hint):
        return None
    if hint is str or origin in (tuple, Sequence):
        return "" if hint is str else ()
    return {} if isinstance(origin, type) and issubclass(origin, Mapping) else MISSING


def _revive(data: Any) -> Any:
    """A value inside a sentence: a `Text`, `Message` or `Amount` is known by its fields, anything else is plain."""
    from mediawright.types.message import Message, Text
    from mediawright.types.money import Amount

    if not isinstance(data, dict):
        return data
    known: dict[frozenset[str], type] = {frozenset({"en", "zh"}): Text, frozenset({"value", "unit"}): Amount}
    cls = Message if "key" in data and data.keys() <= {"key", "values", "domain"} else known.get(frozenset(data))
    return data if cls is None else restore(cls, data)
