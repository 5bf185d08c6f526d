"""Everything the simulator knows: one account, its tasks, packs, elements, binds, the log and the faults."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from mediawright_kling.simulator import billing, fields, picture_checks, side, tasks, video_checks
from mediawright_kling.simulator.bindings import Bindings
from mediawright_kling.simulator.clock import SimulatedClock
from mediawright_kling.simulator.errors import RefusedError, bad
from mediawright_kling.simulator.faults import Fault, Faults
from mediawright_kling.simulator.library import Library
from mediawright_kling.simulator.options import Settings
from mediawright_kling.simulator.packs import Packs
from mediawright_kling.simulator.snowflake import Snowflakes


@dataclass
class ServiceState:
    """The account. `reset` makes a new one with the same settings, at this machine's time."""

    settings: Settings
    clock: SimulatedClock
    faults: Faults = field(default_factory=Faults)

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        settings = self.settings
        self.clock.restart()
        self.ids = Snowflakes()
        self.library = Library()
        self.bindings = Bindings(settings)
        self.packs = Packs(Decimal(str(settings.video_units)), Decimal(str(settings.image_units)), self.clock.now_ms())
        self.keys = {settings.access_key: settings.secret_key}
        self.works: dict[str, tasks.Work] = {}
        self.sessions: dict[str, dict[str, Any]] = {}
        self.sounds: dict[str, float] = {}
        self.voices: dict[str, str] = {}  # saved ones: "succeed" or "deleted"
        self.log: list[dict[str, Any]] = []
        self.ignored: list[dict[str, Any]] = []
        self.faults.all.clear()

    # --- creating

    def create(self, path: str, body: Mapping[str, Any], fault: Fault | None) -> tasks.Work:
        """Check, book, start. Raises RefusedError."""
        known = self._duplicate(body)
        if known is not None:
            return known
        broken = self._checked(path, body)
        kind = tasks.kind_of_path(path)
        model = str(body.get("model_name") or "")
        slots = billing.pictures(body) if kind == "image" else int(kind == "video")
        self._free_slot(kind, model, slots)
        price = self._price(path, kind, body)
        self.packs.reserve(kind, price)
        return self._start(path, body, kind, model, slots, price, _bad_end(fault, broken), fault)

    def _price(self, path: str, kind: str, body: Mapping[str, Any]) -> Decimal:
        if body.get("standard") == "new":
            from mediawright_kling.simulator import standard

            return standard.price_of(path, body)
        return side.KINDS[path].price(body) if path in side.KINDS else billing.price_of_body(kind, body)

    def _checked(self, path: str, body: Mapping[str, Any]) -> bool:
        if body.get("standard") == "new":
            return False  # looked at where it came in
        known = side.KINDS[path].keys if path in side.KINDS else fields.KEYS[path]
        strange = sorted(set(body) - known)
        if strange and self.settings.strict_keys:
            raise bad(f"unknown key '{strange[0]}'")
        if strange:
            self.ignored.append({"path": path, "keys": strange})
        if path in side.KINDS:
            return side.KINDS[path].check(self, body)
        if path == fields.ELEMENTS:
            return picture_checks.check_element(body, strict=self.settings.strict_elements)
        if path in {fields.GENERATIONS, fields.OMNI_IMAGE}:
            return picture_checks.check_image(path, body, self.library.kind_of)
        return video_checks.check_video(path, body, self.library.kind_of)

    def _duplicate(self, body: Mapping[str, Any]) -> tasks.Work | None:
        external = str(body.get("external_task_id") or "")
        known = next((w for w in self.works.values() if external and w.external_id == external), None)
        if known is not None and self.settings.duplicate != "existing":
            raise bad(f"External_task_id {external} already exists")
        return known

    def _free_slot(self, kind: str, model: str, slots: int) -> None:
        if kind == "element":
            return
        now = self.clock.now_ms()
        busy = [w for w in self.works.values() if w.kind == kind and not w.over(now)]
        if self.settings.slots_by_model:
            busy = [w for w in busy if w.model == model]
        most = self.settings.video_slots if kind == "video" else self.settings.image_slots
        if sum(w.slots for w in busy) + slots > most:
            raise RefusedError(1303)

    def _start(
        self,
        path: str,
        body: Mapping[str, Any],
        kind: str,
        model: str,
        slots: int,
        price: Decimal,
        bad_end: str | None,
        fault: Fault | None,
    ) -> tasks.Work:
        if fault is not None and fault.kind == "watermark_absent":
            body = {key: value for key, value in body.items() if key != "watermark_info"}
        times = tasks.REALISTIC if self.settings.profile == "realistic" else tasks.QUICK
        queue, whole = times[kind]
        now = self.clock.now_ms()
        made = tasks.Work(
            id=self.ids.mint(now),
            path=path,
            body=body,
            external_id=str(body.get("external_task_id") or ""),
            created_ms=now,
            queue_s=queue,
            whole_s=whole,
            price=price,
            slots=slots,
            model=model,
            fails_with=bad_end,
            element_id=self.ids.mint(now + 1) if kind == "element" or path == side.VOICES else None,
            without_files=fault is not None and fault.kind == "no_files",
        )
        if fault is not None and fault.kind == "unknown_status":
            made.odd_words = [fault.message or "queueing"] * 3
        self.works[made.id] = made
        return made

    # --- sessions

    def open_session(self, name: str, faces: list[dict[str, Any]]) -> str:
        self.sessions[name] = {"made_ms": self.clock.now_ms(), "faces": faces}
        return name

    def session(self, name: str) -> dict[str, Any]:
        """Raises RefusedError 1201 for one that is not there, or older than a day (K-S14)."""
        found = self.sessions.get(name)
        if found is None or self.clock.now_ms() - found["made_ms"] > self.settings.session_life_s * 1000:
            raise bad("session_id is invalid or expired")
        return found

    # --- looking

    def find(self, path: str, name: str) -> tasks.Work:
        """By task id or external id, under the path that made it. Raises RefusedError 1201, or 1203 by a switch (K-C1)."""
        self.settle()
        found = self.works.get(name) or next((w for w in self.works.values() if name and w.external_id == name), None)
        if found is None or found.path != path:
            if self.settings.unknown_task == "1203":
                raise RefusedError(1203)
            raise bad(f"Task not found by id/external id: {name}")
        return found

    def told(self, one: tasks.Work, base: str) -> dict[str, Any]:
        element = self.library.own.get(one.element_id) if one.element_id else None
        answer = tasks.told(one, self.clock.now_ms(), base, element.told() if element else None)
        if one.odd_words:
            answer["task_status"] = one.odd_words.pop(0)
            answer.pop("task_result", None)
        return answer

    def listed(self, path: str, page: int, size: int, base: str) -> list[dict[str, Any]]:
        """Newest first."""
        self.settle()
        mine = sorted((w for w in self.works.values() if w.path == path), key=lambda w: int(w.id), reverse=True)
        return [self.told(one, base) for one in mine[(page - 1) * size : page * size]]

    def settle(self) -> None:
        """What ended since the last poll: units of failed tasks go back, elements come to be."""
        now = self.clock.now_ms()
        for one in self.works.values():
            if one.settled or not one.over(now):
                continue
            one.settled = True
            if one.fails_with:
                if one.price:
                    self.packs.give_back(one.kind, one.price)
            elif one.path == side.VOICES:
                self.voices[str(one.element_id)] = "succeed"
            elif one.element_id:
                self.library.add(one.element_id, one.body)

    def charges(self) -> dict[str, Any]:
        """What was booked: tasks made, units of good ends and of those under way, and how often each external id came."""
        self.settle()
        booked = [w for w in self.works.values() if not (w.fails_with and w.settled)]
        sums = {kind: sum((w.price for w in booked if w.kind == kind), Decimal(0)) for kind in ("video", "image")}
        return {
            "tasks": len(self.works),
            "units": f"{sums['video'].normalize():f}",
            "image_units": f"{sums['image'].normalize():f}",
            "external_ids": sorted(w.external_id for w in self.works.values() if w.external_id),
        }


def _bad_end(fault: Fault | None, broken_picture: bool) -> str | None:
    if fault is not None and fault.kind == "moderation":
        return tasks.RISK
    if fault is not None and fault.kind == "fail":
        return fault.message or "internal error"
    return tasks.BAD_PICTURE if broken_picture else None


def request_id() -> str:
    return str(uuid.uuid4())
