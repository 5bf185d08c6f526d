"""Side tasks that need a question first: the faces in a clip, the marked things in it.

Source: docs/contracts/kling-more.md §6.1, §6.13. The first questions are answered at once and make no task. They cost
little or nothing, and still each is sent once only.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mediawright.plugin import (
    Context,
    InvalidRequest,
    MediawrightError,
    Message,
    Problem,
    Rejected,
    Request,
    TaskFailed,
)
from mediawright_kling import client
from mediawright_kling.call import Call, Value
from mediawright_kling.envelope import Envelope
from mediawright_kling.refusals import problem
from mediawright_kling.side import bodies
from mediawright_kling.side.endpoints import Endpoint, endpoints
from mediawright_kling.side.rules import CUT_MS
from mediawright_kling.side.said import marks_of, said

NAME = "kling"
ADD = "/v1/videos/multi-elements/add-selection"


def questions(endpoint: Endpoint, request: Request, value: Value) -> Iterator[Call]:
    """The calls before the one that makes the task, as far as they are known beforehand."""
    if endpoint.first is None or said(request, "session_id") is not None:
        return
    yield Call(endpoint.first, bodies.faces(request, value))
    if endpoint.name == "lip_sync" and request.prompt.strip():
        yield Call(endpoints()["text_to_speech"].path, bodies.speech(request))
    if endpoint.name == "multi_elements":
        for mark in marks_of(request) or ():
            yield Call(ADD, {"session_id": "<session_id>", **mark})


async def prepared(ctx: Context, base: str, endpoint: Endpoint, request: Request, call: Call, value: Value) -> Call:
    """The call that makes the task, with what the questions found out. Raises what `client.spend` raises; TaskFailed
    where there is no face, InvalidRequest where several are and none was named."""
    if endpoint.first is None:
        return call
    if endpoint.name == "multi_elements":
        return await _selected(ctx, base, endpoint, request, call, value)
    return await _faced(ctx, base, endpoint, request, call, value)


async def _faced(ctx: Context, base: str, endpoint: Endpoint, request: Request, call: Call, value: Value) -> Call:
    if said(request, "session_id") is not None and said(request, "face_id") is not None:
        return call
    asked = Call(str(endpoint.first), bodies.faces(request, value))
    envelope = await client.spend(ctx, base, asked.path, asked.body)
    session, faces = _session(envelope), _faces(envelope)
    face = _chosen(faces, said(request, "face_id"))
    item = dict(call.body["face_choose"][0])
    length = next((media.info.duration for media in request.audios if media.info and media.info.duration), None)
    if request.prompt.strip():
        item["audio_id"], length = await _spoken(ctx, base, request)
    return Call(call.path, {**call.body, "session_id": session, "face_choose": [timed(item, face, length)]})


async def _spoken(ctx: Context, base: str, request: Request) -> tuple[str, float | None]:
    """The words read aloud: the id of the sound, and its seconds."""
    envelope = await client.spend(ctx, base, endpoints()["text_to_speech"].path, bodies.speech(request))
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    result = data.get("task_result")
    audios = result.get("audios") if isinstance(result, Mapping) else None
    if not audios or not audios[0].get("id"):
        raise TaskFailed(Message("kling.side.no_speech", domain=NAME), provider=NAME)
    return str(audios[0]["id"]), _float(audios[0].get("duration"))


def timed(item: Mapping[str, Any], face: Mapping[str, Any], length: float | None) -> dict[str, Any]:
    """The face's item with whole times: from its start on, as much of the sound as fits (K-S12). Raises InvalidRequest."""
    start = int(item["sound_start_time"])
    begins, ends = int(face.get("start_time") or 0), int(face.get("end_time") or 0)
    insert = item["sound_insert_time"] if isinstance(item["sound_insert_time"], int) else begins
    end = item["sound_end_time"]
    if not isinstance(end, int):
        room = ends - insert
        end = min(int((length or 0) * 1000), start + room)
    found = {**item, "face_id": str(face["face_id"]), "sound_end_time": end, "sound_insert_time": insert}
    overlap = min(ends, insert + end - start) - max(begins, insert)
    if end - start < CUT_MS:
        raise _refused("side_cut_short", least=CUT_MS, found=max(0, end - start))
    if overlap < CUT_MS:
        raise _refused("side_overlap", least=CUT_MS, found=max(0, overlap))
    return found


def told(endpoint: Endpoint | None, request: Request, error: MediawrightError) -> MediawrightError:
    """K-S14: a session that the person named and that is over is told as such, with what opening another costs; it is
    never opened unasked."""
    over = isinstance(error, Rejected) and "session" in (error.provider_message or "").lower()
    if not over or endpoint is None or endpoint.first is None or said(request, "session_id") is None:
        return error
    key = "session_over" if endpoint.name == "lip_sync" else "selection_over"
    return Rejected(
        Message(f"kling.side.{key}", domain=NAME),
        provider=NAME,
        provider_code=error.provider_code,
        provider_message=error.provider_message,
    )


def _session(envelope: Envelope) -> str:
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    session = str(data.get("session_id") or "")
    if not session:
        raise TaskFailed(Message("kling.side.no_session", domain=NAME), provider=NAME)
    return session


def _faces(envelope: Envelope) -> Sequence[Mapping[str, Any]]:
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    return [one for one in data.get("face_data") or () if isinstance(one, Mapping) and one.get("face_id") is not None]


def _chosen(faces: Sequence[Mapping[str, Any]], wanted: str | None) -> Mapping[str, Any]:
    """K-S10: no face ends it before more is paid; several are a question, never a guess. K-S11: one of these."""
    if not faces:
        raise TaskFailed(Message("kling.side.no_face", domain=NAME), provider=NAME)
    names = tuple(str(face["face_id"]) for face in faces)
    found = [face for face in faces if wanted is None or str(face["face_id"]) == wanted]
    if len(found) == 1:
        return found[0]
    raise InvalidRequest(_which(names, [str(face.get("face_image") or "") for face in faces]), provider=NAME)


def _which(names: tuple[str, ...], pictures: Sequence[str]) -> Problem:
    return problem("K-S10", "face_id", "side_which_face", names, count=len(names), pictures=" ".join(pictures))


def _refused(key: str, **values: int) -> InvalidRequest:
    return InvalidRequest(problem("K-S12", "sound_end_time", key, (), **values), provider=NAME)


async def _selected(ctx: Context, base: str, endpoint: Endpoint, request: Request, call: Call, value: Value) -> Call:
    """Open the clip, mark the things, and take the clip's own length (K-S33). Raises TaskFailed for a refused clip."""
    if said(request, "session_id") is not None:
        return call
    envelope = await client.spend(ctx, base, str(endpoint.first), bodies.faces(request, value))
    data = envelope.data if isinstance(envelope.data, Mapping) else {}
    if data.get("status"):
        raise TaskFailed(
            Message("kling.side.clip_refused", domain=NAME), provider=NAME, provider_code=str(data["status"])
        )
    session = _session(envelope)
    for mark in marks_of(request) or ():
        await client.spend(ctx, base, ADD, {"session_id": session, **mark})
    seconds = _float(data.get("original_duration"))
    length = str(request.duration) if request.duration or seconds is None else "5" if seconds <= 5.1 else "10"
    return Call(call.path, {**call.body, "session_id": session, "duration": length})


def _float(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
