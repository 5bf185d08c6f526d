"""The settings of a provider, and which of a credential's values are secrets."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mediawright.secrets.vendor_files import read_vendor_file
from mediawright.types.provider import Provider, Setting

_PUBLIC = re.compile(
    r"(?:name|e?mail|uid|user(?:_?(?:id|name))?|account\w*|role|team\w*|plan|charge_type|region|\w*_at|expires\w*|remain\w*"
    r"|token_type|client_id|user_id|\w*url|\w*base)",
    re.IGNORECASE,
)


def read_settings(
    provider: Provider, environ: Mapping[str, str], configured: Mapping[str, str], home_dir: Path
) -> dict[str, str]:
    """Name → value: from the environment, else the config file, else the vendor's own file, else the default."""
    return {s.name: _read(s, environ, configured, home_dir) for s in provider.settings}


def _read(setting: Setting, environ: Mapping[str, str], configured: Mapping[str, str], home_dir: Path) -> str:
    named = (environ.get(name, "").strip() for name in setting.env)
    found = next((value for value in named if value), "") or configured.get(setting.name, "")
    if not found and setting.file:
        found = (read_vendor_file(setting.file, environ, home_dir) or {}).get(setting.name, "")
    return found or setting.default


def secret_values(values: Mapping[str, str]) -> Iterator[str]:
    """The values that must never be shown: all but those whose names say that they are for people."""
    return (value for name, value in values.items() if not _PUBLIC.fullmatch(name))
