"""The object store and the CDN before it: signed uploads are checked whole, files come back with ranges (§5.3)."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response

from mediawright.sdk.simulator import make_clip, ranged
from mediawright_chatart.simulator import sample_media
from mediawright_chatart.simulator.state import ServiceState, Upload
from mediawright_chatart.simulator.upload_signature import canonical_request, crc64, read_claim, signature

Answer = tuple[int, dict[str, str], bytes]

WINDOW_S = 900
TYPES = {"mp4": "video/mp4", "png": "image/png"}


class Refused(Exception):
    """The store's no, by its own word."""

    def __init__(self, kind: str, status: int = 403) -> None:
        self.kind, self.status = kind, status
        super().__init__(kind)


def put(service_state: ServiceState, bucket: str, key: str, headers: Mapping[str, str], data: bytes) -> Answer:
    """Store a file whose signature, token, time and place are right."""
    try:
        _check(service_state, bucket, key, {name.lower(): value for name, value in headers.items()})
    except Refused as no:
        return refusal(service_state, no.kind, no.status)
    service_state.uploads[key] = Upload(data, headers.get("content-type", "application/octet-stream"))
    tag = hashlib.md5(data, usedforsecurity=False).hexdigest().upper()
    sent = {
        "ETag": f'"{tag}"',
        "x-oss-hash-crc64ecma": str(crc64(data)),
        "x-oss-request-id": f"SIM-{len(service_state.log):04d}",
    }
    return 200, sent | _dated(service_state), b""


def _check(service_state: ServiceState, bucket: str, key: str, headers: Mapping[str, str]) -> None:
    claim = read_claim(headers.get("authorization", ""))
    if claim is None:
        raise Refused("AccessDenied")
    policy = service_state.policies.get(claim.key_id)
    if policy is None:
        raise Refused("InvalidAccessKeyId")
    date = headers.get("x-oss-date", "")
    region = service_state.options.region.removeprefix("oss-")
    if claim.region != region or claim.day != date[:8] or headers.get("x-oss-content-sha256") != "UNSIGNED-PAYLOAD":
        raise Refused("SignatureDoesNotMatch")
    wanted = signature(policy.secret, claim, date, canonical_request("PUT", bucket, key, headers, claim.additional))
    if wanted != claim.signature:
        raise Refused("SignatureDoesNotMatch")
    if abs((_instant(date) - service_state.now).total_seconds()) > WINDOW_S:
        raise Refused("RequestTimeTooSkewed")
    if headers.get("x-oss-security-token") != policy.token or bucket != service_state.options.bucket:
        raise Refused("AccessDenied")
    if service_state.now >= policy.expires:
        raise Refused("SecurityTokenExpired")
    folder, _, rest = key.partition("/")
    day, _, name = rest.partition("/")
    if folder != "chat-skill-upload" or not (len(day) == 8 and day.isdigit()) or not name or "/" in name:
        raise Refused("AccessDenied")


def _instant(date: str) -> datetime:
    try:
        return datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise Refused("AccessDenied") from None


def refusal(service_state: ServiceState, kind: str, status: int = 403) -> Answer:
    """The store's XML for a no, dated by its own clock."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<Error><Code>{kind}</Code><Message>simulated</Message><RequestId>SIM-0001</RequestId>"
        "<HostId>sim</HostId><EC>0002-00000000</EC></Error>"
    )
    return status, {"content-type": "application/xml"} | _dated(service_state), xml.encode()


def _dated(service_state: ServiceState) -> dict[str, str]:
    return {"Date": format_datetime(service_state.now, usegmt=True)}


# --- the CDN --------------------------------------------------------------------------------------------------------------


def find(service_state: ServiceState, key: str) -> Upload | None:
    """An uploaded file by its key, or a result by its name."""
    if key in service_state.uploads:
        return service_state.uploads[key]
    stem, _, extension = key.rpartition("/")[2].rpartition(".")
    work = service_state.tasks.get(stem.removesuffix("_1"))
    if work is None or work.ended != 1 or extension not in TYPES:
        return None
    width, height = work.size
    seed = sum(map(ord, str(work.id)))
    if extension == "mp4":
        seconds = min(max(work.seconds, 1), sample_media.LONGEST_S)
        return Upload(make_clip(seconds, width, height, tint=seed * 37), TYPES[extension])
    return Upload(sample_media.picture(width, height, seed), TYPES[extension])


def serve(file: Upload, request: Request) -> Response:
    """The file, or the part that a Range header asks for."""
    return ranged(request, file.data, file.media_type, tag=f'"{crc64(file.data):x}"')
