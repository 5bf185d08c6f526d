"""Tasks, pictures and their files; what is refused stands in `checks`, what goes wrong on purpose in `named_faults`."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright.sdk.simulator.media import sample_of
from mediawright_ark.pricing import tokens
from mediawright_ark.provider import TABLE, TURNED
from mediawright_ark.simulator import checks, named_faults

PREFIX = "/{base:path}"
TASKS = PREFIX + "/contents/generations/tasks"
LIFE_S, KNOWN_S = 86_400.0, 7 * 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ArkOptions(kit.Options):
    """`fault`: names of §17 with commas between them. `image_s`: how long a picture takes, in seconds of the machine."""

    fault: str = ""
    image_s: float = 0.0
    rate_limit: bool = False


class ArkService(kit.Service):
    """Tasks keep what `fate` a fault has for them."""

    options: ArkOptions

    def __init__(self, options: ArkOptions) -> None:
        super().__init__(options)
        found, self.flags = named_faults.faults(options.fault)
        for fault in found:
            self.faults.add(**fault)
        self.pictures = 0
        self._listed_at = float("-inf")
        self._files: dict[str, float] = {}

    def routes(self) -> list[Any]:
        return [
            kit.route("GET", "/files/{name:path}", self.file),
            kit.route("GET", PREFIX + "/models", lambda call: self.refused(call) or self.models()),
            kit.route("POST", TASKS, lambda call: self.refused(call) or self.create(call)),
            kit.route("GET", TASKS, lambda call: self.refused(call) or self.listed(call)),
            kit.route("GET", TASKS + "/{id}", lambda call: self.refused(call) or self.show(call)),
            kit.route("DELETE", TASKS + "/{id}", lambda call: self.refused(call) or self.stop(call)),
            # what lies below a task falls through to creation: a cancel that Ark does not have buys a second task (§2)
            kit.route("POST", TASKS + "/{id}/{word}", lambda call: self.refused(call) or self.create(call)),
            Route(PREFIX + "/images/generations", self.draw, methods=["POST"]),
        ]

    def error(self, status: int, code: str, message: str) -> Response:
        kind = code.partition(".")[0]
        error = {"code": code, "message": f"{message} Request id: {self.new_id('02')}", "param": "", "type": kind}
        return JSONResponse({"error": error}, status_code=status, headers={"x-error-code": code})

    def refused(self, call: kit.Call) -> Any:
        scheme, _, key = call.header("authorization").partition(" ")
        if scheme == "Bearer" and key and key != "bad":
            return None
        return self.error(401, "AuthenticationError", "The API key or AK/SK in the request is missing or invalid.")

    def models(self) -> Any:
        return {"object": "list", "data": [{"id": name, "status": "Active"} for name in (*checks.VIDEO, *checks.IMAGE)]}

    # --- tasks

    def create(self, call: kit.Call) -> Any:
        refused = next(checks.video(call.json), None)
        if refused is not None:
            return self.error(*refused)
        fate = dict(self.faults.task(call.name))
        now = datetime.fromtimestamp(self.clock.seconds(), UTC)
        number = f"cgt-{now:%Y%m%d%H%M%S}-{len(self.tasks.all):05x}"
        ends = fate.get("ends", "failed" if "code" in fate else "succeeded")
        task = self.tasks.create(number, call.json, ends=ends, run_s=fate.get("run_s"), fate=fate)
        task.charged = task.charged * self.tokens_of(task.body)
        return {"id": task.id}

    def tokens_of(self, body: Any) -> int:
        given = {name: value for name, value in body.items() if value is not None}
        name, shape = given.get("resolution", "720p"), given.get("ratio", "16:9")
        shape = "16:9" if shape == "adaptive" else shape
        wide, high = TABLE["pixels"][name][TURNED.get(shape, shape)]
        if checks.VIDEO.get(given["model"], {}).get("strict") and name == "480p" and shape == "16:9":
            wide, high = 854, 480
        clips = [item for item in given["content"] if item.get("type") == "video_url"]
        return tokens(wide * high, self.seconds_of(given) + 5 * len(clips))

    def seconds_of(self, body: Any) -> int:
        seconds = body.get("duration")
        return 5 if seconds in (None, -1) else int(seconds)

    def shown(self, task: kit.SimulatedTask, base: str) -> dict[str, Any]:
        fate, body = task.data["fate"], {k: v for k, v in task.body.items() if v is not None}
        state, made = self.tasks.state(task), int(task.made_at)
        word = fate.get("word_at_end", state) if state == "succeeded" else fate.get("word", state)
        said: dict[str, Any] = {"id": task.id, "model": body["model"], "status": word, "created_at": made}
        said |= {"updated_at": int(task.made_at + min(self.clock.seconds(), task.ended_at()) - task.created)}
        names = ["resolution", "ratio", "priority", "draft", "output_format", "safety_identifier", "generate_audio"]
        if "mini" in body["model"]:
            names.remove("generate_audio")
        if "no_echo" in fate:
            names.remove("safety_identifier")
        said |= {name: body[name] for name in names if name in body}
        said |= {"duration": self.seconds_of(body), "framespersecond": 24, "service_tier": "default"}
        said |= {
            "seed": body.get("seed", 58944),
            "execution_expires_after": body.get("execution_expires_after", 172800),
        }
        if state == "failed":
            said["error"] = {"code": fate.get("code", "InternalServiceError"), "message": fate.get("message", "")}
        if state == "succeeded":
            said |= {"content": None if fate.get("null_content") else self.content(task, base)}
            said |= {"usage": {"completion_tokens": int(task.charged), "total_tokens": int(task.charged)}}
        return said

    def content(self, task: kit.SimulatedTask, base: str) -> dict[str, str]:
        shape = task.body.get("ratio", "16:9")
        found = {"video_url": self.link(base, "video", task.id, self.seconds_of(task.body), shape, task.ended_at())}
        if task.body.get("return_last_frame"):
            found["last_frame_url"] = self.link(base, "image", task.id + "-last", 0, shape, task.ended_at())
        return found

    def link(self, base: str, kind: str, name: str, seconds: float, shape: str, made: float) -> str:
        path = kit.media_url("", kind, name, seconds=seconds or 1.0, shape=shape).rpartition("/")[2]
        self._files.setdefault(path, made)
        return f"{base}/files/{path}?X-Tos-Expires=86400&X-Tos-Signature=a%2Fb"

    def show(self, call: kit.Call) -> Any:
        task = self.found(call.fields["id"])
        return self.shown(task, call.base) if task else self.error(404, "NotFound", "The specified task is not found")

    def found(self, number: str) -> kit.SimulatedTask | None:
        task = self.tasks.all.get(number)
        return task if task and self.clock.seconds() - task.created < KNOWN_S else None

    def listed(self, call: kit.Call) -> Any:
        now = self.clock.seconds()
        if "list_500" in self.flags:
            return self.error(500, "InternalServiceError", "internal error")
        if self.options.rate_limit and now - self._listed_at < 1:
            return self.error(429, "RequestBurstTooFast", "too many requests")
        self._listed_at = now
        query = call.request.query_params
        wanted, model, status = query.getlist("filter.task_ids"), query.get("filter.model"), query.get("filter.status")
        delay = self.flags.get("list_delay", 0.0)
        rows = [
            task
            for task in self.tasks.newest()
            if self.found(task.id)
            and now - task.created >= delay
            and (not wanted or task.id in wanted)
            and model in (None, task.body["model"])
            and status in (None, self.tasks.state(task))
        ]
        if "list_unsorted" in self.flags:
            rows = rows[1::2] + rows[::2]
        size, page = int(query.get("page_size", 20)), int(query.get("page_num", 1))
        part = rows[(page - 1) * size : page * size]
        return {"total": len(rows), "items": [self.shown(task, call.base) for task in part]}

    def stop(self, call: kit.Call) -> Any:
        """Cancels what waits, refuses what runs, and deletes the record of what has ended (§6)."""
        task = self.found(call.fields["id"])
        if task is None:
            return self.error(404, "NotFound", "The specified task is not found")
        if "delete_race" in self.flags:
            task.queue_s = min(task.queue_s, max(self.clock.seconds() - task.created, 0.0))
        state = self.tasks.state(task)
        if state == "running":
            words = "Cannot delete task because it is currently running"
            return self.error(409, "InvalidAction.RunningTaskDeletion", words)
        if state == "cancelled":
            return self.error(409, "InvalidAction", "the task is cancelled")
        if state == "queued":
            self.tasks.cancel(task)
        else:
            del self.tasks.all[task.id]
        return {}

    # --- pictures

    async def draw(self, request: Request) -> Response:
        raw = await request.body()
        from mediawright.sdk.simulator.service import parsed

        call = kit.Call(request=request, json=parsed(raw), raw=raw, fields={})
        refused = self.refused(call)
        problem = None if refused is not None else next(checks.image(call.json), None)
        if refused is not None or problem is not None:
            return refused or self.error(*(problem or (400, "", "")))
        await asyncio.sleep(self.flags.get("slow_image", self.options.image_s))
        body = {name: value for name, value in call.json.items() if value is not None}
        found = self.drawn(body, call.base)
        if body.get("stream"):
            return StreamingResponse(_events(found), media_type="text/event-stream")
        return JSONResponse(found)

    def drawn(self, body: Any, base: str) -> dict[str, Any]:
        most = (body.get("sequential_image_generation_options") or {}).get("max_images", 1)
        size = str(body.get("size", "2K"))
        if "x" not in size:
            side = {"1K": 1024, "1.5K": 1536, "2K": 2048, "4K": 4096}[size.upper()]
            size = f"{side}x{side}"
        data: list[dict[str, Any]] = []
        for number in range(most):
            if "series_partial" in self.flags and number % 2:
                error = {"code": "OutputImageSensitiveContentDetected", "message": "may contain sensitive information"}
                data.append({"error": error})
                continue
            self.pictures += 1
            link = self.link(base, "image", f"p{self.pictures}", 0, "16:9", self.clock.seconds())
            data.append({"url": link, "size": size, "output_format": body.get("output_format", "jpeg")})
        made = sum("url" in item for item in data)
        wide, high = (int(side) for side in size.split("x"))
        self.tasks.create(self.new_id("image"), body, cost=made)
        usage = {"generated_images": made, "output_tokens": made * wide * high // 256}
        return {"model": body["model"], "created": int(self.clock.wall()), "data": data, "usage": usage}

    # --- files

    def file(self, call: kit.Call) -> Any:
        """A result: for a day, with its query as it was given, and never with the key (A-R44)."""
        name = call.fields["name"]
        if call.header("authorization"):
            return kit.refusal(400, {"error": {"code": "OnlyOneAuthMechanismAllowed"}})
        late = self.clock.seconds() - self._files.get(name, float("-inf")) > LIFE_S
        if late or "url_expired" in self.flags or "X-Tos-Signature=a%2Fb" not in call.request.url.query:
            return kit.refusal(403, {"error": {"code": "AccessDenied"}})
        if self.flags.pop("download_400_first", None):
            return kit.refusal(400, {"error": {"code": "video_not_ready"}})
        made = sample_of("/" + name)
        return kit.ranged(call.request, *made) if made else kit.refusal(404, {})


async def _events(found: dict[str, Any]) -> Any:
    import json

    for number, item in enumerate(found["data"]):
        kind = "partial_failed" if "error" in item else "partial_succeeded"
        yield f"data: {json.dumps({'type': f'image_generation.{kind}', 'image_index': number, **item})}\n\n"
    yield f"data: {json.dumps({'type': 'image_generation.completed', 'usage': found['usage']})}\n\n"
    yield "data: [DONE]\n\n"
