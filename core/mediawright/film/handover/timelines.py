"""The film as an OpenTimelineIO timeline: .otio and .otioz with everything, EDL and FCP7 XML with what they can hold."""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from mediawright.film.assembly import Assembly, SoundFile, Take
from mediawright.film.timeline import Piece

if TYPE_CHECKING:
    import opentimelineio as otio

FORMATS = ("otio", "otioz", "edl", "fcp7")
ADAPTERS = {"edl": "cmx_3600", "fcp7": "fcp_xml"}
SUFFIXES = {"fcp7": "xml"}
#: the longest reel name of a CMX 3600 list
REEL = 8

#: frames of a file that are there, by file
Lengths = Mapping[str, int]
#: what is kept of a take: job, take, provider, model, prompt …; no links, no prices
Facts = Mapping[str, Mapping[str, Any]]


def build_timeline(assembly: Assembly, lengths: Lengths, facts: Facts | None = None) -> "otio.schema.Timeline":
    """The film as a timeline. `lengths`: frames (of the film's rate) of each file; `facts`: metadata by shot."""
    import opentimelineio as otio

    timeline = otio.schema.Timeline(assembly.title, global_start_time=otio.opentime.RationalTime(0, assembly.fps))
    timeline.metadata["mediawright"] = {
        "language": assembly.language,
        "size": [assembly.width, assembly.height],
        "loudness": assembly.loudness,
    }
    timeline.tracks.append(_pictures(assembly, lengths, facts or {}))
    for name, lane in (("Voices", "voice"), ("Effects", "effects")):
        sounds = [one for one in assembly.sounds if one.lane == lane]
        for row in _rows(sounds, lengths):
            timeline.tracks.append(_sounds(name, row, assembly, lengths))
    if assembly.music:
        music = SoundFile(lane="effects", file=assembly.music.file, sha256=assembly.music.sha256, start=0)
        timeline.tracks.append(_sounds("Music", [music], assembly, lengths))
    _mark(timeline, assembly)
    return timeline


def write_timeline(timeline: "otio.schema.Timeline", path: Path, form: str) -> None:
    """Write a timeline in one of `FORMATS`. Raises OSError; what a format cannot hold is left out of it."""
    import opentimelineio as otio

    if form == "edl":
        text = otio.adapters.write_to_string(_flat(timeline), ADAPTERS[form], rate=timeline.global_start_time.rate)
        path.write_text(str(text), "utf-8")
    elif form == "fcp7":
        path.write_text(str(otio.adapters.write_to_string(timeline, ADAPTERS[form])), "utf-8")
    elif form == "otioz":
        path.unlink(missing_ok=True)
        with TemporaryDirectory(dir=path.parent) as folder:
            otio.adapters.write_to_file(_apart(timeline, Path(folder)), str(path), media_policy="MissingIfNotFile")
    else:
        otio.adapters.write_to_file(timeline, str(path))


def _apart(timeline: "otio.schema.Timeline", folder: Path) -> "otio.schema.Timeline":
    """The timeline with a name of its own for every file: a bundle keeps all of them in one folder. Raises OSError."""
    import opentimelineio as otio

    made = timeline.deepcopy()
    names: dict[str, str] = {}
    copies: dict[str, str] = {}
    for clip in made.find_clips():
        reference = clip.media_reference
        if not isinstance(reference, otio.schema.ExternalReference):
            continue
        url = reference.target_url
        file = Path(url2pathname(urlsplit(url).path))
        if names.setdefault(file.name, url) != url and url not in copies and file.is_file():
            copy = folder / f"{file.stem}-{len(copies) + 2}{file.suffix}"
            shutil.copyfile(file, copy)
            copies[url] = copy.as_uri()
        reference.target_url = copies.get(url, url)
    return made


def _pictures(assembly: Assembly, lengths: Lengths, facts: Facts) -> "otio.schema.Track":
    import opentimelineio as otio

    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    crossings = {piece.shot: piece for piece in assembly.pieces if piece.kind == "transition"}
    for number, take in enumerate(assembly.takes):
        before = crossings.get(number - 1)
        if before is not None:
            track.append(_transition(before, assembly.fps))
        half_in = before.frames // 2 if before else 0
        half_out = crossings[number].frames // 2 if number in crossings else 0
        shown = take.frames - half_in - half_out
        clip = otio.schema.Clip(
            name=take.shot,
            media_reference=_media(take, assembly.fps, lengths),
            source_range=_range(round(take.start * assembly.fps) + half_in, shown, assembly.fps),
        )
        clip.metadata["mediawright"] = {
            "shot": take.shot,
            "kind": take.kind,
            "sha256": take.sha256,
            **dict(facts.get(take.shot, {})),
        }
        clip.metadata["cmx_3600"] = {"reel": _reel(take.shot, number)}
        track.append(clip)
    return track


