"""Exit codes and errors as tables: the error tree itself, with the sentences that people see."""

import re
from collections.abc import Iterator
from pathlib import Path

from mediawright.po.check import sentences
from mediawright.present.catalog import render
from mediawright.skill.render_context import RenderContext, Voice
from mediawright.skill.template import bullets, rows, table
from mediawright.types.errors import ExitCode, MediawrightError
from mediawright.types.message import Message

#: what an agent may meet beside the loop, which tells of the others; the rest stands in the reference
BESIDE = (ExitCode.CREDITS, ExitCode.FAILED, ExitCode.UNCERTAIN, ExitCode.UNREACHABLE)
#: a place in a sentence that is filled in when it is said
PLACE = re.compile(r"\{\w*(?::[^}]*)?\}")


def exit_rows(context: RenderContext, codes: tuple[ExitCode, ...] = tuple(ExitCode)) -> str:
    told = context.words["exit"]
    return rows((str(int(code)), told[str(int(code))]["means"], told[str(int(code))]["then"]) for code in codes)


def error_rows() -> str:
    """One row per error, in the order of the tree."""
    return rows(
        (f"`{error.code}`", str(int(error.exit_code)), error.retry.value, render(Message(f"error.{error.code}"), "en"))
        for error in _tree(MediawrightError)
    )


def _tree(root: type[MediawrightError]) -> Iterator[type[MediawrightError]]:
    yield root
    for child in root.__subclasses__():
        if child.__module__ == root.__module__:
            yield from _tree(child)


def provider_errors(voice: Voice) -> str:
    """A provider's own refusals, by the key in `error.key`, from its catalogue; "…" stands for what is filled in."""
    prefixes = tuple(voice.told.get("errors", ()))
    if not prefixes or not voice.provider.locale:
        return ""
    book = sentences(Path(voice.provider.locale), "en")
    found = [(f"`{item.key}`", PLACE.sub("…", item.forms[0])) for item in book if item.key.startswith(prefixes)]
    return f"\n## What {voice.title} itself refuses\n\n" + table(("`error.key`", "said to the user"), found) + "\n"


def result_lives(context: RenderContext) -> str:
    """How long each provider keeps a result, as far as it says."""
    lives = ((voice.title, voice.provider.limits.result_life_s) for voice in context.voices if not voice.provider.local)
    return bullets(f"{title}: {_days(life)}" for title, life in lives)


def _days(seconds: float | None) -> str:
    if seconds is None:
        return "not said; fetch at once"
    days = seconds / 86_400
    return "1 day" if days == 1 else f"{days:g} days"
