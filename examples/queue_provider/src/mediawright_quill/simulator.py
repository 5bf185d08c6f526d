"""Quill's queue on this machine. `--option balance=0`: no money; `time_scale=20`: faster; `/__sim/faults`: trouble."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit

WORDS = {"queued": "IN_QUEUE", "running": "IN_PROGRESS", "succeeded": "COMPLETED", "cancelled": "COMPLETED"}


class Service(kit.Service):
    def routes(self) -> list[Any]:
        task = "/quill/sketch/requests/{name}"
        return [
            kit.route("POST", "/quill/sketch/{variant}", lambda call: self.refused(call) or self.create(call)),
            kit.route("GET", task + "/status", lambda call: self.refused(call) or self.status(call)),
            kit.route("GET", task, lambda call: self.refused(call) or self.result(call)),
            kit.route("PUT", task + "/cancel", lambda call: self.refused(call) or self.stop(call)),
            kit.route("POST", "/uploads", lambda call: self.refused(call) or self.ticket(call)),
            kit.route("PUT", "/files/{name}", lambda call: {}),
        ]

    def refused(self, call: kit.Call) -> Any:
        key = call.header("authorization").removeprefix("Key ")
        return kit.refusal(401, {"detail": "Authentication is required."}) if not key or "bad" in key else None

    def create(self, call: kit.Call) -> Any:
        if not self.tasks.affords():
            return kit.refusal(403, {"detail": "User is locked. Reason: Exhausted balance."})
        task = self.tasks.create(self.new_id("q"), call.json)
        here = f"{call.base}/quill/sketch/requests/{task.id}"
        more = {"status_url": f"{here}/status", "response_url": here, "cancel_url": f"{here}/cancel"}
        return {"request_id": task.id, "status": "IN_QUEUE", **more}

    def status(self, call: kit.Call) -> Any:
        task = self.tasks.all.get(call.fields["name"])
        if task is None:
            return kit.refusal(404, {"detail": "no such request"})
        return {"request_id": task.id, "status": WORDS[self.tasks.state(task)]}

    def result(self, call: kit.Call) -> Any:
        task = self.tasks.all[call.fields["name"]]
        if self.tasks.state(task) == "cancelled":
            return kit.refusal(499, {"detail": "Request was cancelled by the client"})
        many = range((task.body or {}).get("num_images", 1))
        return {"images": [{"url": kit.media_url(call.base, "image", f"{task.id}-{n}")} for n in many]}

    def stop(self, call: kit.Call) -> Any:
        """What waits is stopped; of what runs only a note is taken (202)."""
        task = self.tasks.all[call.fields["name"]]
        if self.tasks.state(task) == "queued" and self.tasks.cancel(task):
            return {"status": "CANCELLED"}
        running = self.tasks.state(task) == "running"
        return kit.refusal(202 if running else 400, {"detail": "noted" if running else "too late"})

    def ticket(self, call: kit.Call) -> Any:
        url = f"{call.base}/files/{self.new_id('f')}"
        return {"upload_url": url, "file_url": url}


def create_app(options: dict[str, str]) -> Any:
    return kit.create_app(Service(mw.switches(kit.Options, options)))
