"""The flags as data, and typer commands made from them, so that help, parsing and docs cannot drift apart.

Every value comes in as text: what it may be is judged by `studio.reading` and the provider's data, in the person's
language, not by the argument parser. Help sentences are catalogue keys `help.flag.<name>`.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer

from mediawright.cli.words import help_of
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
    spelled: str | None = None

    @property
    def spelling(self) -> str:
        return self.spelled or "--" + self.name.replace("_", "-")


#: what any answering command takes
COMMON = (Flag("json", "mark"), Flag("lang"))
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
)
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
    *SPENDING,
    *QUERY,
    *COMMON,
)
IMAGE = (*WISH, Flag("result_type"), Flag("series_amount"), Flag("quality"), *SPENDING, *QUERY, *COMMON)
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

TYPES: dict[str, Any] = {"text": str | None, "list": list[str] | None, "switch": bool | None, "mark": bool}


def command(flags: Iterable[Flag], handler: Callable[..., None], *arguments: str) -> Callable[..., None]:
    """A function that typer can take: `arguments` are positional texts, then the flags; all go to `handler` by name."""

    def run(**values: Any) -> None:
        handler(**values)

    parameters = [_argument(name) for name in arguments] + [_option(flag) for flag in flags]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__doc__ = handler.__doc__
    return run


def _argument(name: str) -> inspect.Parameter:
    """A positional text; a trailing "?" makes it optional, a trailing "*" takes any number."""
    bare = name.rstrip("?*")
    kind: Any = list[str] | None if name.endswith("*") else (str | None if name.endswith("?") else str)
    annotation = _annotated(kind, typer.Argument(help=help_of(f"help.argument.{bare}"), show_default=False))
    default = inspect.Parameter.empty if name == bare else None
    return inspect.Parameter(bare, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _option(flag: Flag) -> inspect.Parameter:
    spellings = [flag.spelling, *flag.also]
    if flag.kind == "switch":
        spellings = [f"{flag.spelling}/--no-{flag.spelling[2:]}"]
    option = typer.Option(*spellings, help=help_of(f"help.flag.{flag.name}"), show_default=False, hidden=flag.hidden)
    annotation = _annotated(TYPES[flag.kind], option)
    default = False if flag.kind == "mark" else None
    return inspect.Parameter(flag.name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _annotated(kind: Any, extra: Any) -> Any:
    """`Annotated` over a type that is only known at run time."""
    return Annotated[kind, extra]


def new_app(*, group: bool = False) -> typer.Typer:
    """A typer app as all ours are: plain help (a drawn one costs a second library at every `--help`)."""
    return typer.Typer(add_completion=False, no_args_is_help=group, rich_markup_mode=None)
