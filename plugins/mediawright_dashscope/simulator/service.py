"""Tasks that wait, run and end, answers that come at once, the list, the cancel: from the contract, not from the plugin."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright.sdk.simulator.media import sample_of
from mediawright_dashscope.simulator.accounts import error, key_of, refused, region_of
from mediawright_dashscope.simulator.bodies import links_of, small
from mediawright_dashscope.simulator.storage import Storage

VIDEO, PICTURE = (
    ("video-generation/video-synthesis", "image2video/video-synthesis"),
    (
        "image-generation/generation",
        "text2image/image-synthesis",
        "image2image/image-synthesis",
    ),
)
AT_ONCE = ("multimodal-generation/generation", "image2video/face-detect")
#: models and what their parameters may be called; any other is refused (D-R26)
MODELS = re.compile(r"(wan|happyhorse|qwen|cosyvoice|z-image|videoretalk)")
COMMON = (
    "duration resolution ratio size n seed watermark prompt_extend negative_prompt audio audio_setting mode check_image"
)
OWN = "shot_type enable_sequential thinking_mode enable_thinking video_extension strength control_condition mask_type"
SCALES = "expand_ratio expand_mode top_scale bottom_scale left_scale right_scale obj_or_bg upscale_factor instructions"
PARAMETERS = frozenset(f"{COMMON} {OWN} {SCALES}".split())
CHINA, DAY = timezone(timedelta(hours=8)), 86_400.0
#: one task at a time; two of everything else
DIGITAL = ("wan2.2-s2v", "videoretalk", "wan2.2-animate")


@dataclass(frozen=True, slots=True, kw_only=True)
class DashScopeOptions(kit.Options):
    """`list_lag`: seconds until a task shows in the list. `rows_named_tasks`: its rows are called so. `foreign_tasks`: so
    many of another key appear. `tasks_only`: no picture is made at once; `at_once_only`: nor as a task. `parallel`: tasks
    of one model at once."""

    list_lag: float = 0.0
    rows_named_tasks: bool = False
    foreign_tasks: int = 0
    tasks_only: bool = False
    at_once_only: bool = False
    parallel: int = 2
    max_file_mb: int = 100


class DashScopeService(kit.Service):
    options: DashScopeOptions

    def __init__(self, options: DashScopeOptions) -> None:
        super().__init__(options)
        self.storage = Storage(self)

    def routes(self) -> list[Any]:
        found = [
            kit.route("POST", "/oss/", self.storage.store),
            kit.route("GET", "/results/{name}", self.result),
        ]
        for start in ("", "/{region}"):
            root = start + "/api/v1"
            found += [
                kit.route("POST", root + "/services/aigc/{group}/{name}", self.create),
                kit.route("POST", root + "/services/audio/tts/SpeechSynthesizer", self.speech),
                kit.route("GET", root + "/uploads", self.storage.policy),
                kit.route("GET", root + "/tasks", self.listed),
                kit.route("GET", root + "/tasks/", self.listed),
                kit.route("GET", root + "/tasks/{id}", self.show),
                kit.route("POST", root + "/tasks/{id}/cancel", self.stop),
            ]
        return found

    def create(self, call: kit.Call) -> Any:
        no = refused(call, spends=True)
        if no is not None:
            return no
        path = f"{call.fields['group']}/{call.fields['name']}"
        at_once = call.header("x-dashscope-async") != "enable"
        if path not in (*VIDEO, *PICTURE, *AT_ONCE):
            return error(404, "NotFound", "no such service")
        if at_once and (path not in AT_ONCE or (self.options.tasks_only and "detect" not in path)):
            return error(403, "AccessDenied", "current user api does not support synchronous calls.")
        if not at_once and (path in AT_ONCE or (self.options.at_once_only and path in PICTURE)):
            return error(403, "AccessDenied", "current user api does not support asynchronous calls.")
        wrong = self.wrong(call.json)
        if wrong is not None:
            return wrong
        return self.answered(call, path) if at_once else self.task(call, path)

    def wrong(self, body: Any) -> Any:
        """Return the refusal of a body. Media are never looked at here: a bad one fails the task."""
        if not isinstance(body, dict) or not isinstance(body.get("model"), str):
            return error(400, "BadRequest.EmptyModel", "model is required")
        model, given, told = body["model"], body.get("input"), body.get("parameters") or {}
        if not MODELS.match(model) or "nothing" in model:
            return error(404, "ModelNotFound", "Model not exist.")
        if not isinstance(given, dict) or not given:
            return error(400, "BadRequest.EmptyInput", "input is required")
        strange = sorted(set(told) - PARAMETERS) + [name for name in ("extend_prompt", "is_async") if name in given]
        newer = not model.startswith(("wanx", "wan2.2", "wan2.5", "qwen3-tts"))
        if strange and newer:
            return error(400, "InvalidParameter", f"unknown parameter: {', '.join(strange)}")
        length, fine = told.get("duration"), told.get("resolution")
        if length is not None and (type(length) is not int or not -1 <= length <= 30):
            return error(400, "InvalidParameter", "duration must be an integer")
        if fine is not None and fine not in ("480P", "720P", "1080P"):
            return error(400, "InvalidParameter", "resolution must be one of 480P, 720P, 1080P")
        if "unsafe" in str(given):
            return error(400, "DataInspectionFailed", "Input data may contain inappropriate content.")
        return None

    def task(self, call: kit.Call, path: str) -> Any:
        made = self.made(call, "picture" if path in PICTURE else "video")
        return {"request_id": self.new_id("request"), "output": {"task_id": made.id, "task_status": "PENDING"}}

    def made(self, call: kit.Call, kind: str, at_once: bool = False) -> kit.SimulatedTask:
        """Make a task; beyond what a model takes at once it waits for the others (§12)."""
        model, account, now = call.json["model"], key_of(call), self.clock.seconds()
        resolved = call.header("x-dashscope-ossresourceresolve") == "enable"
        fault = self.storage.fault_of(links_of(call.json["input"]), account, model, resolved)
        fate = dict(self.faults.task(call.name))
        if fault is not None:
            fate = {"code": fault[0], "message": fault[1]} | fate
        room = 1 if model.startswith(DIGITAL) else self.options.parallel
        others = sorted(
            t.ended_at() for t in self.tasks.all.values() if t.data["model"] == model and t.ended_at() > now
        )
        wait = self.options.queue_s + (others[-room] - now if len(others) >= room else 0.0)
        number = f"7c9f3a52-1b7e-4a8e-9d0f-{len(self.tasks.all) + 1:012x}"
        facts = {"model": model, "account": account, "region": region_of(call), "kind": kind, "fate": fate}
        ends, run_s = "FAILED" if "code" in fate else "SUCCEEDED", 0.0 if at_once else None
        return self.tasks.create(number, call.json, ends=ends, queue_s=0.0 if at_once else wait, run_s=run_s, **facts)

    def answered(self, call: kit.Call, path: str) -> Any:
        given = call.json["input"]
        if path.endswith("face-detect"):
            seen = "noface" not in str(given.get("image_url"))
            output: dict[str, Any] = {"check_pass": seen, "humanoid": seen}
            return {"request_id": self.new_id("request"), "output": output, "usage": {"image_count": 1}}
        if "text" in given:
            return self.spoken(call, str(given["text"]))
        task = self.made(call, "picture", at_once=True)
        return {"request_id": task.id, **self.pictures(call.base, task)}

    def speech(self, call: kit.Call) -> Any:
        no = refused(call, spends=True) or self.wrong(call.json)
        return no if no is not None else self.spoken(call, str(call.json["input"].get("text", "")))

    def spoken(self, call: kit.Call, text: str) -> Any:
        task = self.made(call, "audio", at_once=True)
        audio = {"url": f"{call.base}/results/{task.id}-1s.wav?Expires=1&Signature=sim", "id": task.id, "data": ""}
        output = {"finish_reason": "stop", "audio": audio | {"expires_at": int(self.clock.seconds() + DAY)}}
        return {"request_id": task.id, "output": output, "usage": {"characters": len(text)}}

    def pictures(self, base: str, task: kit.SimulatedTask) -> dict[str, Any]:
        number = int((task.body.get("parameters") or {}).get("n") or 1) - int(task.data["fate"].get("fewer", 0))
        shape = small((task.body.get("parameters") or {}).get("size"), "*")
        links = [f"{base}/results/{task.id}-{n}-{shape}.png?Expires=1&Signature=sim" for n in range(number)]
        usage = {"image_count": number, "width": 64, "height": 64}
        if "messages" in task.body["input"]:
            content = [{"image": link} for link in links]
            choice = {"finish_reason": "stop", "message": {"role": "assistant", "content": content}}
            return {"output": {"choices": [choice]}, "usage": usage}
        failed = [{"code": "InternalError.Algo", "message": "x"}] * int(task.data["fate"].get("fewer", 0))
        told = {"orig_prompt": task.body["input"].get("prompt", "")}
        results = [{"url": link, **told} for link in links] + failed
        metrics = {"TOTAL": len(results), "SUCCEEDED": number, "FAILED": len(failed)}
        return {"output": {"results": results, "task_metrics": metrics}, "usage": usage}

    def word(self, task: kit.SimulatedTask) -> str:
        state = self.tasks.state(task)
        early = {"queued": "PENDING", "running": "RUNNING", "cancelled": "CANCELED"}
        found = early.get(state, state)
        return str(task.data["fate"].get("word", found)) if found in ("PENDING", "RUNNING") else found

    def seen(self, call: kit.Call) -> kit.SimulatedTask | None:
        """Return a task of the caller's own account and region that is not forgotten: a day after its end it is."""
        task = self.tasks.all.get(call.fields["id"])
        own = task is not None and (task.data["account"], task.data["region"]) == (key_of(call), region_of(call))
        return task if task and own and self.clock.seconds() - task.ended_at() < DAY else None

    def show(self, call: kit.Call) -> Any:
        no = refused(call)
        if no is not None:
            return no
        task = self.seen(call)
        if task is None:
            unknown = {"task_id": call.fields["id"], "task_status": "UNKNOWN"}
            return {"request_id": self.new_id("request"), "output": unknown}
        word, fate = self.word(task), task.data["fate"]
        output: dict[str, Any] = {"task_id": task.id, "task_status": word, "submit_time": self.local(task.created)}
        if word == "FAILED":
            output |= {"code": fate["code"], "message": fate.get("message", "x")}
        if word != "SUCCEEDED":
            return {"request_id": self.new_id("request"), "output": output}
        ended = self.pictures(call.base, task) if task.data["kind"] == "picture" else self.clip(call.base, task)
        output |= ended["output"] | {"end_time": self.local(task.ended_at())}
        usage = {} if fate.get("no_usage") else {"usage": ended["usage"]}
        return {"request_id": self.new_id("request"), "output": output, **usage}

    def clip(self, base: str, task: kit.SimulatedTask) -> dict[str, Any]:
        told, given = task.body.get("parameters") or {}, task.body["input"]
        going_in = sum(5 for item in given.get("media", ()) if item.get("type") in ("video", "reference_video"))
        made = 30 if told.get("duration") == -1 else told.get("duration", 5)
        shape = small(told.get("ratio") or told.get("size", "16:9"), "*" if "size" in told else ":")
        link = f"{base}/results/{task.id}-{made}s-{shape}.mp4?Expires=1&Signature=sim"
        usage: dict[str, Any] = {"duration": made + going_in, "output_video_duration": made, "video_count": 1}
        usage["SR"] = int(str(told.get("resolution", "1080P")).rstrip("P"))
        if task.data["model"].startswith(DIGITAL) or task.data["fate"].get("nested"):
            return {"output": {"results": {"video_url": link}}, "usage": {"video_duration": 5.2}}
        return {"output": {"video_url": link, "orig_prompt": given.get("prompt", "")}, "usage": usage}

    def local(self, seconds: float) -> str:
        return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]

    def stop(self, call: kit.Call) -> Any:
        no = refused(call)
        if no is not None:
            return no
        task = self.seen(call)
        if task is None or self.word(task) != "PENDING":
            why = "Failed to cancel the task, please confirm if the task is in PENDING status."
            return error(400, "UnsupportedOperation", why)
        self.tasks.cancel(task)
        return {"request_id": self.new_id("request")}

    def listed(self, call: kit.Call) -> Any:
        no = refused(call)
        if no is not None:
            return no
        now = self.clock.wall()
        try:
            end, start = (self.asked(call.query(name), then) for name, then in (("end_time", now), ("start_time", 0.0)))
        except ValueError:
            return error(400, "InvalidParameter", "start_time and end_time are written YYYYMMDDhhmmss")
        start = start or end - DAY
        if end - start > DAY + 1:
            return error(400, "InvalidParameter", "the span may not be longer than 24 hours")
        page, size = int(call.query("page_no") or 1), int(call.query("page_size") or 10)
        rows = [self.row(task) for task in self.tasks.newest() if self.shown(call, task, start, end)]
        rows += [self.foreign(call, number) for number in range(self.options.foreign_tasks)]
        cut = rows[(page - 1) * size : page * size]
        about = {"total": len(rows), "total_page": -(-len(rows) // size), "page_no": page, "page_size": size}
        return {
            "request_id": self.new_id("request"),
            **about,
            "tasks" if self.options.rows_named_tasks else "data": cut,
        }

    def asked(self, text: str, otherwise: float) -> float:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=CHINA).timestamp() if text else otherwise

    def shown(self, call: kit.Call, task: kit.SimulatedTask, start: float, end: float) -> bool:
        own = (task.data["account"], task.data["region"]) == (key_of(call), region_of(call))
        wanted = call.query("model_name") in ("", task.data["model"]) and call.query("status") in ("", self.word(task))
        late = self.clock.wall() - task.made_at >= self.options.list_lag
        return own and wanted and late and start <= task.made_at <= end and task.data["kind"] != "audio"

    def row(self, task: kit.SimulatedTask) -> dict[str, Any]:
        made = int(task.made_at * 1000)
        return {"task_id": task.id, "status": self.word(task), "model_name": task.data["model"], "gmt_create": made} | {
            "region": task.data["region"],
            "start_time": made,
            "api_key_id": "1",
            "caller_uid": "1",
        }

    def foreign(self, call: kit.Call, number: int) -> dict[str, Any]:
        made = int(datetime.now(UTC).timestamp() * 1000)
        known = {"task_id": f"foreign-{number}", "status": "RUNNING", "gmt_create": made, "api_key_id": "2"}
        return known | {"model_name": call.query("model_name") or "wan2.7-t2v", "region": "cn-beijing"}

    def result(self, call: kit.Call) -> Any:
        """A signed link is for everybody, and a key that comes here is a leak (D-R25)."""
        if call.header("authorization"):
            return kit.refusal(418, {"message": "a key was sent to a result"})
        found = sample_of(call.request.url.path)
        return kit.ranged(call.request, *found) if found else kit.refusal(404, {"message": "no such file"})
