"""A request as the body that its family wants (docs/contracts/minimax.md §3, §5.1, §6, §7, §8). Pure: nothing here sends.

What was not asked for is left out, but for what the contract wants said: shape, resolution and length of a v2 clip (M-R7),
`prompt_optimizer` (M-R24, M-R39), and voice and sound settings, whole as the vendor's own client writes them.
"""

import re
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_minimax.provider import AUTO, TABLE, VOICES, group_of

LONG = 10_000
#: characters that are spoken in a second, cautiously few: Chinese ones, others
CHINESE_S, OTHERS_S = 3.5, 11.0
#: bytes of a sound that come inside an answer; of a larger one its address comes
INSIDE = 9_000_000
PAUSE = re.compile(r"<#(\d{1,2}(?:\.\d+)?)#>")


def count_chinese(text: str) -> int:
    """Return the number of Chinese characters. (A pattern of these ranges takes longer to compile than all else here.)"""
    return sum("\u3400" <= c <= "\u4dbf" or "\u4e00" <= c <= "\u9fff" or "\uf900" <= c <= "\ufaff" for c in text)


def family_of(request: mw.Request) -> str:
    """Return which of the interfaces serves a request: by its model (M-R2), and a long text as a task (M-R42)."""
    family = str(group_of(request)["family"])
    long = len(request.prompt) >= LONG or request.options.get("call") == "task"
    return "long" if family == "speech" and long else family


def body(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    """Return the whole body of a create."""
    made = {"v2": _clip, "v1": _hailuo, "image": _image, "speech": _speech, "long": _speech, "music": _music}
    return sdk.without_empty({"model": request.model, **made[family_of(request)](request, link)})


def placed(request: mw.Request) -> list[tuple[str, mw.Media]]:
    """Return every input with its place, kind by kind as the table has them, each in the user's order (M-R17)."""
    lines = sdk.lines_of(group_of(request), request.operation)
    return [(line.place, media) for line in lines for media in request.of(line.kind, *line.roles)]


def _clip(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"type": "text", "text": request.prompt}]
    for role, media in placed(request):
        name = f"{media.kind.value}_url"
        content.append({"type": name, name: {"url": link(media)}, "role": role})  # M-R16
    ratio = request.aspect_ratio or AUTO
    mode = request.options.get("prompt_expansion_mode")
    return {
        "content": content,
        "resolution": (request.resolution or "768p").upper(),  # M-R12
        "duration": request.duration,
        "ratio": "adaptive" if ratio == AUTO else ratio,
        "extra": {"prompt_expansion_mode": mode} if mode else None,  # M-R19
        "aigc_watermark": request.watermark or None,
    }


def _hailuo(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    found: dict[str, Any] = {"prompt": request.prompt if request.prompt.strip() else None}
    for field, media in placed(request):
        subject = field == "subject_reference"
        found[field] = [{"type": "character", "image": [link(media)]}] if subject else link(media)
    return found | {
        "duration": request.duration,
        "resolution": request.resolution.upper() if request.resolution else None,
        "prompt_optimizer": request.options.get("prompt_optimizer", True),
        "fast_pretreatment": request.options.get("fast_pretreatment"),
    }


def _image(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    sized = "width" in request.options
    return {
        "prompt": request.prompt,
        "aspect_ratio": None if sized else request.aspect_ratio,  # M-R38
        "width": request.options.get("width"),
        "height": request.options.get("height"),
        "n": request.count,
        "seed": request.seed,
        "response_format": request.options.get("response_format"),
        "prompt_optimizer": request.options.get("prompt_optimizer", False),
        "subject_reference": [{"type": "character", "image_file": link(media)} for _, media in placed(request)],
    }


def _speech(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    options, long = request.options, family_of(request) == "long"
    speaker = request.voice or list(VOICES)[count_chinese(request.prompt) > 0]  # by the script of the text
    where = "hex" if sound_bytes(request) <= INSIDE else "url"  # M-R44
    voice = {"voice_id": None if "timbre_weights" in options else speaker, "emotion": options.get("emotion")}  # M-R43
    voice |= {name: options.get(name, usual) for name, usual in (("speed", 1.0), ("vol", 1.0), ("pitch", 0))}
    sound = {"sample_rate": 32000, "bitrate": 128000, "format": "mp3", "channel": 1}
    sound = {name: options.get(name, usual) for name, usual in sound.items()}
    language = TABLE["languages"].get(request.language, request.language)
    return {
        "text": request.prompt,
        "voice_setting": sdk.without_empty(voice),
        "audio_setting": {f"audio_{name}" if long and name == "sample_rate" else name: sound[name] for name in sound},
        "language_boost": language or options.get("language_boost", "auto"),
        "output_format": None if long else where,
        **{name: options.get(name) for name in ("pronunciation_dict", "timbre_weights", "voice_modify")},
    }


def sound_bytes(request: mw.Request) -> float:
    """Return how large the sound of a text may become, cautiously."""
    options, signs = request.options, count_chinese(request.prompt)
    seconds = (signs / CHINESE_S + (len(request.prompt) - signs) / OTHERS_S) / options.get("speed", 1.0)
    seconds += sum(float(pause) for pause in PAUSE.findall(request.prompt))
    if options.get("format", "mp3") == "mp3":
        return float(seconds * options.get("bitrate", 128_000) / 8)
    return float(seconds * options.get("sample_rate", 32_000) * 2 * options.get("channel", 1))


def _music(request: mw.Request, link: sdk.Link) -> dict[str, Any]:
    options = request.options
    sound = {"sample_rate": 44100, "bitrate": 256000, "format": "mp3"}
    return {
        "prompt": request.prompt if request.prompt.strip() else None,
        **{name: options.get(name) for name in ("lyrics", "is_instrumental", "lyrics_optimizer")},
        "output_format": "url",
        "audio_setting": {name: options.get(name, usual) for name, usual in sound.items()},
    }


def shape(request: mw.Request) -> str:
    """Return what a clip is known by in a list: model, resolution, length, ratio (§10.2)."""
    told = {"model": request.model, **_clip(request, lambda media: None)}
    return "|".join(str(told[name]) for name in ("model", "resolution", "duration", "ratio"))
