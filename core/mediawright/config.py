"""What the user decided once: `config.toml`, checked when read, written whole or not at all."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from mediawright.files.atomic import write_private
from mediawright.files.lock import locked
from mediawright.files.reach import InputsRule
from mediawright.files.text import decode_text
from mediawright.os_errors import disk_faults
from mediawright.paths import FLEET, LEDGER, STORE, Home
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, LocalFault
from mediawright.types.message import Message, Problem
from mediawright.types.money import Level

if TYPE_CHECKING:
    from mediawright.files.toml_edit import Value
    from mediawright.ledger.address import Where

#: the older name of a `store` that is a folder, which counts among the `roots` as well
SHARED_FOLDER = "shared_folder"
#: where the ledger and the files of jobs are, for several machines
PLACES = ("ledger", "fleet", "store", SHARED_FOLDER)
KEYS = ("lang", "provider", "output_dir", "roots", "inputs", "progress", "require", "thread_hours", *PLACES)
_CHOICES = {
    "lang": ("auto", "en", "zh"),
    "progress": ("auto", "on", "off"),
    "inputs": ("home", "folder", "anywhere"),
    "require": tuple(Level),
}
_PROVIDER_KEY = re.compile(r"providers\.([a-z0-9_-]+)\.([a-z0-9_]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Defaults of every run. `provider` is the preferred one, `roots` are folders allowed beside the working directory.

    `inputs` is how far media may be read beyond all of them, `require` the level of approval that a cost needs at least;
    `thread_hours`: a conversation that was idle for so long is forgotten; 0 remembers none.
    `ledger` is the address of a PostgreSQL database that keeps the ledger for several machines, without a password, `fleet`
    names the schema in it. `store` is where results and inputs lie for all of them: `file:///…` or `s3://…`; `shared_folder`
    is the older name of one that is a folder, which may be read and written as a whole, too.
    `providers` holds the settings of single providers (provider → setting → value).
    `notify`: who is told of ended jobs (target → its settings, which `services.notify` reads: a mistake in them stops no
    other work).
    """

    lang: Literal["auto", "en", "zh"] = "auto"
    provider: str | None = None
    output_dir: str | None = None
    roots: tuple[str, ...] = ()
    inputs: InputsRule = "home"
    progress: Literal["auto", "on", "off"] = "auto"
    require: Level = Level.AMOUNT
    thread_hours: int = 24
    ledger: str | None = None
    fleet: str | None = None
    shared_folder: str | None = None
    store: str | None = None
    providers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    notify: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def load(cls, home: Home) -> "Config":
        """The config file, or the defaults where there is none. Raises LocalFault where it cannot be read or is not right:
        it is never overwritten then."""
        return _checked(_parsed(_text(home)))

    def ledger_at(self, environ: Mapping[str, str], home: Home) -> "Where":
        """Where the ledger is: the database of the environment, else of the settings, else a file of the home.

        The environment may hold a password: it belongs to one process, and other programs keep theirs there, too.
        Raises InvalidRequest.
        """
        said = environ.get(LEDGER, "").strip()
        if not said and not self.ledger:
            return home.ledger
        from mediawright.ledger.address import postgres_address

        return postgres_address(said or self.ledger or "", self.fleet_in(environ), password=bool(said))

    def fleet_in(self, environ: Mapping[str, str]) -> str:
        """The name of the fleet: that of the environment, else of the settings, else the one where none is named."""
        from mediawright.ledger.address import STUDIO

        return environ.get(FLEET, "").strip() or self.fleet or STUDIO

    def store_at(self, environ: Mapping[str, str]) -> str | None:
        """The address of the store: that of the environment, else of the settings; None where there is none."""
        return environ.get(STORE, "").strip() or self.stored or None

    @property
    def stored(self) -> str | None:
        """The store of the settings, under its own name or the older one."""
        return self.store or (folder_address(self.shared_folder) if self.shared_folder else None)

    def get(self, key: str) -> object:
        """The value of a key ("lang", "providers.NAME.SETTING"). Raises InvalidRequest naming the keys there are."""
        path = split_key(key)
        if len(path) == 1:
            return getattr(self, path[0])
        return self.providers.get(path[1], {}).get(path[2])


def folder_address(folder: str) -> str:
    """A folder as the address of a store (`shared_folder`)."""
    return Path(folder).expanduser().absolute().as_uri()


_FIELDS = frozenset(item.name for item in fields(Config))
#: the setting that an error of msgspec is about
_FIELD_OF = re.compile(r"at `\$\.(\w+)")


def set_value(home: Home, key: str, value: str | Sequence[str] | None, *, level: Level = Level.AMOUNT) -> Config:
    """Change one key, keeping the file's other lines and comments; None takes it out. The new file is there whole or the
    old one stays. `level` is that of the user's approval of the change.

    Raises InvalidRequest (unknown key, value not allowed), LocalFault (the present file is broken), ConfirmationNeeded where
    it would lower `require`, or lead to another ledger or store, without an approval of the level that is required now."""
    path = split_key(key)
    _check_address(path, value)
    try:
        return _written(home, path, _shaped(path, value), level)
    except NotAllowed as error:
        raise _not_allowed(key, path) from error.__cause__


