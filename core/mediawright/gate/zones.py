"""The zone that a limit's day is in: an IANA name or a fixed offset, kept beside the limit."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

_OFFSET = re.compile(r"(?P<sign>[+-])(?P<hours>[01][0-9]|2[0-3]):(?P<minutes>[0-5][0-9])")
_LOCALTIME = Path("/etc/localtime")


def zone_of(name: str) -> tzinfo:
    """The zone of "Asia/Shanghai", "UTC" or "+08:00". Raises ValueError for anything else."""
    offset = _OFFSET.fullmatch(name)
    if offset is not None:
        span = timedelta(hours=int(offset["hours"]), minutes=int(offset["minutes"]))
        return timezone(-span if offset["sign"] == "-" else span)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError) as error:  # ZoneInfoNotFoundError is a LookupError
        raise ValueError(f"no zone: {name}") from error


def zone_here(environ: Mapping[str, str], now: datetime, localtime: Path = _LOCALTIME) -> str:
    """The zone of this machine, by name where it tells one: what the environment names, else the system's own."""
    system = str(localtime.resolve()).partition("zoneinfo/")[2]
    for name in (environ.get("TZ", "").removeprefix(":"), system):
        try:
            if name:
                zone_of(name)
                return name
        except ValueError:
            continue
    return now.astimezone().isoformat()[-6:]
