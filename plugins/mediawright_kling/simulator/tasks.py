"""Tasks over time: accepted, queued, running, done; slots, charges, results (docs/contracts/kling.md §4, §17)."""

from collections.abc import Mapping
from dataclasses import field
from decimal import Decimal
from typing import Any

from mediawright.plugin import dataclass
from mediawright_kling.simulator import billing, sample_media, side
from mediawright_kling.simulator.fields import ELEMENTS, GENERATIONS, OMNI_IMAGE

#: seconds from create to processing, and to the end, per kind (§17)
QUICK = {"video": (1.0, 6.0), "image": (1.0, 3.0), "element": (1.0, 4.0)}
REALISTIC = {"video": (10.0, 160.0), "image": (3.0, 35.0), "element": (5.0, 60.0)}
RISK = "Failure to pass the risk control system"
BAD_PICTURE = "Image pixel is invalid"


def kind_of_path(path: str) -> str:
    if path in {GENERATIONS, OMNI_IMAGE} or path in side.PICTURES:
        return "image"
    return "element" if path == ELEMENTS else "video"


@dataclass(slots=True)
class Work:
    """One task. `fails_with` is the message it will end with, None for a good end; `element_id` the id of the element, or
    of the voice, that it makes."""

    id: str
    path: str
    body: Mapping[str, Any]
    external_id: str
    created_ms: int
    queue_s: float
    whole_s: float
    price: Decimal
    slots: int
    model: str
    fails_with: str | None = None
    element_id: str | None = None
    settled: bool = False
    #: words that a fault puts into the next polls, and results that it takes away
    odd_words: list[str] = field(default_factory=list)
    without_files: bool = False
    #: the status that was told last to the address that the create named
    reported: str = ""

    @property
    def kind(self) -> str:
        return kind_of_path(self.path)

    def status(self, now_ms: int) -> str:
        age = (now_ms - self.created_ms) / 1000
        if age < self.queue_s:
            return "submitted"
        if age < self.whole_s:
            return "processing"
        return "failed" if self.fails_with else "succeed"

    def over(self, now_ms: int) -> bool:
        return self.status(now_ms) in {"failed", "succeed"}

    def updated_ms(self, now_ms: int) -> int:
        return min(now_ms, self.created_ms + int(self.whole_s * 1000))


def created_answer(work: Work) -> dict[str, Any]:
    return {
        "task_id": work.id,
        "task_status": "submitted",
        "task_info": _info(work),
        "created_at": work.created_ms,
        "updated_at": work.created_ms,
    }


def told(work: Work, now_ms: int, base: str, element: Mapping[str, Any] | None) -> dict[str, Any]:
    """The single-query object."""
    status = work.status(now_ms)
    answer: dict[str, Any] = {
        "task_id": work.id,
        "task_status": status,
        "task_status_msg": (work.fails_with or "") if status == "failed" else "",
        "task_info": _info(work),
        "created_at": work.created_ms,
        "updated_at": work.updated_ms(now_ms),
    }
    if work.body.get("watermark_info"):
        answer["watermark_info"] = work.body["watermark_info"]
    if status == "failed":
        answer["task_result"] = {}
        answer["final_unit_deduction"] = "0"
    if status == "succeed":
        answer["final_unit_deduction"] = f"{work.price.normalize():f}"
        answer["final_balance_deduction"] = {"quota": "0", "list_price": "0"}
        answer["task_result"] = {"videos": []} if work.without_files else result_of(work, base, element)
    return answer


def _info(work: Work) -> dict[str, str]:
    return {"external_task_id": work.external_id} if work.external_id else {}


def result_of(work: Work, base: str, element: Mapping[str, Any] | None) -> dict[str, Any]:
    if work.path in side.KINDS:
        return side.result_of(work, base)
    if work.body.get("standard") == "new":
        from mediawright_kling.simulator import standard

        return standard.result_of(work, base)
    if work.kind == "element":
        return {"elements": [dict(element or {})]}
    return _pictures(work, base) if work.kind == "image" else _video(work, base)


def _video(work: Work, base: str) -> dict[str, Any]:
    seconds = float(billing.output_seconds(work.body))
    path = sample_media.clip_path(work.id, seconds, str(work.body.get("aspect_ratio") or "16:9"))
    item = {"id": work.id, "url": base + path, "duration": f"{seconds + 0.041:.3f}"}
    if (work.body.get("watermark_info") or {}).get("enabled"):
        item["watermark_url"] = base + path.replace("/media/", "/media/watermark-")
    return {"videos": [item]}


def _pictures(work: Work, base: str) -> dict[str, Any]:
    ratio = str(work.body.get("aspect_ratio") or "16:9")
    count = billing.pictures(work.body)
    items = [{"index": i, "url": base + sample_media.picture_path(f"{work.id}-{i}", ratio)} for i in range(count)]
    if work.path == GENERATIONS:
        return {"images": items}
    series = work.body.get("result_type") == "series"
    return {
        "result_type": "series" if series else "single",
        "images": [] if series else items,
        "series_images": items if series else [],
    }
