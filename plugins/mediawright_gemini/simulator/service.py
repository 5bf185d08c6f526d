"""Interactions that go on, answers that come at once, models and voices: from the contract, not from the plugin."""

from base64 import b64encode
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from mediawright.plugin import dataclass
from mediawright.sdk import simulator as kit
from mediawright_gemini.simulator.refusals import error, key_of, own, refused
from mediawright_gemini.simulator.store import Store

VIDEO = ("gemini-omni-1.2-flash", "gemini-omni-1.1-flash")
PICTURES = ("gemini-nano-banana-2.1", "gemini-3-pro-image", "gemini-3.1-flash-lite-image", "gemini-3.1-flash-image")
OLD_PICTURES = ("gemini-2.5-flash-image",)
SPEECH = ("gemini-3.8-flash-tts", "gemini-3.8-flash-lite-tts")
SOUND = ("lyria-3-clip-preview", "lyria-3.5", "gemini-3.5-transcribe")
MODELS = (*VIDEO, *PICTURES, *OLD_PICTURES, *SPEECH, *SOUND)
#: fields of an interaction; any other name is refused (G-R30)
FIELDS = frozenset(
    {"model", "input", "background", "store", "response_format", "generation_config", "previous_interaction_id"}
    | {"labels", "safety_settings", "service_tier", "webhook_config", "stream"}
)
CONFIG = frozenset({"responseModalities", "imageConfig", "speechConfig", "thinkingConfig", "seed"})
TASKS = ("text_to_video", "image_to_video", "reference_to_video", "edit", "extend", "upscale")
#: video tokens of a second (§10)
TOKENS = {"360p": 1900, "720p": 5792, "1080p": 8688, "4k": 17376}
PICTURE_TOKENS = {"512": 750, "1K": 1120, "2K": 1680, "4K": 3780}
REFUSALS = {"imgsafety": "IMAGE_SAFETY", "noimage": "NO_IMAGE", "talk": "STOP"}
#: a second of raw sound: 16 bits, one channel, 24 000 a second
TONE = b"\x00\x08" * 12 + b"\x00\xf8" * 12
TONE *= 1000
SHAPES = {"16:9": (64, 36), "9:16": (36, 64), "1:1": (48, 48), "4:3": (48, 36), "3:4": (36, 48)}


@dataclass(frozen=True, slots=True, kw_only=True)
class GeminiOptions(kit.Options):
    """`redirect_download`: files are fetched elsewhere, where no key may come. `processing`: so many looks until a result is
    ready. `inline`: clips stand inside the answer."""

    redirect_download: bool = False
    processing: int = 1
    inline: bool = False


