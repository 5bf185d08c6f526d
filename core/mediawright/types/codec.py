"""Values to plain JSON and back, one canonical spelling, and the content hash made from it."""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


def plain(value: Any) -> Any:
    """The JSON form of a value: dataclasses become objects without their unset (None, empty) fields."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {name: plain(item) for name, item in pairs if not _unset(item)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list, frozenset)):
        return [plain(item) for item in value]
    return value


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
    return typing.cast(T, _restore(cls, data))


@lru_cache(maxsize=128)
def _hints(cls: type) -> dict[str, Any]:
    return typing.get_type_hints(cls)


def _restore(hint: Any, data: Any) -> Any:
    origin = typing.get_origin(hint)
    if hint is object:
        return _revive(data)
    if hint is Any or origin is typing.Literal:
        return data
    if origin in (typing.Union, types.UnionType):
        return _restore_union(typing.get_args(hint), data)
    if origin is tuple:
        return tuple(_restore(typing.get_args(hint)[0], item) for item in data)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _restore(typing.get_args(hint)[1], item) for key, item in data.items()}
    if is_dataclass(hint):
        hints = _hints(typing.cast(type, hint))
        values = {name: _restore(hints[name], item) for name, item in data.items()}
        return typing.cast(Any, hint)(**{**_left_out(typing.cast(type, hint)), **values})
    if hint is datetime:
        return datetime.fromisoformat(data)
    if hint is date:
        return date.fromisoformat(data)
    if hint is Decimal:
        return Decimal(data)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(data)
    return data


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
    if hint is str or origin is tuple:
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
    return data if cls is None else _restore(cls, data)


def _restore_union(options: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        return None
    real = [option for option in options if option is not type(None)]
    if isinstance(data, dict):
        real = [option for option in real if is_dataclass(option)] or real
    return _restore(real[0], data)
