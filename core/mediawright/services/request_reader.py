"""From named values (flags, tool arguments, a route's params) to one `Request`. Pure; nothing here opens a file.

The values are text as typed, or already typed JSON; names are the flags' with underscores. What cannot be read is refused
with every problem at once, each naming the flag and what it takes.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from mediawright.files.text import is_readable
from mediawright.services.readable import check_readable, texts_in
from mediawright.services.request_fields import ALSO, CHANGES, LOWER, NO, PLAIN, SWAPS, YES
from mediawright.services.request_inputs import clips_of, image_sources, images_of, sounds_of
from mediawright.services.sources import Exists, bare, local_path, split_sources
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import Operation
from mediawright.types.request import Request, Role, Shot

#: digits of the largest number that is read; what is allowed of it, its own rule says
LONGEST_NUMBER = 18


class Reader:
    """Reads values one by one and keeps the problems. `exists` knows the files of this machine."""

    def __init__(self, values: Mapping[str, Any], exists: Exists = lambda _: False) -> None:
        self.values = values
        self.exists = exists
        self.problems: list[Problem] = []

    def refuse(self, field: str, key: str, allowed: tuple[str, ...] = (), **values: object) -> None:
        self.problems.append(Problem(field, Message(f"problem.{key}", {"field": field, **values}), allowed=allowed))

    def given(self, name: str) -> bool:
        return self.values.get(name) not in (None, "", (), [])

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        if value is None:
            return None
        value = str(value).strip() if name != "prompt" else str(value)
        return value.lower() if name in LOWER else value

    def whole(self, name: str, *aliases: str) -> int | None:
        """A whole number; blanks around it are forgiven, nothing else."""
        for key in (name, *aliases):
            value = self.values.get(key)
            if value is None:
                continue
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            digits = str(value).strip()
            if digits.isascii() and digits.isdigit():
                if len(digits) <= LONGEST_NUMBER:
                    return int(digits)
                self.refuse(name, "too_large", value=digits[:40])
                continue
            self.refuse(name, "not_whole", value=str(value)[:40])
        return None

    def switch(self, name: str) -> bool | None:
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return value
        word = str(value).strip().lower()
        if word in YES | NO:
            return word in YES
        self.refuse(name, "not_switch", ("on", "off"), value=word[:40])
        return None

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is None or value in allowed:
            return value
        self.refuse(name, "not_choice", allowed, value=value[:40])
        return None

    def listed(self, name: str) -> list[str]:
        """A repeatable, comma separated list; an empty item is refused."""
        return self._items(name, lambda words: [word.strip() for word in words.split(",")])

    def sources(self, name: str) -> list[str]:
        """A list of paths and links, in which an existing file's own comma and those of a link part nothing."""
        return [local_path(item) for item in self._items(name, lambda words: split_sources(words, self.exists))]

    def _items(self, name: str, split: Callable[[str], list[str]]) -> list[str]:
        value = self.values.get(name)
        given = [] if value is None else [value] if isinstance(value, str) else value
        items = [part for item in given for part in split(str(item))]
        if any(not item for item in items):
            self.refuse(name, "empty_item")
        return [item for item in items if item]

    def source(self, name: str) -> str | None:
        """One path or link."""
        value = bare(str(self.values.get(name) or ""), self.exists)
        return local_path(value) if value else None


def read_request(command: str, values: Mapping[str, Any], exists: Exists = lambda _: False) -> Request:
    """The request that a command's values spell. `command`: video, image, audio, element or edit.

    Raises InvalidRequest with every problem found.
    """
    reader = Reader(values, exists)
    check_readable(values)
    operation = _operation(command, reader)
    shots = _shots(reader)
    request = Request(
        operation=operation,
        prompt=reader.text("prompt") or "",
        media=(*images_of(reader, operation), *clips_of(reader, operation), *sounds_of(reader, operation)),
        subject_ids=tuple(reader.listed("element_ids")),
        shots=shots,
        multi_shot=bool(reader.switch("multi_shot")),
        shot_type=reader.choice("shot_type", ("customize", "intelligence")),  # type: ignore[arg-type]
        duration=reader.whole("duration"),
        sound=reader.switch("sound"),
        keep_original_sound=reader.switch("keep_original_sound"),
        count=reader.whole("count", "n"),
        series_amount=_series_amount(reader),
        scope=reader.choice("scope", (*SWAPS, *CHANGES)),  # type: ignore[arg-type]
        seed=reader.whole("seed"),
        watermark=reader.switch("watermark"),
        image_types=_image_types(values),
        options=_options(reader, values),
        **_plain(reader),
    )
    if reader.problems:
        raise InvalidRequest(*reader.problems)
    return request


def _plain(reader: Reader) -> dict[str, Any]:
    return {name: reader.text(name) or None for name in PLAIN}


