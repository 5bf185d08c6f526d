"""Add and remove targets: a table in config.toml, and the secret in the store, never in the file or an answer."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mediawright.config import set_target
from mediawright.os_errors import disk_faults
from mediawright.services.notify import signing
from mediawright.services.notify.senders import SECRET, store_name
from mediawright.services.notify.targets import NAME, USUAL, Kind, Target, endings_of, read_targets, wrong
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.message import Message, Problem
from mediawright.types.notices import Ending

if TYPE_CHECKING:
    from mediawright.services.studio import Studio


def target_of(values: Mapping[str, Any]) -> Target:
    """The target that a command's values spell. Raises InvalidRequest."""
    words = [word for given in values.get("on") or () for word in given.replace(",", " ").split()]
    try:
        on = endings_of(words)
    except ValueError:
        allowed = tuple(ending.value for ending in Ending)
        raise InvalidRequest(_problem("on", "fault.on", allowed=allowed)) from None
    target = Target(
        **_way(values),
        on=on or USUAL,
        providers=tuple(name.lower() for name in values.get("provider") or ()),
        threads=tuple(values.get("only_thread") or ()),
        limit_s=_seconds(values.get("time_limit")),
        with_prompt=bool(values.get("with_prompt")),
        with_paths=bool(values.get("with_paths")),
        plain_http=bool(values.get("plain_http")),
        agent=values.get("agent") or "",
        session=values.get("session") or "",
    )
    fault = wrong(target)
    if fault is not None:
        raise InvalidRequest(Problem("kind", fault))
    return target


def add(studio: "Studio", name: str, target: Target, secret_file: str | None) -> Path | None:
    """Keep a target under a name, in place of one that had it; the file of a secret that was made for it.

    Raises InvalidRequest for a missing or useless secret, LocalFault.
    """
    if not NAME.fullmatch(name):
        raise InvalidRequest(_problem("target", "no_name"))
    for provider in target.providers:
        studio.registry.load(provider)
    made = _keep_secret(studio, name, target, secret_file) if target.has_secret else None
    set_target(studio.home, name, target.to_table())
    studio.__dict__.pop("config", None)
    if studio.has_ledger:
        studio.ledger.outbox.begin([name], anew=True)
    return made


def remove(studio: "Studio", name: str) -> None:
    """Take a target out, with its secret and what it was still to be told. Raises NotFound, LocalFault."""
    if name not in studio.config.notify:
        raise unknown(studio, name)
    set_target(studio.home, name, None)
    studio.__dict__.pop("config", None)
    studio.contexts.store.forget(store_name(name))
    if studio.has_ledger:
        studio.ledger.outbox.collect(read_targets(studio.config.notify).wanted)


def unknown(studio: "Studio", name: str) -> NotFound:
    """The refusal of a name that no target has."""
    known = tuple(studio.config.notify)
    return NotFound(Problem("target", Message("config.notify.unknown", {"name": name[:40]}), allowed=known))


def _way(values: Mapping[str, Any]) -> dict[str, Any]:
    """The kind of target and its address or program. Raises InvalidRequest where none or several are named."""
    ways: list[dict[str, Any]] = []
    if values.get("webhook"):
        ways.append({"kind": Kind.WEBHOOK, "url": values["webhook"]})
    if values.get("desktop"):
        ways.append({"kind": Kind.DESKTOP})
    if values.get("openclaw"):
        ways.append({"kind": Kind.OPENCLAW, "url": values["openclaw"]})
    if values.get("argv"):
        program, *rest = values["argv"]
        # a path is meant from here; a bare name is looked up when it is run
        whole = str(Path(program).absolute()) if os.sep in program else program
        ways.append({"kind": Kind.COMMAND, "argv": (whole, *rest)})
    if len(ways) != 1:
        raise InvalidRequest(_problem("kind", "which_kind"))
    return ways[0]


def _seconds(said: str | None) -> float:
    if said is None:
        return Target(kind=Kind.DESKTOP).limit_s
    try:
        return float(said)
    except ValueError:
        return 0.0


def _keep_secret(studio: "Studio", name: str, target: Target, secret_file: str | None) -> Path | None:
    if secret_file is None:
        if studio.contexts.store.load(store_name(name)) is not None:
            return None
        raise InvalidRequest(_problem("secret_file", "secret_needed"))
    path = Path(secret_file).expanduser().absolute()
    made = target.kind is Kind.WEBHOOK and not path.exists()
    if made:
        _make_secret(path)
    secret = _secret_in(path)
    if target.kind is Kind.WEBHOOK and signing.key_of(secret) is None:
        raise InvalidRequest(_problem("secret_file", "secret_wrong", file=str(path)))
    studio.contexts.store.save(store_name(name), {SECRET: secret})
    return path if made else None


def _make_secret(path: Path) -> None:
    """A new secret in a new file that only its owner reads. Raises LocalFault."""
    with disk_faults():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(signing.new_secret() + "\n")


def _secret_in(path: Path) -> str:
    """The first line of a file that only its owner can read. Raises InvalidRequest."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise InvalidRequest(_problem("secret_file", "secret_open", file=str(path)))
        secret = (path.read_text("ascii").splitlines() or [""])[0].strip()
    except (OSError, UnicodeDecodeError):
        raise InvalidRequest(_problem("secret_file", "secret_unread", file=str(path))) from None
    if not secret or not secret.isprintable():
        raise InvalidRequest(_problem("secret_file", "secret_unread", file=str(path)))
    return secret


def _problem(field: str, key: str, **values: Any) -> Problem:
    return Problem(field, Message(f"config.notify.{key}", values), allowed=values.get("allowed", ()))