def set_target(home: Home, name: str, values: Mapping[str, Any] | None) -> Config:
    """Change one target of notices, as `set_value`; None takes it out. Raises LocalFault (the present file is broken)."""
    return _written(home, ("notify", name), values, Level.AMOUNT)


class NotAllowed(Exception):
    """The file would not be right any more."""


def _written(home: Home, path: tuple[str, ...], value: "Value", level: Level) -> Config:
    """Raises NotAllowed, LocalFault, ConfirmationNeeded."""
    from mediawright.files.toml_edit import with_value

    home.ensure(home.config)
    with locked(home.config_file.with_name(f".{home.config_file.name}.lock")):
        text = _text(home)
        before = _checked(_parsed(text))
        fresh = with_value(text, path, value)
        try:
            config = _checked(_parsed(fresh))
        except LocalFault as error:
            raise NotAllowed from error
        # where nothing may be spent yet, or others may read
        elsewhere = (config.ledger, config.fleet, config.stored) != (before.ledger, before.fleet, before.stored)
        if (elsewhere or not config.require.meets(before.require)) and not level.meets(before.require):
            raise ConfirmationNeeded(Message("gate.level_change"), data={"require": before.require.value})
        write_private(home.config_file, fresh.encode())
    return config


def _check_address(path: tuple[str, ...], value: str | Sequence[str] | None) -> None:
    """Raises InvalidRequest for an address or a name that can be none."""
    if path[0] not in PLACES or not isinstance(value, str):
        return
    if path == ("store",):
        from mediawright.store.opening import check_store

        check_store(value)
        return
    from mediawright.ledger.address import check_fleet, postgres_address

    if path == ("fleet",):
        check_fleet(value)
    elif path == ("ledger",):
        postgres_address(value)


def split_key(key: str) -> tuple[str, ...]:
    """Raises InvalidRequest naming the allowed keys."""
    if key in KEYS:
        return (key,)
    match = _PROVIDER_KEY.fullmatch(key)
    if match is None:
        allowed = (*KEYS, "providers.NAME.SETTING")
        raise InvalidRequest(Problem("key", Message("config.unknown_key", {"key": key}), allowed=allowed))
    return ("providers", match[1], match[2])


def _shaped(path: tuple[str, ...], value: str | Sequence[str] | None) -> str | list[str] | None:
    if path == ("roots",) and isinstance(value, str):
        return [part for part in value.split(os.pathsep) if part]
    return value if isinstance(value, str) or value is None else list(value)


def _not_allowed(key: str, path: tuple[str, ...]) -> InvalidRequest:
    return InvalidRequest(
        Problem("value", Message("config.value_not_allowed", {"key": key}), allowed=_CHOICES.get(path[0], ()))
    )


def _text(home: Home) -> str:
    try:
        with disk_faults("config.unreadable"):
            return decode_text(home.config_file.read_bytes())
    except LocalFault as error:
        if isinstance(error.__cause__, (FileNotFoundError, NotADirectoryError)):
            return ""
        raise
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        values = {"file": str(home.config_file), "line": line}
        raise LocalFault(Message("files.not_text", values)) from error


def _parsed(text: str) -> dict[str, Any]:
    if not text:
        return {}
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LocalFault(Message("config.broken", {"why": str(error)})) from error


def _checked(values: Mapping[str, Any]) -> Config:
    """The settings of a file's values. Raises LocalFault, naming the first that is not right."""
    if not values:
        return Config()
    import msgspec

    unknown = next((name for name in values if name not in _FIELDS), None)
    if unknown is not None:
        raise LocalFault(Message("config.broken", {"why": unknown}))
    written = {
        name: value if name in ("notify", "thread_hours") else _in_words(value) for name, value in values.items()
    }
    try:
        if isinstance(hours := written.get("thread_hours"), str):
            written["thread_hours"] = int(hours)
        return msgspec.convert(written, Config)
    except (ValueError, msgspec.ValidationError) as error:
        wrong = _FIELD_OF.search(str(error))
        where = _place(wrong[1], written[wrong[1]]) if wrong else "thread_hours"
        raise LocalFault(Message("config.broken", {"why": where})) from error


def _in_words(value: Any) -> Any:
    """A value with its numbers as words: settings are words, also where nobody put them in quotation marks."""
    if isinstance(value, Mapping):
        return {name: _in_words(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_in_words(item) for item in value]
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _place(name: str, value: object) -> str:
    """The name of a setting; of a table of tables the first that is none, else its first value that is no word."""
    tables = value if isinstance(value, Mapping) else {}
    for key, table in tables.items():
        if not isinstance(table, Mapping):
            return f"{name}.{key}"
    wrong = (
        f".{key}.{word}" for key, table in tables.items() for word, item in table.items() if not isinstance(item, str)
    )
    return name + next(wrong, "")
