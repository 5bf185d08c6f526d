"""A voice, an effect or the music of a plan → the request that makes it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mediawright.film.plan import Line, Maker, Plan
from mediawright.film.timeline import made_length
from mediawright.services.films.requests import Wanted
from mediawright.services.films.works import Work
from mediawright.types.capability import Capability
from mediawright.types.operations import Operation
from mediawright.types.provider import Voice
from mediawright.types.request import Request

#: a voice by its own name: one word without blanks or commas, as providers name those that were saved
_ID = re.compile(r"[A-Za-z0-9][\w.:-]*")


def sound_wanted(plan: Plan, work: Work, voices: Sequence[Voice]) -> Wanted:
    """The values of a sound. `voices`: those that come with the provider that is named for speech."""
    shot = plan.shots[work.number]
    if work.kind == "line":
        line = shot.lines[work.place]
        voice = voice_of(plan, line, voices)
        return _wanted(Operation.TEXT_TO_SPEECH, line.says, plan.speech, voice=voice)
    if work.kind == "effect":
        effect = shot.sfx[work.place]
        return _wanted(Operation.SOUND_EFFECTS, effect.words, plan.effects, seconds=max(0.5, shot.duration - effect.at))
    assert plan.music is not None
    return _wanted(Operation.TEXT_TO_MUSIC, plan.music.words, plan.music.maker)


def _wanted(operation: Operation, prompt: str, maker: Maker, *, seconds: float = 0.0, **more: Any) -> Wanted:
    values = {
        "operation": operation.value,
        "prompt": prompt,
        "provider": maker.provider,
        "model": maker.model,
        "option": [f"{name}={value}" for name, value in maker.options.items()],
    }
    return Wanted("audio", values | {name: value for name, value in more.items() if value}, seconds)


def sound_fitted(
    asked: Wanted, plan: Plan, able: Capability, read: Callable[[str, Mapping[str, Any]], Request]
) -> Request:
    """The request for a model that can do so much: the language that is spoken, and the length of an effect."""
    values = dict(asked.values)
    if plan.language in able.languages:
        values["language"] = plan.language
    if asked.seconds and able.durations:
        values["duration"] = made_length(asked.seconds, able.durations) or max(able.durations)
    return read(asked.command, values)


def voice_of(plan: Plan, line: Line, voices: Sequence[Voice]) -> str | None:
    """The provider's name of the voice for a line; None leaves the choice to the provider.

    The voice of the speaker (of `[speech]` where nobody of the cast speaks) where it names one. A speaker of whom there
    are only words gets one of the provider's own in the film's language, another one for each, the same in every shot.
    """
    speaker = plan.member(line.who) if line.who else None
    said = speaker.voice if speaker else plan.speech.voice
    known = named_voice(said, voices)
    if known is None and speaker is not None and speaker.library and re.fullmatch(r"\S+", said):
        known = said  # kept in the library as the provider's own name
    if known is not None or speaker is None:
        return known
    others = {named_voice(one.voice, voices) for one in plan.cast} | {named_voice(plan.speech.voice, voices)}
    free = [one.name for one in voices if plan.language in (*one.languages, "") or not one.languages]
    free = [name for name in free if name not in others] or free
    unnamed = [one.name for one in plan.cast if named_voice(one.voice, voices) is None]
    return free[unnamed.index(speaker.name) % len(free)] if free else None


def named_voice(said: str, voices: Sequence[Voice]) -> str | None:
    """The voice that a plan's word names: by the provider's name, by its label, or one that was saved there."""
    wanted = said.strip().lower()
    if not wanted:
        return None
    for voice in voices:
        if wanted in (voice.name.lower(), voice.label.en.lower(), voice.label.zh.lower()):
            return voice.name
    return said.strip() if _ID.fullmatch(said.strip()) and not said.strip().isalpha() else None
