"""The store's side of the V4 signature (§5.3), written from the recipe so that it checks the client's signer, and CRC-64."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from functools import cache
from urllib.parse import quote

from mediawright.plugin import dataclass

ALGORITHM, SUFFIX = "OSS4-HMAC-SHA256", "aliyun_v4_request"
SIGNED_ANYWAY = ("content-type", "content-md5")


@dataclass(frozen=True, slots=True)
class Claim:
    """What an Authorization header says: who signed what, when, and where."""

    key_id: str
    day: str
    region: str
    additional: tuple[str, ...]
    signature: str


def read_claim(authorization: str) -> Claim | None:
    """The parts of the header, with or without a blank after each comma; None where it is no V4 signature."""
    word, _, rest = authorization.partition(" ")
    parts = dict(part.split("=", 1) for part in re.split(r",\s*", rest.strip()) if "=" in part)
    scope = parts.get("Credential", "").split("/")
    if word != ALGORITHM or len(scope) != 5 or scope[3] != "oss" or scope[4] != SUFFIX or "Signature" not in parts:
        return None
    additional = tuple(name for name in parts.get("AdditionalHeaders", "").split(";") if name)
    return Claim(scope[0], scope[1], scope[2], additional, parts["Signature"])


def canonical_request(
    method: str, bucket: str, key: str, headers: Mapping[str, str], additional: tuple[str, ...] = ()
) -> str:
    """Six parts: method, path with the bucket, query, headers, names of additional ones, payload word."""
    low = {name.lower(): value.strip() for name, value in headers.items()}
    wanted = sorted(n for n in low if n.startswith("x-oss-") or n in SIGNED_ANYWAY or n in additional)
    lines = "".join(f"{name}:{low[name]}\n" for name in wanted)
    path = quote(f"/{bucket}/{key}", safe="/-_.~")
    return "\n".join((method, path, "", lines, ";".join(sorted(additional)), "UNSIGNED-PAYLOAD"))


def signature(secret: str, claim: Claim, date: str, canonical: str) -> str:
    """The hex signature of a canonical request at `date` ("20260102T030405Z")."""
    scope = f"{claim.day}/{claim.region}/oss/{SUFFIX}"
    to_sign = "\n".join((ALGORITHM, date, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"aliyun_v4{secret}".encode()
    for part in (claim.day, claim.region, "oss", SUFFIX):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()


@cache
def _table() -> tuple[int, ...]:
    made = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = (value >> 1) ^ (0xC96C5795D7870F42 if value & 1 else 0)
        made.append(value)
    return tuple(made)


def crc64(data: bytes) -> int:
    """Reflected ECMA-182, as the store's clients compute it."""
    table, value = _table(), 0xFFFFFFFFFFFFFFFF
    for byte in data:
        value = table[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFFFFFFFFFF
