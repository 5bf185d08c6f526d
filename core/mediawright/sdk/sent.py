"""What a job keeps in its own folder: the request as it was sent, for a look-up, and the answer of a synchronous create.

The folder is private to the user and goes with the job; signed addresses are allowed here and nowhere else.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.request import Base64File

SENT, ANSWER = "sent.json", "answer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A create as it left: when (UTC), through which endpoint and region, and its body. Files in it are their hashes."""

    at: datetime
    endpoint: str
    region: str
    body: Any


async def remember(folder: Path, sent: Sent) -> None:
    """Write the create down before it goes out. Raises OSError."""
    data = {"at": sent.at.isoformat(), "endpoint": sent.endpoint, "region": sent.region, "body": _plain(sent.body)}
    await asyncio.to_thread(_write, folder / SENT, json.dumps(data).encode())


async def recall(folder: Path) -> Sent | None:
    """Return the create as it was written down, None where it never was."""
    data = await _read(folder / SENT)
    try:
        when = datetime.fromisoformat(data["at"])
        return Sent(at=when, endpoint=data["endpoint"], region=data["region"], body=data["body"])
    except (TypeError, KeyError, ValueError):
        return None


async def keep_answer(folder: Path, data: Any, texts: Mapping[str, Callable[[str], bytes]]) -> None:
    """Keep the answer of a synchronous create; results that stand in it as text become files "0.bin", "1.bin" … beside it.

    `texts`: each with what makes bytes of it (`responses.inside`). Raises OSError, ValueError where a text is not what it
    seems.
    """
    for number, (text, decode) in enumerate(texts.items()):
        content = await asyncio.to_thread(decode, text)
        await asyncio.to_thread(_write, folder / f"{number}.bin", content)
    marks = {text: f"{number}.bin" for number, text in enumerate(texts)}
    await asyncio.to_thread(_write, folder / ANSWER, json.dumps(_replaced(data, marks)).encode())


async def kept_answer(folder: Path) -> Any:
    """Return the kept answer, with file names where base64 stood; None where there is none."""
    return await _read(folder / ANSWER)


def _plain(body: Any) -> Any:
    if isinstance(body, dict):
        return {name: _plain(value) for name, value in body.items()}
    if isinstance(body, (list, tuple)):
        return [_plain(value) for value in body]
    return {"$sha256": body.sha256} if isinstance(body, Base64File) else body


def _replaced(data: Any, marks: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {name: _replaced(value, marks) for name, value in data.items()}
    if isinstance(data, list):
        return [_replaced(value, marks) for value in data]
    return marks.get(data, data) if isinstance(data, str) else data


def _write(path: Path, content: bytes) -> None:
    """Write a file that is whole or not there."""
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(content)
    part.replace(path)


async def _read(path: Path) -> Any:
    try:
        return json.loads(await asyncio.to_thread(path.read_bytes))
    except (OSError, ValueError):
        return None
