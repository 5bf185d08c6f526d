"""Clips of both families, pictures, speech, music, voices and files; refusals and faults stand beside this (§17)."""

import json
from base64 import b64encode
from itertools import product
from typing import Any

from starlette.responses import Response

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright.sdk.simulator.media import SHAPES, sample_of
from mediawright_minimax.simulator import checks, named_faults, sounds
from mediawright_minimax.simulator.refusals import refusal

WORDS = {"queued": "Queueing", "running": "Processing", "succeeded": "Success", "failed": "Fail"}
LIFE_S, KNOWN_S = 3600.0, 7 * 86_400.0
DENIED = b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>"


@dataclass(frozen=True, slots=True, kw_only=True)
class MiniMaxOptions(kit.Options):
    """`fault`: names of §17 with commas between them. `image_s`: how long a picture takes, in seconds of the machine.
    `music_open`: this account may still make music. Key `bad` is refused, `poor` has no money, `cn-…` is the mainland's."""

    fault: str = ""
    image_s: float = 0.0
    music_open: bool = False


class MiniMaxService(kit.Service):
    options: MiniMaxOptions

    def __init__(self, options: MiniMaxOptions) -> None:
        super().__init__(options)
        found, self.flags = named_faults.faults(options.fault)
        for fault in found:
            self.faults.add(**fault)
        if options.image_s:
            self.faults.add(on="POST *image_generation", kind="delay", seconds=options.image_s, times=-1)
        self.stored: dict[str, bytes] = {}

    def routes(self) -> list[Any]:
        table = {
            "POST /v2/video_generation": (self.create, True),
            "GET /v2/query/video_generation": (self.listed, False),
            "GET /v2/query/video_generation/{id}": (self.show, False),
            "DELETE /v2/video_generation/{id}": (self.stop, False),
            "POST /v1/video_generation": (self.create, True),
            "GET /v1/query/video_generation": (self.told, False),
            "GET /v1/files/retrieve": (self.retrieve, False),
            "GET /v1/files/retrieve_content": (self.content, False),
            "POST /v1/files/upload": (self.upload, False),
            "POST /v1/image_generation": (self.draw, True),
            "POST /v1/t2a_v2": (self.speak, True),
            "POST /v1/t2a_async_v2": (self.speak_long, True),
            "GET /v1/query/t2a_async_query_v2": (self.told, False),
            "POST /v1/get_voice": (self.voices, False),
            "POST /v1/music_generation": (self.sing, True),
        }
        found = [kit.route("GET", "/results/{made}/{name}", self.result)]
        for root, (line, (answer, spends)) in product(("", "/global", "/cn"), table.items()):
            method, _, path = line.partition(" ")
            found.append(kit.route(method, root + path, self.guarded(root, answer, spends)))
        return found

    def guarded(self, root: str, answer: Any, spends: bool) -> Any:
        def answered(call: kit.Call) -> Any:
            v2 = "/v2/" in call.name
            try:
                need(self.refused(call, root, spends))
                made = answer(call)
            except Refused as error:
                return refusal(*error.args, v2=v2)
            if isinstance(made, Response):
                return made
            said = json.dumps(made if v2 else made | {"base_resp": {"status_code": 0, "status_msg": "success"}})
            return Response(("\ufeff" * ("bom" in self.flags) + said).encode(), media_type="application/json")

        return answered

    def refused(self, call: kit.Call, root: str, spends: bool) -> int:
        """Return the number of a refusal that any call may get, 0 for none."""
        scheme, _, key = call.header("authorization").partition(" ")
        elsewhere = bool(root) and key.startswith("cn-") != (root == "/cn")
        reasons = {
            1004: scheme != "Bearer" or not key,
            2049: key == "bad" or elsewhere or "wrong_region" in self.flags,
            0: not spends,
            2056: "plan_window" in self.flags,
            2013: key.startswith("sk-cp-") and "/v2/" in call.name,
            1008: key == "poor" or not self.tasks.affords(),
            1026: b"unsafe" in call.raw,
        }
        return next((number for number, holds in reasons.items() if holds), 0)

    def number(self, text: str) -> Any:
        return int(text) if "numeric_ids" in self.flags else text

    def link(self, call: kit.Call, kind: str, name: str, seconds: float = 1.0, shape: str = "16:9") -> str:
        path = kit.media_url("", kind, name, seconds=seconds, shape=shape if shape in SHAPES else "16:9")
        return f"{call.base}/results/{self.clock.seconds():.0f}/{path.rpartition('/')[2]}?sig=00"

    def result(self, call: kit.Call) -> Any:
        """A result: for a while, with its query, and never with the key."""
        late = self.clock.seconds() - float(call.fields["made"]) > LIFE_S
        if late or "url_expired" in self.flags or call.query("sig") != "00" or call.header("authorization"):
            return Response(DENIED, 403, media_type="application/xml")
        found = sample_of("/" + call.fields["name"])
        return kit.ranged(call.request, *found) if found else kit.refusal(404, {})

    # --- clips, v2

    def create(self, call: kit.Call) -> Any:
        v2 = "/v2/" in call.name
        need(*next((checks.clip if v2 else checks.hailuo)(body_of(call)), (0, "")))
        task = self.make(call, 446_000_000_000_000 if v2 else 176_800_000_000_000)
        return {} if "no_task_id" in self.flags else {"task_id": self.number(task.id)}

    def make(self, call: kit.Call, first: int) -> kit.SimulatedTask:
        fate = dict(self.faults.task(call.name))
        failed = "fail_1027" in self.flags or "code" in fate
        ends = fate.get("ends", "failed" if failed else "succeeded")
        return self.tasks.create(str(first + len(self.tasks.all) + 1), call.json, ends=ends, fate=fate)

    def found(self, number: str, field: str = "text") -> kit.SimulatedTask:
        """Return a task that is still known, of a body with such a field. Raises Refused."""
        task = self.tasks.all.get(number)
        if task is None or self.clock.seconds() - task.created >= KNOWN_S or field not in (task.body or {}):
            raise Refused(2013, "invalid params, task_id not found")
        return task

    def shown(self, call: kit.Call, task: kit.SimulatedTask) -> dict[str, Any]:
        body, state = task.body, self.tasks.state(task)
        word = "pondering" if state == "running" and "unknown_status" in self.flags else state
        media = [str(item.get("type")) for item in body["content"]]
        said = {name: body.get(name) for name in ("model", "resolution", "duration", "ratio")}
        said |= {"id": self.number(task.id), "status": word, "task_type": "generation", "modality": "video"}
        said |= dict.fromkeys(("created_at", "updated_at"), int(task.made_at)) | {"usage": {}}
        if state == "failed":
            said["error"] = {"code": str(task.data["fate"].get("code", 1027)), "message": "output refused"}
        if state == "succeeded":
            used = {"output_seconds": body["duration"], "input_seconds": 5 * media.count("video_url")}
            said["usage"] = {"total_seconds": sum(used.values()), **used, "input_image_count": media.count("image_url")}
            if "success_without_file" not in self.flags:
                said["content"] = {"url": self.link(call, "video", task.id, body["duration"], body["ratio"])}
        return said

    def show(self, call: kit.Call) -> Any:
        return {"task": self.shown(call, self.found(call.fields["id"], "content"))}

    def listed(self, call: kit.Call) -> Any:
        need(1000 if "list_500" in self.flags else 0)
        query = call.request.query_params
        wanted, now = query.getlist("filter.task_ids"), self.clock.seconds()
        tasks = [
            task
            for task in self.tasks.newest()
            if "content" in (task.body or {})
            and self.flags.get("list_delay", 0.0) <= now - task.created < KNOWN_S
            and (not wanted or task.id in wanted)
            and query.get("filter.model") in (None, task.body["model"])
            and query.get("filter.status") in (None, self.tasks.state(task))
        ]
        rows = [self.shown(call, task) for task in tasks]
        rows += [row | {"id": f"9{row['id']}"} for row in rows if "list_twin" in self.flags]
        size, page = int(query.get("page_size", 20)), int(query.get("page_num", 1))
        return {"items": rows[(page - 1) * size : page * size], "total": len(rows)}

    def stop(self, call: kit.Call) -> Any:
        """Cancels what waits and deletes what has ended; what runs or was cancelled stays (§4 V4)."""
        task = self.found(call.fields["id"], "content")
        if "delete_race" in self.flags:
            task.queue_s = min(task.queue_s, max(self.clock.seconds() - task.created, 0.0))
        state = self.tasks.state(task)
        need(2013 if state in ("running", "cancelled") else 0, f"invalid state {state}")
        if not self.tasks.cancel(task):
            del self.tasks.all[task.id]
        return {"task_id": task.id, "action": "cancel" if state == "queued" else "delete", "status": state}

    # --- clips, v1, and long speech: the same words

    def told(self, call: kit.Call) -> Any:
        task = self.found(call.query("task_id"), "model")
        state = self.tasks.state(task)
        need(1027 if state == "failed" and "fail_1027" in self.flags else 0)
        word = "Pondering" if state == "running" and "unknown_status" in self.flags else WORDS[state]
        ready = state == "succeeded" and "success_without_file" not in self.flags
        said = {"task_id": self.number(task.id), "file_id": self.number(f"{task.id}901") if ready else ""}
        word = word.lower() if "lower_case_status" in self.flags else word
        return said | {"status": word, "video_width": 1366, "video_height": 768}

    def retrieve(self, call: kit.Call) -> Any:
        task = self.found(call.query("file_id").removesuffix("901"), "model")
        url = self.link(call, "video", task.id, task.body.get("duration", 6))
        file = {"file_id": int(f"{task.id}901"), "bytes": 1000, "created_at": int(task.made_at)}
        return {"file": file | {"filename": "output_aigc.mp4", "purpose": "video_generation", "download_url": url}}

    def content(self, call: kit.Call) -> Any:
        task = self.found(call.query("file_id").removesuffix("901"))
        sound, _ = sounds.spoken(task.body["text"], "wav", 8000, 1)
        return Response(sounds.packed(sound) if "as_tar" in self.flags else sound)

    def upload(self, call: kit.Call) -> Any:
        number = 300_000_000_000_001 + len(self.stored)
        self.stored[str(number)] = call.raw
        return {"file": {"file_id": number, "bytes": len(call.raw)}}

    # --- what comes at once

    def draw(self, call: kit.Call) -> Any:
        body = body_of(call)
        need(*next(checks.image(body), (0, "")))
        count, name = body.get("n", 1), self.new_id("img")
        made = int(count > 1) if "images_partial" in self.flags else count
        self.tasks.create(name, body, queue_s=0.0, run_s=0.0)
        shape = body.get("aspect_ratio", "1:1")
        links = [self.link(call, "image", f"{name}-{at}", shape=shape) for at in range(made)]
        inside = [b64encode(kit.make_picture(64, 64, at)).decode() for at in range(made)]
        data = {"image_base64": inside} if body.get("response_format") == "base64" else {"image_urls": links}
        text = "counts_as_number" not in self.flags
        counts = {"success_count": made, "failed_count": count - made}
        return {"id": name, "data": data, "metadata": {k: str(v) if text else v for k, v in counts.items()}}

    def speak(self, call: kit.Call) -> Any:
        body = body_of(call)
        need(*next(checks.speech(body, 10_000), (0, "")))
        told = body.get("audio_setting") or {}
        rate, channels, form = told.get("sample_rate", 32000), told.get("channel", 1), told.get("format", "mp3")
        content, length = sounds.spoken(body["text"], form, rate, channels)
        self.tasks.create(self.new_id("t2a"), body, queue_s=0.0, run_s=0.0)
        info = {"audio_length": round(length * 1000), "audio_sample_rate": rate, "audio_channel": channels}
        info |= {"audio_format": form, "audio_size": len(content), "usage_characters": sounds.characters(body["text"])}
        audio = content.hex()[: -1 if "hex_odd" in self.flags else None]
        if body.get("output_format") == "url":
            audio = self.link(call, "audio", self.new_id("t2a"), min(length, 3.0))
        return {"data": {"audio": audio, "status": 2}, "extra_info": info, "trace_id": self.new_id("trace")}

    def speak_long(self, call: kit.Call) -> Any:
        body = body_of(call)
        need(*next(checks.speech(body, 50_001), (0, "")))
        need(2013 if "sample_rate" in (body.get("audio_setting") or {}) else 0, "invalid params, audio_setting")
        task, used = self.make(call, 95_157_322_510_000), sounds.characters(body["text"])
        return {"task_id": int(task.id), "file_id": int(f"{task.id}901"), "usage_characters": used}

    def voices(self, call: kit.Call) -> Any:
        rows = [{"voice_id": name, "voice_name": name, "description": ["narration"]} for name in checks.VOICES]
        return {"system_voice": rows, "voice_cloning": [], "voice_generation": []}

    def sing(self, call: kit.Call) -> Any:
        body = body_of(call)
        need(
            0 if self.options.music_open and "music_closed" not in self.flags else 2013,
            "music generation is closed to this account",
        )
        need(0 if {"lyrics", "is_instrumental", "lyrics_optimizer"} & body.keys() else 2013, "invalid params, lyrics")
        name = self.new_id("song")
        self.tasks.create(name, body, queue_s=0.0, run_s=0.0)
        info = {"music_duration": 165_000, "music_sample_rate": 44100, "music_channel": 2}
        data = {"audio": self.link(call, "audio", name, 5.0), "status": 2}
        return {"data": data, "extra_info": info, "trace_id": self.new_id("trace")}


def body_of(call: kit.Call) -> dict[str, Any]:
    return call.json if isinstance(call.json, dict) else {}


class Refused(Exception):
    """A number of §9 and its words."""


def need(number: int, words: str = "") -> None:
    """Raises Refused where the number is not 0, which means that all is well."""
    if number:
        raise Refused(number, words)
