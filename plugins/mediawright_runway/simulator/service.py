"""Tasks, uploads, results, the account and its routers. Words in a prompt choose the end of a task (§15.3)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright.sdk.simulator.media import sample_of
from mediawright_runway.shapes import ABOUT, FIELDS
from mediawright_runway.simulator import checks

VERSION, LIFE_S = "2024-11-06", 86_400.0
#: key → balance; `bad` and none are no key, `closed` may not use the model
BALANCES = {"poor": 3}
#: word in a prompt → failure code, and whether it is paid
ENDS = {
    "blockin": ("SAFETY.INPUT.TEXT", True),
    "blockout": ("SAFETY.OUTPUT.IMAGE", True),
    "badout": ("INTERNAL.BAD_OUTPUT.CODE01", False),
    "badasset": ("ASSET.INVALID", False),
    "thirdparty": ("THIRD_PARTY.UNAVAILABLE", False),
    "internal": ("INTERNAL", False),
}
KINDS = {"text_to_image": "image", "image_upscale": "image", "sound_effect": "audio", "text_to_speech": "audio"}
UNKNOWN_CREDITS, DAILY, LARGEST = 50, 50, 200 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class RunwayOptions(kit.Options):
    """`places`: tasks of one model that run at once, others are THROTTLED. `dearer`: the estimate is so many credits above
    the table. `daily`: runs of a model in a day. `word`: an unknown status instead of RUNNING. `rows_late`: a router's rows
    come so many looks late, -1 never. `smallest`: bytes of the smallest file that is stored."""

    places: int = 2
    dearer: int = 0
    daily: int = DAILY
    word: str = ""
    rows_late: int = 0
    smallest: int = 512


class RunwayService(kit.Service):
    options: RunwayOptions

    def __init__(self, options: RunwayOptions) -> None:
        super().__init__(options)
        self.uploads: dict[str, bytes] = {}
        self.routers: dict[str, dict[str, Any]] = {}
        self.leaks: list[str] = []
        self._files: dict[str, float] = {}
        self._late = options.rows_late

    def routes(self) -> list[Any]:
        signed = self._signed
        return [
            *(kit.route("POST", path, signed(lambda call, path=path: self.create(call, path))) for path in FIELDS),
            kit.route("GET", "/v1/tasks/{id}", signed(self.show)),
            kit.route("DELETE", "/v1/tasks/{id}", signed(self.stop)),
            kit.route("GET", "/v1/organization", signed(self.organization)),
            kit.route("POST", "/v1/organization/usage", signed(self.usage)),
            kit.route("POST", "/v1/uploads", signed(self.ticket)),
            kit.route("GET", "/v1/voices", signed(lambda call: {"data": [], "nextCursor": None})),
            kit.route("POST", "/v1/routers", signed(self.make_router)),
            kit.route(
                "GET", "/v1/routers", signed(lambda call: {"data": [*self.routers.values()], "nextCursor": None})
            ),
            kit.route("GET", "/v1/routers/{id}/requests", signed(self.router_rows)),
            kit.route("DELETE", "/v1/routers/{id}", signed(self.drop_router)),
            kit.route("POST", "/v1/generate/{kind}", signed(self.generate)),
            kit.route("POST", "/bucket", self.store),
            kit.route("GET", "/bucket/{name:path}", self.file),
        ]

    def _signed(self, answer: Any) -> Any:
        """Answer only calls with the version and a key (W-R25)."""

        def checked(call: kit.Call) -> Any:
            key = call.header("authorization").removeprefix("Bearer ")
            if call.header("x-runway-version") != VERSION:
                return kit.refusal(400, {"error": "X-Runway-Version header is missing or unknown."})
            if not key or key == "bad":
                return kit.refusal(401, {"error": "Unauthorized"})
            if key == "closed" and call.request.method == "POST" and call.request.url.path != "/v1/uploads":
                return kit.refusal(403, {"error": "This organization may not use the model."})
            return answer(call)

        return checked

    def balance(self, call: kit.Call) -> int:
        key = call.header("authorization").removeprefix("Bearer ")
        left = self.tasks.balance
        spent = sum(int(task.charged) for task in self.tasks.all.values())
        return BALANCES.get(key, 10_000 - spent if left is None else int(left))

    # --- tasks

    def create(self, call: kit.Call, path: str) -> Any:
        issues = checks.issues(path, call.json)
        if issues:
            said = {"error": "Validation of body failed", "docUrl": "https://docs.dev.runwayml.com/api"}
            return kit.refusal(400, said | {"issues": issues})
        lost = [a for a in checks.addresses(call.json) if a.startswith("runway://") and a not in self.uploads]
        if lost or any(a.startswith(("data:", "http://")) for a in checks.addresses(call.json)):
            return kit.refusal(400, {"error": "Could not fetch the asset."})
        model = str(call.json["model"])
        return self.made(call, model, path, call.json)

    def made(self, call: kit.Call, model: str, path: str, body: Any) -> Any:
        if self.runs(model) >= self.options.daily:
            return kit.refusal(429, {"error": "You have reached your daily task limit."})
        cost = self.estimate(model, body) + self.options.dearer
        if self.balance(call) < cost:
            return kit.refusal(400, {"error": "You do not have enough credits to run this task."})
        fate = dict(self.faults.task(call.name))
        number = f"5d0f6c1a-93c4-4a0e-8a55-{len(self.tasks.all) + 1:012x}"
        word = next((word for word in ENDS if word in str(body.get("promptText", ""))), "")
        ends = "failed" if word or "code" in fate else "succeeded"
        end = ENDS.get(word, (fate.get("code"), False))
        waits = fate.get("throttled", 0)
        self.tasks.create(number, body, cost=cost, ends=ends, model=model, path=path, end=end, waits=waits)
        return {"id": number, "estimatedCost": {"credits": cost}}

    def estimate(self, model: str, body: Any) -> int:
        about = ABOUT.get(model, {})
        rate = about.get("rate", UNKNOWN_CREDITS)
        while isinstance(rate, (dict, list)):
            rate = next(iter(rate.values() if isinstance(rate, dict) else rate))
        seconds = body.get("duration", 5)
        count = seconds if isinstance(seconds, int) and "promptText" in body else 5
        return max(int(rate * (count if "seconds" in about else 1)), int(about.get("least", 1)))

    def runs(self, model: str) -> int:
        return sum(task.data["model"] == model for task in self.tasks.all.values())

    def status(self, task: kit.SimulatedTask) -> str:
        """Over the places of a model a task waits, THROTTLED, until one is free (W-R27)."""
        if task.data["waits"]:
            task.data["waits"] -= 1
            return "THROTTLED"
        state = self.tasks.state(task)
        if state not in ("queued", "running"):
            return {"succeeded": "SUCCEEDED", "failed": "FAILED"}.get(state, "CANCELLED")
        same = [other for other in self.tasks.all.values() if other.data["model"] == task.data["model"]]
        ahead = [o for o in same if self.tasks.state(o) in ("queued", "running")].index(task)
        if ahead >= self.options.places:
            return "THROTTLED"
        return "PENDING" if state == "queued" else self.options.word or "RUNNING"

    def show(self, call: kit.Call) -> Any:
        task = self.tasks.all.get(call.fields["id"])
        if task is None:
            return kit.refusal(404, {"error": "Not found"})
        word, (code, paid) = self.status(task), task.data["end"]
        said: dict[str, Any] = {"id": task.id, "status": word, "createdAt": _iso(task.made_at)}
        if word in ("PENDING", "THROTTLED", "RUNNING"):
            said["estimatedCost"] = {"credits": int(task.charged)}
        if word == "RUNNING":
            said["progress"] = self.tasks.clock and task.share(self.clock.seconds())
        if word == "SUCCEEDED":
            said |= {"output": self.output(task, call.base), "cost": {"credits": int(task.charged)}}
        if word == "FAILED":
            said |= {"failure": "Something went wrong.", "failureCode": code}
            said["cost"] = {"credits": int(task.charged) if paid else 0}
        if word == "CANCELLED":
            said["cost"] = {"credits": int(task.charged) if task.data.get("ran") else 0}
        return said

    def output(self, task: kit.SimulatedTask, base: str) -> list[str]:
        """Fresh addresses at each poll, good for a day."""
        kind = KINDS.get(task.data["path"].rpartition("/")[2], "video")
        seconds = task.body.get("duration", 5)
        length = float(seconds) if isinstance(seconds, int) else 5.0
        found = []
        for number in range(int(task.body.get("outputCount") or 1)):
            self._files[name := self.new_id(f"{task.id}-{number}")] = self.clock.seconds()
            path = kit.media_url("", kind, name, seconds=length).rpartition("/")[2]
            self._files[path] = self._files[name]
            found.append(f"{base}/bucket/{path}?_jwt=a.b.c")
        return found

    def stop(self, call: kit.Call) -> Any:
        """Cancels what has not ended, forgets what has; money comes back only before it runs (§8)."""
        task = self.tasks.all.get(call.fields["id"])
        if task is None:
            return kit.refusal(404, {"error": "Not found"})
        state = self.tasks.state(task)
        if state in ("queued", "running"):
            task.data["ran"] = state == "running"
            self.tasks.cancel(task, refund=state == "queued")
        else:
            del self.tasks.all[task.id]
        return Response(status_code=204)

    # --- the account

    def organization(self, call: kit.Call) -> Any:
        models = list(dict.fromkeys(task.data["model"] for task in self.tasks.all.values()))
        limits = {
            name: {"maxConcurrentGenerations": self.options.places, "maxDailyGenerations": self.options.daily}
            for name in ("gen4.5", "gen3a_turbo", *models)
        }
        used = {name: {"dailyGenerations": self.runs(name)} for name in models}
        tier = {"maxMonthlyCreditSpend": 10_000, "models": limits}
        return {"creditBalance": self.balance(call), "tier": tier, "usage": {"models": used}}

    def usage(self, call: kit.Call) -> Any:
        spent: dict[str, Decimal] = {}
        for task in self.tasks.all.values():
            spent[task.data["model"]] = spent.get(task.data["model"], Decimal(0)) + task.charged
        day = _iso(self.clock.wall())[:10]
        rows = [{"model": name, "amount": int(value)} for name, value in spent.items()]
        return {"models": list(spent), "results": [{"date": day, "usedCredits": rows}]}

    # --- files

    def ticket(self, call: kit.Call) -> Any:
        number = self.new_id("u")
        fields = {"key": f"u/{number}", "policy": "cG9s", "x-amz-signature": "00"}
        return {"uploadUrl": f"{call.base}/bucket", "fields": fields, "runwayUri": f"runway://{number}"}

    def store(self, call: kit.Call) -> Any:
        """Takes the bytes without the key; the fields come before the file, in order (§3)."""
        if self.leaked(call.request):
            return kit.refusal(418, {"error": "a key at the bucket"})
        head, _, rest = call.raw.partition(b'name="file"')
        content = rest.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--")[0]
        number = head.partition(b"u/")[2].partition(b"\r")[0].decode()
        if not number or not self.options.smallest <= len(content) <= LARGEST:
            return kit.refusal(400, {"error": "EntityTooSmall"})
        self.uploads[f"runway://{number}"] = content
        return Response(status_code=204)

    def file(self, call: kit.Call) -> Any:
        name = call.fields["name"]
        if self.leaked(call.request):
            return kit.refusal(418, {"error": "a key at the results"})
        if self.clock.seconds() - self._files.get(name, float("-inf")) > LIFE_S or not call.query("_jwt"):
            return kit.refusal(403, {"error": "expired"})
        made = sample_of("/" + name)
        return kit.ranged(call.request, *made) if made else kit.refusal(404, {"error": "Not found"})

    def leaked(self, request: Request) -> bool:
        found = [name for name in ("authorization", "x-runway-version") if name in request.headers]
        self.leaks += found
        return bool(found)

    # --- routers

    def make_router(self, call: kit.Call) -> Any:
        slug = str(call.json.get("slug"))
        if any(router["slug"] == slug for router in self.routers.values()):
            return kit.refusal(409, {"error": "A router with this slug exists."})
        number, now = f"9a1d5c60-0000-4b57-9b0a-{len(self.routers) + 1:012x}", _iso(self.clock.wall())
        self.routers[number] = {"id": number, "slug": slug, "name": slug, "version": 1, "createdAt": now}
        self.routers[number] |= {"settings": call.json.get("settings", {})}
        return self.routers[number]

    def generate(self, call: kit.Call) -> Any:
        router = next((r for r in self.routers.values() if r["slug"] == call.json.get("configId")), None)
        if router is None:
            return kit.refusal(400, {"error": "Router config not found."})
        model, body = router["settings"]["models"]["ids"][0], dict(call.json["input"])
        ceiling = router["settings"].get("maxCreditsPerGeneration", {}).get(call.fields["kind"])
        if ceiling is not None and self.estimate(model, body) > ceiling:
            return kit.refusal(400, {"error": "No eligible model for this request."})
        made = self.made(call, model, f"/v1/generate/{call.fields['kind']}", body)
        if isinstance(made, dict):
            self.tasks.all[made["id"]].data["router"] = router["id"]
            made["routing"] = {"configId": router["slug"], "model": model, "estimatedCost": made.pop("estimatedCost")}
        return made

    def router_rows(self, call: kit.Call) -> Any:
        if self._late:
            self._late -= self._late > 0
            return {"data": [], "nextCursor": None}
        rows = [
            {"createdAt": _iso(task.made_at), "status": "routed", "model": task.data["model"], "taskId": task.id}
            for task in self.tasks.newest()
            if task.data.get("router") == call.fields["id"]
        ]
        return {"data": rows, "nextCursor": None}

    def drop_router(self, call: kit.Call) -> Any:
        self.routers.pop(call.fields["id"], None)
        return Response(status_code=204)


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
