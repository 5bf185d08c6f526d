"""Where a credential comes from, in order, and saying so."""

from collections.abc import Mapping
from pathlib import Path

from mediawright.context.protocol import Credential
from mediawright.secrets.store import Store
from mediawright.secrets.vendor_files import read_vendor_file
from mediawright.types.provider import EnvSource, FileSource, Provider


def find(provider: Provider, environ: Mapping[str, str], home_dir: Path, store: Store) -> Credential | None:
    """The first complete set: the provider's sources in their order, then our own store. None: not signed in.

    `source` is "env:NAME+NAME", "file:~/path", "keyring" or "private file".
    """
    for source in provider.credentials:
        found = _from_env(source, environ) if isinstance(source, EnvSource) else _from_file(source, environ, home_dir)
        if found:
            return found
    return store.load(provider.name)


def _from_env(source: EnvSource, environ: Mapping[str, str]) -> Credential | None:
    values = {field: environ.get(name, "").strip() for field, name in source.fields.items()}
    if not values or not all(values.values()):  # halves of two sets are never mixed
        return None
    return Credential(values=values, source="env:" + "+".join(source.fields.values()))


def _from_file(source: FileSource, environ: Mapping[str, str], home_dir: Path) -> Credential | None:
    values = read_vendor_file(source, environ, home_dir)
    return Credential(values=values, source=f"file:{source.path}") if values else None