def _operation(command: str, reader: Reader) -> Operation:
    typed = reader.text("operation")
    able = tuple(op.value for op in (*(op for op in Operation if op.command == command), *ALSO.get(command, ())))
    if typed is not None:
        if typed in able:
            return Operation(typed)
        reader.refuse("operation", "not_choice", able, value=typed[:40])
    if command == "element":
        return Operation.CREATE_ELEMENT
    if command == "edit":
        return Operation.CHAT_EDIT
    if command == "audio":
        return _audio_operation(reader)
    return _image_operation(reader) if command == "image" else _video_operation(reader)


def _audio_operation(reader: Reader) -> Operation:
    """A clip gets its sound, a recording is written down; words alone could be read aloud, played or heard."""
    if reader.given("video"):
        return Operation.VIDEO_TO_AUDIO
    if reader.given("voice"):
        return Operation.TEXT_TO_SPEECH
    if reader.given("audio") and not reader.given("prompt"):
        return Operation.TRANSCRIBE
    reader.refuse("operation", "say_operation", ("text_to_speech", "sound_effects", "text_to_music"))
    return Operation.TEXT_TO_SPEECH


def _image_operation(reader: Reader) -> Operation:
    if reader.choice("result_type", ("single", "series")) == "series":
        return Operation.IMAGE_SERIES
    return Operation.EDIT_IMAGE if reader.given("image") else Operation.TEXT_TO_IMAGE


def _video_operation(reader: Reader) -> Operation:
    """What the inputs themselves say; a clip and a sound together could be several things and must be named."""
    if reader.given("audio"):
        if reader.given("video"):
            reader.refuse("operation", "say_operation", ("lip_sync", "edit_video"))
        return Operation.LIP_SYNC
    if reader.given("scope") and reader.text("scope") not in CHANGES:
        return Operation.REPLACE_CHARACTER
    if reader.given("video"):
        feature = (reader.text("video_refer_type") or "base").lower() == "feature"
        return Operation.REFERENCE_TO_VIDEO if feature else Operation.EDIT_VIDEO
    if reader.given("style"):
        return Operation.ANIMATE_IMAGE
    plain_images = sum(1 for _, role in image_sources(Reader(reader.values, reader.exists)) if role is Role.REFERENCE)
    if reader.given("element_ids") or plain_images > 1:
        return Operation.REFERENCE_TO_VIDEO
    framed = any(reader.given(name) for name in ("image", "first_frame", "end_frame", "image_tail"))
    return Operation.IMAGE_TO_VIDEO if framed else Operation.TEXT_TO_VIDEO


def _image_types(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The roles as typed, one for each listed image."""
    typed = values.get("image_types")
    return () if typed is None else tuple(word.strip().lower() for word in str(typed).split(","))


def _shots(reader: Reader) -> tuple[Shot, ...]:
    """`multi_prompt`: JSON text or a list of {index, prompt, duration}; durations as whole seconds, text or number."""
    value = reader.values.get("multi_prompt")
    if value is None or not reader.switch("multi_shot"):
        return ()
    if (reader.text("shot_type") or "customize") != "customize":
        reader.refuse("multi_prompt", "shots_need_customize")
        return ()
    try:
        items = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        reader.refuse("multi_prompt", "no_json")
        return ()
    if any(not is_readable(text) for text in texts_in(items)):
        reader.refuse("multi_prompt", "no_json")
        return ()
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        reader.refuse("multi_prompt", "no_shot_list")
        return ()
    return tuple(shot for number, item in enumerate(items, 1) if (shot := _shot(number, item, reader)))


def _shot(number: int, item: dict[str, Any], reader: Reader) -> Shot | None:
    inner = Reader(item)
    index, duration = inner.whole("index"), inner.whole("duration")
    unknown = set(item) - {"index", "prompt", "duration"}
    if inner.problems or unknown or duration is None or not isinstance(item.get("prompt"), str):
        reader.refuse("multi_prompt", "bad_shot", number=number)
        return None
    return Shot(index=number if index is None else index, prompt=item["prompt"], duration=duration)


def _series_amount(reader: Reader) -> Any:
    value = reader.text("series_amount")
    return "auto" if value is not None and value.lower() == "auto" else reader.whole("series_amount")


def _options(reader: Reader, values: Mapping[str, Any]) -> dict[str, Any]:
    """`--option name=value`, and the words that only a subject or an edit session takes."""
    options: dict[str, Any] = {}
    given = values.get("option") or ()
    for item in [given] if isinstance(given, str) else given:
        name, equals, value = str(item).partition("=")
        if not equals or not name.strip():
            reader.refuse("option", "bad_option", value=str(item)[:40])
        options[name.strip()] = value.strip()
    for name in ("name", "description", "ref_type", "voice_id", "project"):
        if (word := reader.text(name)) is not None:
            options[name] = word
    if reader.given("tags"):
        options["tags"] = tuple(reader.listed("tags"))
    return options
