"""The plan file and the files around it: pictures, sounds, music, and the folder of the film."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mediawright.files.probe import sha256_of
from mediawright.files.roots import Roots, is_file
from mediawright.files.text import read_text as text_of
from mediawright.film.findings import Finding
from mediawright.film.linked import looks_like_a_file
from mediawright.film.plan import FilmShot, Plan
from mediawright.film.reading import Read, read_text
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

SUFFIX = ".film.toml"


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan on disk, read. `missing` are files that it names and that are not there."""

    path: Path
    read: Read
    missing: tuple[Finding, ...]

    @property
    def plan(self) -> Plan:
        return self.read.plan

    @property
    def stem(self) -> str:
        """What the film's files are named after."""
        name = self.path.name
        return name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else self.path.stem

    def file(self, name: str) -> Path:
        """A file that the plan names, beside the plan."""
        return (self.path.parent / name).resolve()

    def check(self, *, files: bool = True) -> None:
        """Raises InvalidRequest with every problem; `files`: what is not there yet is one, too."""
        found = [*self.read.findings.problems, *(self.missing if files else ())]
        if found:
            raise InvalidRequest(*map(problem_of, found))


def reworded(file: PlanFile, step: tuple[str | int, ...], words: str) -> tuple[PlanFile, str]:
    """The plan with other words at one place (`step`: the keys to it), and its text with the comments as they were.

    Raises InvalidRequest where the file cannot be read.
    """
    import tomlkit

    document = tomlkit.parse(text_of(file.path, "plan"))
    place: Any = document
    for key in step[:-1]:
        if isinstance(place[key], str):  # a line that is written as its words alone
            place[key] = words
            break
        place = place[key]
    else:
        place[step[-1]] = words
    text = tomlkit.dumps(document)
    read = read_text(text)
    return PlanFile(file.path, read, tuple(_missing(file.path.parent, read))), text


def problem_of(finding: Finding) -> Problem:
    """A finding with its line and its shot."""
    message = finding.message
    if finding.shot:
        message = Message("film.problem.shot", {"shot": finding.shot, "problem": message})
    if finding.line is not None:
        message = Message("film.problem.at", {"line": finding.line, "problem": message})
    return Problem(finding.field or "plan", message, allowed=finding.allowed)


def open_plan(path: str, roots: Roots) -> PlanFile:
    """Read a plan file. Raises InvalidRequest where there is none, or no text in it."""
    found = roots.resolve(path, "plan")
    if not is_file(str(found)) and not path.endswith(SUFFIX):
        found = roots.resolve(f"{path}{SUFFIX}", "plan")
    if not is_file(str(found)):
        raise InvalidRequest(Problem("plan", Message("film.no_plan")))
    read = read_text(text_of(found, "plan"))
    return PlanFile(found, read, tuple(_missing(found.parent, read)))


def named_files(plan: Plan) -> Iterator[tuple[tuple[str | int, ...], str, str | None]]:
    """Every file a plan names: where it stands, the file, its shot."""
    for number, one in enumerate(plan.cast):
        for place, picture in enumerate(one.pictures):
            yield ("cast", number, "pictures", place), picture, None
    if plan.music and plan.music.file:
        yield ("music", "file"), plan.music.file, None
    for number, shot in enumerate(plan.shots):
        path: tuple[str | int, ...] = ("shots", number)
        for name in ("first_frame", "end_frame", "file"):
            value = getattr(shot, name)
            if value and (name == "file" or looks_like_a_file(value)):
                yield (*path, name), value, shot.id
        for place, picture in enumerate(shot.pictures):
            yield (*path, "pictures", place), picture, shot.id
        for kind, names in _sound_files(shot).items():
            for place, sound in enumerate(names):
                if sound:
                    yield (*path, kind, place, "file"), sound, shot.id


def _sound_files(shot: FilmShot) -> dict[str, list[str | None]]:
    """The files of lines and effects, in their order."""
    return {"lines": [one.file for one in shot.lines], "sfx": [one.file for one in shot.sfx]}


def _missing(folder: Path, read: Read) -> Iterator[Finding]:
    for path, name, shot in named_files(read.plan):
        if not (folder / name).is_file():
            message = Message("film.file_not_there", {"value": name})
            yield Finding(message=message, weight="note", line=read.findings.line_of(path), shot=shot, field="file")


def hashes_of(plan_file: PlanFile) -> dict[str, str]:
    """sha256 of every sound and music file, by the plan's own word for it. Raises OSError."""
    plan = plan_file.plan
    sounds = [name for shot in plan.shots for names in _sound_files(shot).values() for name in names if name]
    if plan.music and plan.music.file:
        sounds.append(plan.music.file)
    return {name: sha256_of(plan_file.file(name)) for name in dict.fromkeys(sounds)}
