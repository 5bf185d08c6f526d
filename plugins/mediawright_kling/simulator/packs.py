"""Resource packs: what is left, what is booked (docs/contracts/kling.md §11, §16)."""

import uuid
from decimal import Decimal
from typing import Any

from mediawright.plugin import dataclass
from mediawright_kling.simulator.errors import RefusedError

DAY_MS = 86_400_000


@dataclass(slots=True)
class Pack:
    """One pack; `kind` is video or image."""

    kind: str
    name: str
    total: Decimal
    left: Decimal
    bought_ms: int
    ends_ms: int
    status: str = "online"

    def told(self, now_ms: int) -> dict[str, Any]:
        status = "expired" if self.ends_ms <= now_ms else "runOut" if self.left <= 0 else self.status
        return {
            "resource_pack_name": self.name,
            "resource_pack_id": uuid.uuid5(uuid.NAMESPACE_URL, self.name).hex,
            "resource_pack_type": "decreasing_total",
            "total_quantity": float(self.total),
            "remaining_quantity": float(self.left),
            "purchase_time": self.bought_ms,
            "effective_time": self.bought_ms,
            "invalid_time": self.ends_ms,
            "status": status,
        }


class Packs:
    """An account's packs. Units are reserved when a task is accepted and given back when it fails."""

    def __init__(self, video: Decimal, image: Decimal, now_ms: int) -> None:
        ends = now_ms + 300 * DAY_MS
        self.all = [
            Pack("video", "Video Generation - Trial", video, video, now_ms - 10 * DAY_MS, ends),
            Pack("video", "Video Generation - Old", video, Decimal(0), now_ms - 43 * DAY_MS, ends, "runOut"),
            Pack("image", "Image Generation - Trial", image, image, now_ms - 43 * DAY_MS, ends),
        ]

    def reserve(self, kind: str, amount: Decimal) -> None:
        """Raises RefusedError 1102 where no single pack of the kind holds enough."""
        if not amount:
            return
        pack = next((p for p in self.all if p.kind == kind and p.left >= amount), None)
        if pack is None:
            raise RefusedError(1102)
        pack.left -= amount

    def give_back(self, kind: str, amount: Decimal) -> None:
        pack = next(p for p in self.all if p.kind == kind)
        pack.left += amount

    def bought_between(self, start_ms: int, end_ms: int, name: str | None, now_ms: int) -> list[dict[str, Any]]:
        """The window selects by purchase time."""
        found = [p for p in self.all if start_ms <= p.bought_ms <= end_ms and (name is None or p.name == name)]
        return [pack.told(now_ms) for pack in found]
