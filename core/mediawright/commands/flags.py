"""The commands and their flags as data: help, parsing, tools and docs are made from it, so that they cannot drift apart.

Every value comes in as text: what it may be is judged by `studio.reading` and the provider's data, in the person's
language, not by the argument parser. Help sentences are catalogue keys `help.flag.<name>`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any

from mediawright.commands.arguments import flag_of
from mediawright.types.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Flag:
    """One option. `kind`: text (one value, the last one wins), list (repeatable), switch (on or off), mark (given or not).

    `also` are other accepted spellings.
    """

    name: str
    kind: str = "text"
    also: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def spelling(self) -> str:
        return flag_of(self.name)


#: what any answering command takes
COMMON = (Flag("json", "mark"), Flag("lang"), Flag("thread"), Flag("acting"))
#: what any command takes that may spend or wait
SPENDING = (
    Flag("approve_cost"),
    Flag("again", "mark"),
    Flag("dry_run", "mark"),
    Flag("output_dir"),
    Flag("wait", "switch"),
    Flag("timeout"),
    Flag("progress"),
    Flag("bell", "mark"),
    Flag("preview", "mark"),
)
QUERY = (Flag("task_id"), Flag("download", "mark"))
#: what a batch's command says for every line that says nothing else
BATCH_LINES = (
    Flag("provider"),
    Flag("model", also=("-m",)),
    Flag("duration"),
    Flag("aspect_ratio"),
    Flag("resolution"),
)
WISH = (
    Flag("prompt", also=("-p",)),
    Flag("negative_prompt"),
    Flag("image", "list", also=("-i",)),
    Flag("element_ids", "list"),
    Flag("operation"),
    Flag("aspect_ratio"),
    Flag("resolution"),
    Flag("count", also=("--n",)),
    Flag("seed"),
    Flag("style"),
    Flag("model", also=("-m",)),
    Flag("provider"),
    Flag("option", "list"),
    Flag("input_json"),
)
#: who speaks, and in what language
SPEECH = (Flag("voice"), Flag("language"))
VIDEO = (
    *WISH,
    Flag("image_types"),
    Flag("first_frame"),
    Flag("end_frame"),
    Flag("image_tail", hidden=True),
    Flag("video", "list"),
    Flag("video_refer_type"),
    Flag("keep_original_sound"),
    Flag("audio", "list"),
    Flag("scope"),
    Flag("multi_shot", "switch"),
    Flag("shot_type"),
    Flag("multi_prompt"),
    Flag("duration"),
    Flag("mode"),
    Flag("sound"),
    Flag("watermark", "switch"),
    Flag("mask"),
    *SPEECH,
    *SPENDING,
    *QUERY,
    *COMMON,
)
IMAGE = (*WISH, Flag("result_type"), Flag("series_amount"), Flag("quality"), Flag("mask"), *SPENDING, *QUERY, *COMMON)
AUDIO = (
    Flag("prompt", also=("-p",)),
    Flag("audio", "list"),
    Flag("video", "list"),
    Flag("operation"),
    *SPEECH,
    Flag("duration"),
    Flag("count", also=("--n",)),
    Flag("seed"),
    Flag("model", also=("-m",)),
    Flag("provider"),
    Flag("option", "list"),
    Flag("input_json"),
    *SPENDING,
    *QUERY,
    *COMMON,
)
ELEMENT = (
    Flag("name"),
    Flag("description"),
    Flag("ref_type"),
    Flag("frontal_image"),
    Flag("refer_images", "list"),
    Flag("video", "list"),
    Flag("voice_id"),
    Flag("tags", "list"),
    Flag("provider"),
    *SPENDING,
    *COMMON,
)


def _named(*groups: Iterable[Flag]) -> tuple[Flag, ...]:
    """Every flag of the groups once; the first of a name stands."""
    found: dict[str, Flag] = {}
    for flag in (flag for group in groups for flag in group):
        found.setdefault(flag.name, flag)
    return tuple(found.values())


_ASIDE = frozenset(flag.name for flag in (*SPENDING, *QUERY, *COMMON)) | {"result_type"}
#: what a request can be changed by: everything that says what is wanted, of a clip, a picture, a subject or an edit
CHANGE = tuple(flag for flag in _named(VIDEO, IMAGE, AUDIO, ELEMENT, (Flag("project"),)) if flag.name not in _ASIDE)
#: what one wish at several models can say: all of it but who makes it
COMPARED = tuple(
    flag
    for flag in _named(VIDEO, IMAGE, AUDIO)
    if flag.name not in _ASIDE and flag.name not in ("prompt", "model", "provider")
)
REVISE = (*CHANGE, Flag("drop", "list"), *SPENDING, *COMMON)
AGAIN = (Flag("count", also=("--n",)), *(flag for flag in SPENDING if flag.name != "again"), *COMMON)
USE = (*CHANGE, *SPENDING, *COMMON)


@dataclass(frozen=True, slots=True)
class Command:
    """One command as data: `arguments` are positional texts (a trailing "?" makes one optional, a trailing "*" takes any
    number), then the flags; all go to `handler` by name."""

    flags: tuple[Flag, ...]
    handler: Callable[..., None]
    arguments: tuple[str, ...] = ()

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the handler takes: a value for each argument and flag, those that are not given unset."""
        unset: dict[str, Any] = {name.rstrip("?*"): None for name in self.arguments}
        unset |= {flag.name: False if flag.kind == "mark" else None for flag in self.flags}
        return unset | {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def command(flags: Iterable[Flag], handler: Callable[..., None], *arguments: str) -> Command:
    """The command that gives these flags and arguments to `handler`."""
    return Command(tuple(flags), handler, arguments)


@dataclass(slots=True)
class App:
    """What one file of commands brings: a single command, or a group of them under their names."""

    group: bool = False
    commands: dict[str | None, Command] = field(default_factory=dict)

    def command(self, name: str | None = None) -> Callable[[Command], Command]:
        """Takes a command in, under a name in a group."""

        def add(made: Command) -> Command:
            self.commands[name] = made
            return made

        return add


def new_app(*, group: bool = False) -> App:
    """An app without commands yet."""
    return App(group)
