"""The queue and the files: what is submitted waits, runs and ends; the platform API and the storage are beside it."""

from collections.abc import Mapping
from typing import Any

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright_fal.provider import ENDPOINTS
from mediawright_fal.simulator.platform import Platform
from mediawright_fal.simulator.storage import Storage

#: what each key means
REFUSED = {
    "bad": (401, {"detail": "No user found for Key ID and Secret"}),
    "broke": (
        403,
        {"detail": "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."},
    ),
    "poor-scope": (403, {"detail": "Access denied: this key has no right to the app"}),
}
UNSAFE = {
    "detail": [
        {
            "loc": ["body", "prompt"],
            "msg": "The content could not be processed because it was flagged.",
            "type": "content_policy_violation",
            "url": "https://docs.fal.ai/errors/#content_policy_violation",
            "ctx": {"categories": ["violence"]},
            "input": "the words that were flagged",
        }
    ]
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FalOptions(kit.Options):
    """`own_urls` off: answers name fal's public hosts. `list_unfinished`: the request list holds what has not ended.
    `drop_payloads`: it holds no inputs. `validate_early`: wrong values are refused at the submit. `billing` off: the key is
    no admin's."""

    own_urls: bool = True
    list_unfinished: bool = False
    drop_payloads: bool = False
    validate_early: bool = False
    billing: bool = True
    cold_start_s: float = 0.0


class FalService(kit.Service):
    """Tasks keep their app, their endpoint and, where a fault says so, how they end (status and body of the result)."""

    options: FalOptions

    def __init__(self, options: FalOptions) -> None:
        super().__init__(options)
        self.platform = Platform(self)
        self.storage = Storage(self)

    def routes(self) -> list[Any]:
        return [
            kit.route("POST", "/run/{path:path}", self.run),
            kit.route("GET", "/files/{name}", self.file),
            *self.storage.routes(),
            *self.platform.routes(),
            kit.route("POST", "/{path:path}", self.submit),
            kit.route("GET", "/{path:path}", self.ask),
            kit.route("PUT", "/{path:path}", self.stop),
        ]

    def refused(self, call: kit.Call, *, needed: bool = True) -> Any:
        """Return the refusal of a key, None for a good one."""
        scheme, _, value = call.header("authorization").partition(" ")
        if scheme != "Key" or not value:
            return (
                kit.refusal(401, {"detail": "Authentication is required to access this application."})
                if needed
                else None
            )
        found = REFUSED.get(value)
        return kit.refusal(*found) if found else None

    # --- the queue

    def submit(self, call: kit.Call) -> Any:
        refused = self.refused(call)
        if refused is not None:
            return refused
        endpoint = call.fields["path"]
        if endpoint not in self.platform.schemas:
            return kit.refusal(404, {"detail": f"Path /{endpoint} not found"})
        missing = self.platform.missing(endpoint, call.json)
        if missing and (self.options.validate_early or not call.json):
            return kit.refusal(422, missing)
        task = self.create(endpoint, call, missing)
        urls = self.urls(call, task)
        return {"status": "IN_QUEUE", "request_id": task.id, "queue_position": 0, **urls}

    def create(self, endpoint: str, call: kit.Call, missing: Any) -> kit.SimulatedTask:
        fate = dict(self.faults.task(call.name))
        if missing:
            fate = {"status": 422, "body": missing, **fate}
        if "unsafe" in str((call.json or {}).get("prompt", "")):
            fate = {"status": 422, "body": UNSAFE, **fate}
        parts = endpoint.split("/")
        app = "/".join(parts[: 3 if parts[0] in ("workflows", "comfy") else 2])
        number = f"019b2c4e-7a10-7c31-9d55-{len(self.tasks.all) + 1:012x}"
        wait = self.options.queue_s + self.options.cold_start_s
        return self.tasks.create(number, call.json, queue_s=wait, app=app, endpoint=endpoint, fate=fate)

    def urls(self, call: kit.Call, task: kit.SimulatedTask) -> dict[str, str]:
        base = call.base if self.options.own_urls else "https://queue.fal.run"
        one = f"{base}/{task.data['app']}/requests/{task.id}"
        return {"response_url": one, "status_url": f"{one}/status", "cancel_url": f"{one}/cancel"}

    def found(self, call: kit.Call) -> tuple[kit.SimulatedTask | None, str]:
        app, _, rest = call.fields["path"].partition("/requests/")
        number, _, what = rest.partition("/")
        task = self.tasks.all.get(number)
        return (task if task and task.data["app"] == app else None), what

    def ask(self, call: kit.Call) -> Any:
        refused = self.refused(call)
        if refused is not None:
            return refused
        task, what = self.found(call)
        if task is None:
            return kit.refusal(404, {"detail": "Request not found"})
        return self.status(call, task) if what == "status" else self.result(call, task)

    def status(self, call: kit.Call, task: kit.SimulatedTask) -> Any:
        """`logs` and `queue_position` are always there, since the real client needs them (F-R24)."""
        state, urls = self.tasks.state(task), self.urls(call, task)
        known = {"request_id": task.id, **urls}
        fate = task.data["fate"]
        if "word" in fate and state == "running":
            return kit.refusal(202, known | {"status": fate["word"], "logs": None})
        if state == "queued":
            behind = max(0, sum(self.tasks.state(other) == "queued" for other in self.tasks.all.values()) - 1)
            return kit.refusal(202, known | {"status": "IN_QUEUE", "queue_position": behind})
        if state == "running":
            line = {"message": "50 %", "level": "INFO", "source": "USER", "timestamp": "2026-11-30T09:00:00"}
            logs = [line] if call.query("logs") in ("true", "1") else None
            return kit.refusal(202, known | {"status": "IN_PROGRESS", "logs": logs})
        more = {"error": fate["error"], "error_type": "runner_disconnected"} if "error" in fate else {}
        return known | {"status": "COMPLETED", "logs": [], "metrics": {"inference_time": task.run_s}, **more}

    def result(self, call: kit.Call, task: kit.SimulatedTask) -> Any:
        state, fate = self.tasks.state(task), task.data["fate"]
        if state in ("queued", "running"):
            return kit.refusal(400, {"detail": "Request is still in progress"})
        if state == "cancelled":
            body = {"detail": "Request was cancelled by the client", "error_type": "client_cancelled"}
            return kit.refusal(499, body)
        if "status" in fate:
            return kit.refusal(fate["status"], fate.get("body"), {"x-fal-billable-units": "0"})
        return self.made(call.base, task)

    def made(self, base: str, task: kit.SimulatedTask) -> dict[str, Any]:
        """Return the output object of an endpoint, with real files."""
        kind, number = self.platform.result_kind(task.data["endpoint"]), int((task.body or {}).get("num_images") or 1)
        fewer = int(task.data["fate"].get("fewer", 0))
        number = max(number, int((task.body or {}).get("max_images") or 1)) - fewer
        if kind == "image":
            width, height = shape(task.body or {})
            links = [
                {"url": self.link(base, task, f"{n}-{width}x{height}.png"), "content_type": "image/jpeg"}
                for n in range(number)
            ]
            return {"images": links, "seed": 1, "has_nsfw_concepts": [False] * number}
        if kind == "text":
            return {"text": "Good morning.", "language_code": "eng", "words": []}
        width, height = shape(task.body or {}, 36)
        name = "0-1s.wav" if kind == "audio" else f"0-{seconds(task.body or {})}s-{width}x{height}.mp4"
        file = {"url": self.link(base, task, name), "content_type": "image/png", "file_name": "output.bin"}
        if task.data["endpoint"].startswith("mirelo-ai/"):
            return {"video": [file]}
        return {kind: file, "thumbnail": {"url": self.link(base, task, "9-64x64.png")}}

    def link(self, base: str, task: kit.SimulatedTask, name: str) -> str:
        return f"{base}/files/{task.id}-{name}"

    def file(self, call: kit.Call) -> Any:
        """A file is for everybody, and a key that comes here is a leak (F-R23)."""
        from mediawright.sdk.simulator.media import sample_of

        if "authorization" in call.request.headers:
            return kit.refusal(418, {"detail": "a key was sent to a file host"})
        found = sample_of(call.request.url.path)
        return kit.ranged(call.request, *found) if found else kit.refusal(404, {"detail": "no such file"})

    def stop(self, call: kit.Call) -> Any:
        refused = self.refused(call)
        if refused is not None:
            return refused
        task, _ = self.found(call)
        if task is None:
            return kit.refusal(404, {"status": "NOT_FOUND"})
        state = self.tasks.state(task)
        if state == "queued":
            self.tasks.cancel(task)
            return {"status": "CANCELLED"}
        if state == "running":
            return kit.refusal(202, {"status": "CANCELLATION_REQUESTED"})
        return kit.refusal(400, {"status": "ALREADY_COMPLETED"})

    def run(self, call: kit.Call) -> Any:
        """The synchronous road, which only the real client takes."""
        refused = self.refused(call)
        if refused is not None:
            return refused
        task = self.create(call.fields["path"], call, None)
        task.queue_s = task.run_s = 0.0
        return self.made(call.base, task)


def shape(body: Mapping[str, Any], short: int = 64) -> tuple[int, int]:
    """Return a small picture's width and height in the shape that was asked for, square or wide where nothing was."""
    word = str(body.get("aspect_ratio") or body.get("image_size") or "")
    sizes: Mapping[str, tuple[int, int]] = ENDPOINTS.words.sizes
    wide, _, high = word.partition(":")
    ratio = (int(wide), int(high)) if wide.isdigit() and high.isdigit() else sizes.get(word)
    width, height = ratio or ((16, 9) if short == 36 else (1, 1))
    unit = short / min(width, height)
    return round(width * unit), round(height * unit)


def seconds(body: Mapping[str, Any]) -> int:
    """Return the length of a clip that was asked for ("5", 5 or "8s"), a short one where nothing was."""
    digits = "".join(char for char in str(body.get("duration", "")) if char.isdigit())
    return min(int(digits or 1), 10)