class GeminiService(kit.Service):
    options: GeminiOptions

    def __init__(self, options: GeminiOptions) -> None:
        super().__init__(options)
        self.store = Store(self)

    def routes(self) -> list[Any]:
        found = [
            kit.route("POST", "/upload/{version}/files", self.store.begin),
            kit.route("POST", "/upload/{version}/files/bytes", self.store.take),
            kit.route("GET", "/elsewhere/{id}", self.store.elsewhere),
        ]
        for root in ("/v1", "/v1beta"):
            found += [
                kit.route("POST", root + "/interactions", self.create),
                kit.route("GET", root + "/interactions/{id}", self.show),
                kit.route("POST", root + "/interactions/{id}/cancel", self.stop),
                kit.route("DELETE", root + "/interactions/{id}", self.forget),
                kit.route("POST", root + "/models/{model}", self.generate),
                kit.route("GET", root + "/models", self.models),
                kit.route("GET", root + "/models/{model}", self.model),
                kit.route("GET", root + "/voices", self.voices),
                kit.route("GET", root + "/files", self.store.listed),
                kit.route("GET", root + "/files/{id}", self.store.ask),
                kit.route("DELETE", root + "/files/{id}", self.store.delete),
            ]
        return found

    # --- interactions

    def create(self, call: kit.Call) -> Any:
        no = refused(call, spends=True) or self.wrong(call)
        if no is not None:
            return no
        body, fate = call.json, dict(self.faults.task(call.name))
        background = body.get("background") is True
        number, wait = f"v1_int{len(self.tasks.all) + 1:04d}", None if background else 0.0
        task = self.tasks.create(number, body, queue_s=wait, run_s=wait, key=key_of(call), fate=fate)
        return self.shown(call, task)

    def wrong(self, call: kit.Call) -> Any:
        """Return the refusal of a body, by the real one's words where they are known."""
        body = call.json if isinstance(call.json, dict) else {}
        strange = sorted(set(body) - FIELDS)
        told, config = body.get("response_format") or {}, body.get("generation_config") or {}
        length, given = told.get("duration"), body.get("input")
        if strange:
            return own(400, "invalid_request", f'Unknown name "{strange[0]}": Cannot find field.')
        if body.get("model") not in MODELS:
            return own(404, "not_found", f"models/{body.get('model')} is not found for API version v1.")
        if not given:
            return own(400, "invalid_request", "input is required")
        if isinstance(given, list) and any("role" in item for item in given if isinstance(item, dict)):
            return own(400, "invalid_request", "use step_list input format instead of turn_list")
        if length is not None and not (isinstance(length, str) and length.endswith("s") and length[:-1].isdigit()):
            return own(400, "invalid_request", "Invalid value for 'response_format.duration'.")
        if body.get("store") is False and body.get("background"):
            return own(400, "invalid_request", "background needs store")
        if (config.get("video_config") or {}).get("task", "edit") not in TASKS:
            return own(400, "invalid_request", "Invalid value for 'video_config.task'.")
        previous = body.get("previous_interaction_id")
        known = self.tasks.all.get(previous or "")
        if previous and (known is None or known.data["key"] != key_of(call)):
            return own(400, "invalid_request", "Invalid interaction name.")
        uris = [item["uri"] for item in blocks(given) if "uri" in item]
        if any(self.store.known(key_of(call), uri) is None for uri in uris):
            return own(400, "invalid_request", "A file of the input does not exist.")
        if "policy" in str(given):
            return own(400, "invalid_request", "The input violates the policy on prohibited use.")
        return None

    def word(self, task: kit.SimulatedTask) -> str:
        state, fate = self.tasks.state(task), task.data["fate"]
        if state in ("queued", "running"):
            return str(fate.get("word", "in_progress"))
        return "cancelled" if state == "cancelled" else str(fate.get("status", "completed"))

    def shown(self, call: kit.Call, task: kit.SimulatedTask) -> dict[str, Any]:
        word, at = self.word(task), datetime.fromtimestamp(task.made_at, UTC).isoformat()
        said = {"id": task.id, "object": "interaction", "status": word, "model": task.body["model"], "created": at}
        said |= {"updated": at, "labels": task.body.get("labels"), "errors": None}
        if word == "failed":
            said["errors"] = [{"code": "internal", "message": "Video generation failed."}]
        if word not in ("completed", "incomplete"):
            return said
        refuses = "refuse" in str(task.body["input"])
        content, tokens = ([{"type": "text", "text": "I can't create that video."}], 12) if refuses else self.made(task)
        usage = {"total_input_tokens": 30, "total_output_tokens": tokens, "total_thought_tokens": 120}
        return said | {
            "steps": [{"type": "thought", "signature": "c2ln"}, {"type": "model_output", "content": content}],
            "usage": usage,
        }

    def made(self, task: kit.SimulatedTask) -> tuple[list[dict[str, Any]], int]:
        """Return the content of a finished interaction, made once, and its tokens."""
        if "content" not in task.data:
            task.data["content"] = self.content(task)
        content: list[dict[str, Any]] = task.data["content"]
        told = task.body.get("response_format") or {}
        if task.body["model"] in VIDEO:
            return content, int(told.get("duration", "5s")[:-1]) * TOKENS[told.get("resolution", "720p")]
        return content, PICTURE_TOKENS[told.get("image_size", "1K")]

    def content(self, task: kit.SimulatedTask) -> list[dict[str, Any]]:
        model = task.body["model"]
        if model == "gemini-3.5-transcribe":
            return [{"type": "text", "text": "the tide is coming in"}]
        if model in VIDEO:
            told = task.body.get("response_format") or {}
            width, height = SHAPES.get(told.get("aspect_ratio", "16:9"), (64, 36))
            fate, clip = task.data["fate"], kit.make_clip(float(told.get("duration", "5s")[:-1]), width, height)
            if self.options.inline or fate.get("inline"):
                return [{"type": "video", "mime_type": "video/mp4", "data": b64encode(clip).decode()}]
            state = str(fate.get("file", "ACTIVE"))
            file = self.store.add(
                task.data["key"], "video/mp4", clip, "GENERATED", looks=self.options.processing, state=state
            )
            uri = f"https://generativelanguage.googleapis.com/v1beta/files/{file.id}:download?alt=media"
            return [{"type": "video", "mime_type": "video/mp4", "uri": uri}]
        if model in SPEECH or model in SOUND:
            sound = b64encode(kit.make_sound(1.0)).decode()
            words = [{"type": "text", "text": "[verse]"}] if model in SOUND else []
            return [*words, {"type": "audio", "mime_type": "audio/wav", "data": sound}]
        return [{"type": "image", "mime_type": "image/jpeg", "data": b64encode(picture("1:1")).decode()}]

    def found(self, call: kit.Call) -> kit.SimulatedTask | None:
        task = self.tasks.all.get(call.fields["id"])
        return task if task is not None and task.data["key"] == key_of(call) else None

    def show(self, call: kit.Call) -> Any:
        no = refused(call)
        task = self.found(call)
        if no is not None or task is None:
            return no or own(404, "not_found", "The interaction was not found.")
        return self.shown(call, task)

    def stop(self, call: kit.Call) -> Any:
        no = refused(call)
        task = self.found(call)
        if no is not None or task is None:
            return no or own(404, "not_found", "The interaction was not found.")
        if not self.tasks.cancel(task, refund=False):
            return own(400, "invalid_request", "The interaction has ended.")
        return self.shown(call, task)

    def forget(self, call: kit.Call) -> Any:
        no = refused(call)
        self.tasks.all.pop(call.fields["id"], None)
        return no or {}

    # --- generateContent

    def generate(self, call: kit.Call) -> Any:
        model, _, verb = call.fields["model"].partition(":")
        no = refused(call, spends=verb == "generateContent")
        if no is not None:
            return no
        if verb == "countTokens":
            return {"totalTokens": 12}
        if verb != "generateContent" or model not in (*PICTURES, *OLD_PICTURES, *SPEECH):
            return error(404, "NOT_FOUND", f"models/{model} is not found for API version v1.")
        body = call.json if isinstance(call.json, dict) else {}
        config = body.get("generationConfig") or body.get("generation_config") or {}
        strange = sorted(set(config) - CONFIG)
        if strange:
            return error(
                400, "INVALID_ARGUMENT", f'Invalid JSON payload. Unknown name "{strange[0]}": Cannot find field.'
            )
        shape = config.get("imageConfig") or {}
        size, ratio = shape.get("imageSize", "1K"), shape.get("aspectRatio", "1:1")
        if size not in PICTURE_TOKENS or (model == "gemini-3.1-flash-lite-image" and size != "1K"):
            return error(400, "INVALID_ARGUMENT", "Unsupported image_size.")
        if ratio in ("1:4", "4:1", "1:8", "8:1") and model not in (PICTURES[0], PICTURES[3]):
            return error(400, "INVALID_ARGUMENT", f"Aspect ratio {ratio} is not supported for this model")
        task = self.tasks.create(self.new_id("r"), body, queue_s=0.0, run_s=0.0, key=key_of(call), fate={})
        words = " ".join(str(part.get("text", "")) for item in body.get("contents", ()) for part in item["parts"])
        return self.answer(task.id, model, words, ratio, PICTURE_TOKENS[size])

    def answer(self, number: str, model: str, words: str, ratio: str, tokens: int) -> dict[str, Any]:
        said: dict[str, Any] = {"responseId": number, "modelVersion": model}
        usage = {"promptTokenCount": 20, "candidatesTokenCount": 0, "totalTokenCount": 20}
        if "blocked" in words:
            return said | {"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}, "usageMetadata": usage}
        why = next((reason for word, reason in REFUSALS.items() if word in words), None)
        if why is not None:
            parts = [{"text": "I would rather talk about it."}] if why == "STOP" else []
            candidate: dict[str, Any] = {"index": 0, "finishReason": why, "content": {"parts": parts}}
            return said | {"candidates": [candidate], "usageMetadata": usage}
        if model in SPEECH:
            inline = {"mimeType": "audio/L16;codec=pcm;rate=24000", "data": b64encode(TONE).decode()}
            made: list[dict[str, Any]] = [{"inlineData": inline}]
            count = 25
        else:
            kind = "image/png" if model in OLD_PICTURES else "image/jpeg"
            content = kit.make_picture(*SHAPES.get(ratio, (48, 48))) if model in OLD_PICTURES else picture(ratio)
            draft: dict[str, Any] = {
                "thought": True,
                "inlineData": {"mimeType": "image/png", "data": b64encode(b"draft").decode()},
            }
            made = [draft, {"inlineData": {"mimeType": kind, "data": b64encode(content).decode()}}]
            count = tokens
        candidate = {"index": 0, "finishReason": "STOP", "content": {"role": "model", "parts": made}}
        usage = {"promptTokenCount": 20, "candidatesTokenCount": count, "totalTokenCount": 20 + count}
        return said | {"candidates": [candidate], "usageMetadata": usage}

    # --- what there is

    def models(self, call: kit.Call) -> Any:
        return refused(call) or {"models": [{"name": f"models/{name}"} for name in MODELS]}

    def model(self, call: kit.Call) -> Any:
        name = call.fields["model"]
        unknown = None if name in MODELS else error(404, "NOT_FOUND", f"models/{name} is not found.")
        return refused(call) or unknown or {"name": f"models/{name}"}

    def voices(self, call: kit.Call) -> Any:
        return refused(call) or {"voices": [{"id": "voices/kore", "type": "prebuilt", "display_name": "Kore"}]}


def blocks(given: Any) -> list[dict[str, Any]]:
    """Return the content blocks of an input, as a flat list or in steps."""
    found = []
    for item in given if isinstance(given, list) else ():
        found += [block for block in item.get("content", [item]) if isinstance(block, dict)]
    return found


def picture(ratio: str) -> bytes:
    """Return a JPEG of a ratio; a PNG where nothing can make one."""
    width, height = SHAPES.get(ratio, (48, 48))
    try:
        from PIL import Image
    except ImportError:
        return kit.make_picture(width, height)
    buffer = BytesIO()
    Image.new("RGB", (width, height), (40, 90, 160)).save(buffer, "JPEG")
    return buffer.getvalue()