def _transition(piece: Piece, fps: int) -> "otio.schema.Transition":
    import opentimelineio as otio

    half = otio.opentime.RationalTime(piece.frames // 2, fps)
    made = otio.schema.Transition(
        name=piece.transition,
        transition_type=otio.schema.TransitionTypes.SMPTE_Dissolve,
        in_offset=half,
        out_offset=half,
    )
    made.metadata["mediawright"] = {"kind": piece.transition}
    return made


def _media(take: Take, fps: int, lengths: Lengths) -> "otio.core.MediaReference":
    import opentimelineio as otio

    if not take.file:
        return otio.schema.MissingReference(name=take.shot, available_range=_range(0, take.frames, fps))
    length = max(lengths.get(take.file, 0), round(take.start * fps) + take.frames)
    return otio.schema.ExternalReference(
        target_url=Path(take.file).absolute().as_uri(), available_range=_range(0, length, fps)
    )


def _sounds(name: str, row: list[SoundFile], assembly: Assembly, lengths: Lengths) -> "otio.schema.Track":
    import opentimelineio as otio

    track = otio.schema.Track(name, kind=otio.schema.TrackKind.Audio)
    at = 0
    for sound in row:
        if sound.start > at:
            track.append(otio.schema.Gap(source_range=_range(0, sound.start - at, assembly.fps)))
        length = max(1, min(lengths.get(sound.file, assembly.frames), assembly.frames - sound.start))
        reference = otio.schema.ExternalReference(
            target_url=Path(sound.file).absolute().as_uri(),
            available_range=_range(0, max(length, lengths.get(sound.file, 0)), assembly.fps),
        )
        clip = otio.schema.Clip(Path(sound.file).stem, reference, _range(0, length, assembly.fps))
        clip.metadata["mediawright"] = {"sha256": sound.sha256, "level": sound.level}
        track.append(clip)
        at = sound.start + length
    return track


def _rows(sounds: list[SoundFile], lengths: Lengths) -> list[list[SoundFile]]:
    """Sounds in rows without overlap: a track holds one at a time."""
    rows: list[list[SoundFile]] = []
    for sound in sorted(sounds, key=lambda one: one.start):
        for row in rows:
            if row[-1].start + lengths.get(row[-1].file, 1) <= sound.start:
                row.append(sound)
                break
        else:
            rows.append([sound])
    return rows


def _mark(timeline: "otio.schema.Timeline", assembly: Assembly) -> None:
    """A marker for every line and chapter."""
    import opentimelineio as otio

    for caption in assembly.titles:
        timeline.tracks.markers.append(
            otio.schema.Marker(
                name=caption.text,
                marked_range=_range(caption.start, caption.end - caption.start, assembly.fps),
                color=otio.schema.MarkerColor.GREEN,
                metadata={"mediawright": {"place": caption.place}},
            )
        )
    for chapter in assembly.chapters:
        timeline.tracks.markers.append(
            otio.schema.Marker(
                name=chapter.title,
                marked_range=_range(chapter.start, 1, assembly.fps),
                color=otio.schema.MarkerColor.BLUE,
                metadata={"mediawright": {"place": "chapter"}},
            )
        )


def _flat(timeline: "otio.schema.Timeline") -> "otio.schema.Timeline":
    """The picture track alone: an edit decision list holds no more."""
    import opentimelineio as otio

    made = otio.schema.Timeline(timeline.name, global_start_time=timeline.global_start_time)
    made.tracks.append(timeline.video_tracks()[0].deepcopy())
    return made


def _range(start: int, length: int, fps: int) -> "otio.opentime.TimeRange":
    import opentimelineio as otio

    return otio.opentime.TimeRange(otio.opentime.RationalTime(start, fps), otio.opentime.RationalTime(length, fps))


def _reel(shot: str, number: int) -> str:
    """A reel name of at most eight signs of the list's alphabet, each shot its own."""
    plain = re.sub(r"[^A-Za-z0-9]", "", shot).upper()
    return plain if 0 < len(plain) <= REEL and plain == shot.upper() else f"S{number + 1:03}"
