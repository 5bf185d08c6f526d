"""Where a credential comes from, in order, and saying so."""

from collections.abc import Iterator, Mapping
from itertools import repeat
from pathlib import Path

from mediawright.context.protocol import Credential
from mediawright.secrets.settings import secret_values
from mediawright.secrets.store import Store
from mediawright.secrets.vendor_files import read_vendor_file
from mediawright.types.errors import SignInNeeded
from mediawright.types.message import Message
from mediawright.types.provider import EnvSource, FileSource, Provider

ENV, FILE = "env:", "file:"


def find(provider: Provider, environ: Mapping[str, str], home_dir: Path, store: Store) -> Credential | None:
    """The first complete set: the provider's sources in their order, then our own store. None: not signed in.

    `source` is "env:NAME+NAME", "file:~/path", "keyring" or "private file". Raises SignInNeeded, naming the place, where
    that set holds a letter that no key has and no header may carry.
    """
    found = next(find_all(provider, environ, home_dir, store), None)
    if found is not None:
        _check_letters(provider, found)
    return found


def find_all(provider: Provider, environ: Mapping[str, str], home_dir: Path, store: Store) -> Iterator[Credential]:
    """Every complete set in the order in which they are asked; all but the first are hidden by it."""
    for source in provider.credentials:
        found = _from_env(source, environ) if isinstance(source, EnvSource) else _from_file(source, environ, home_dir)
        if found:
            yield found
    if kept := store.load(provider.name):
        yield kept


def place_of(credential: Credential) -> str:
    """The variables or the file that a person can change; "" for what is kept here."""
    for kind in (ENV, FILE):
        if credential.source.startswith(kind):
            return credential.source.removeprefix(kind).replace("+", ", ")
    return ""


def odd_letter(value: str) -> int:
    """The number, from 1, of the first letter that no key has: all but printable ASCII. 0: there is none."""
    return next((at for at, letter in enumerate(value, 1) if not " " <= letter <= "~"), 0)


def _check_letters(provider: Provider, found: Credential) -> None:
    secrets = set(secret_values(found.values))
    places = place_of(found).split(", ") if found.source.startswith(ENV) else repeat(place_of(found))
    for value, place in zip(found.values.values(), places, strict=False):
        if value in secrets and (number := odd_letter(value)):
            raise SignInNeeded(_odd(place, number), provider=provider.name, data={"source": found.source})


def _odd(place: str, number: int) -> Message:
    if place:
        return Message("secrets.odd_letter", {"place": place, "number": number})
    return Message("secrets.odd_letter_kept", {"number": number})


def _from_env(source: EnvSource, environ: Mapping[str, str]) -> Credential | None:
    values = {field: environ.get(name, "").strip() for field, name in source.fields.items()}
    if not values or not all(values.values()):  # halves of two sets are never mixed
        return None
    return Credential(values=values, source=ENV + "+".join(source.fields.values()))


def _from_file(source: FileSource, environ: Mapping[str, str], home_dir: Path) -> Credential | None:
    values = read_vendor_file(source, environ, home_dir)
    return Credential(values=values, source=f"{FILE}{source.path}") if values else None
