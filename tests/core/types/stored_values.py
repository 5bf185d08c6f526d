"""One value of each kind that is hashed or kept in a ledger, built from its classes: requests of every operation, a job."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from mediawright.types.job import Asset, Job, Task
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount, Approval, ApprovalKind, Price, Quote
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, MediaInfo, Request, Role, Shot
from mediawright.types.states import State

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
#: one field of a request set, by name; what is left out of the canonical form is among them
FIELDS: dict[str, Any] = {
    "negative_prompt": "模糊",
    "multi_shot": True,
    "shot_type": "customize",
    "duration": 10,
    "aspect_ratio": "9:16",
    "resolution": "1080p",
    "mode": "pro",
    "sound": False,
    "keep_original_sound": True,
    "count": 3,
    "series_amount": "auto",
    "quality": "high",
    "style": "anime",
    "scope": "full_scene",
    "seed": 0,
    "watermark": False,
    "voice": "Kore",
    "language": "zh",
    "provider": "acme",
    "image_types": ("", "first_frame"),
    "subject_ids": ("12", "34"),
    "shots": (Shot(index=1, prompt="门开了", duration=3), Shot(index=2, prompt="", duration=2)),
    "options": {
        "steps": 4,
        "scale": 0.5,
        "names": ["a", "b"],
        "none": None,
        "nested": {"乙": [], "b": {}},
        "empty": "",
    },
    "option_files": {"/tmp/a.png": "00ff"},
}


def stored_values() -> Iterator[tuple[str, Any]]:
    """Yield every value with a name of its own."""
    for operation in Operation:
        yield f"operation {operation.value}", Request(operation=operation, prompt="海边的狐狸 🦊", model="acme-1")
    for name, value in FIELDS.items():
        yield f"field {name}", Request(operation=Operation.TEXT_TO_VIDEO, prompt="a fox", **{name: value})
    for kind in MediaKind:
        for role in Role:
            media = Media(kind=kind, role=role, source=f"/in/{role.value}.bin", info=_info(kind))
            yield f"input {kind.value} {role.value}", Request(operation=Operation.EDIT_VIDEO, media=(media,))
    copy = Media(
        kind=MediaKind.IMAGE, role=Role.REFERENCE, source="https://e.org/a.png", original="/b.heic", made_id="7"
    )
    whole = Request(operation=Operation.REFERENCE_TO_VIDEO, prompt="all", media=(copy, copy), **FIELDS)
    yield "everything", whole
    yield "a list", [whole, None, (), {}, "", 1.0, Decimal("1.50"), AT, Text("a", "甲"), frozenset({State.RUNNING})]
    yield "job", _job(whole)


def _info(kind: MediaKind) -> MediaInfo:
    length = None if kind is MediaKind.IMAGE else 4.0
    return MediaInfo(media_type=f"{kind.value}/x", size=10, sha256="ab" * 32, width=16, height=9, duration=length)


def _job(request: Request) -> Job:
    amount, reason = Amount(Decimal("1.50"), "USD"), Message("job.failed", {"n": 1, "of": Text("a", "甲"), "x": None})
    quote = Quote(
        id="Q1",
        request_hash="00",
        provider="acme",
        price=Price(amount=amount, source="test"),
        created_at=AT,
        expires_at=AT,
    )
    asset = Asset(path="/out/a.mp4", kind=MediaKind.VIDEO, media_type="video/mp4", size=1, sha256="cd")
    return Job(
        id="J1",
        request=request,
        request_hash="00",
        provider="acme",
        state=State.FAILED,
        created_at=AT,
        updated_at=AT,
        quote=quote,
        approval=Approval(kind=ApprovalKind.PERSON, request_hash="00", ceiling=amount, at=AT),
        task=Task(provider="acme", id="T1", handle={"path": "/v1/x", "n": 2}),
        assets=(asset,),
        charged=amount,
        reason=reason,
    )
