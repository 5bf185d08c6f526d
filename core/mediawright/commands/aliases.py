"""Other tools' spellings of our flags, made ours before parsing. Pure: text in, text out."""

import re
from collections.abc import Iterable, Sequence

FLAG = re.compile(r"^--[a-z][a-z0-9_-]*(?==|$)", re.IGNORECASE)
#: a flag as it is typed; anything else that begins with a dash is words ("- a cat")
_TYPED = re.compile(r"-[A-Za-z](?:=.*)?$|--?[A-Za-z][A-Za-z0-9_-]*(?:=.*)?$|-{1,2}$", re.DOTALL)
_BULLET = re.compile(r"^[\s\-–—−•·*]+")
#: commands whose words stand without a flag
_WISHES = (("do",), ("route",), ("edit", "say"))
#: groups that may be called without their command
FIRST = {"account": "quota", "audio": "make"}
SWITCHES = frozenset({"--watermark", "--multi-shot", "--wait"})
#: values that are on or off
SOUNDS = frozenset({"--sound", "--keep-original-sound"})
TRUE, FALSE = frozenset({"true", "on", "yes"}), frozenset({"false", "off", "no"})


def normalise(arguments: Sequence[str]) -> list[str]:
    """`--aspect_ratio` becomes `--aspect-ratio`; a switch that is given a word (`--watermark false`) obeys it.

    `revise --no-FLAG` becomes `revise --drop FLAG`.
    `element --action X` becomes `element X`; a group without its command gets its first (`account quota`, `audio make`).
    """
    plain: list[str] = []
    rest: Iterable[str] = iter(_without_bullets(arguments))
    for item in rest:
        if item == "--":
            return [*_subcommand(_unset(_obey(plain))), item, *rest]
        plain.append(FLAG.sub(lambda match: match.group().replace("_", "-").lower(), item))
    return _subcommand(_unset(_obey(plain)))


def _unset(arguments: list[str]) -> list[str]:
    """`revise --no-duration` becomes `--drop duration`; `--no-sound` is silence, and a switch has a no of its own."""
    if arguments[:1] != ["revise"]:
        return arguments
    plain: list[str] = []
    for item in arguments:
        name = item.removeprefix("--no-")
        if not item.startswith("--no-") or f"--{name}" in SWITCHES:
            plain.append(item)
        elif f"--{name}" in SOUNDS:
            plain += [f"--{name}", "off"]
        else:
            plain += ["--drop", name.replace("-", "_")]
    return plain


def _without_bullets(arguments: Sequence[str]) -> Sequence[str]:
    """The words of a wish without the dash of a list that they were copied from; what follows `--` stays as it is."""
    if not any(tuple(arguments[: len(path)]) == path for path in _WISHES):
        return arguments
    end = arguments.index("--") if "--" in arguments else len(arguments)
    typed = [_BULLET.sub("", item) if item[:1] == "-" and not _TYPED.match(item) else item for item in arguments[:end]]
    return [*typed, *arguments[end:]]


def _subcommand(arguments: list[str]) -> list[str]:
    command, words = arguments[:1], arguments[1:]
    if command == ["element"] and "--action" in words:
        at = words.index("--action")
        return [*command, *words[at + 1 : at + 2], *words[:at], *words[at + 2 :]]
    first = FIRST.get("".join(command))
    if first and words[:1] != ["--help"] and (not words or words[0].startswith("-")):
        return [*command, first, *words]
    return arguments


def _obey(arguments: list[str]) -> list[str]:
    result: list[str] = []
    for item in arguments:
        previous = result[-1] if result else ""
        word = item.strip().lower()
        if previous in SWITCHES and word in TRUE:
            continue
        if previous in SWITCHES and word in FALSE:
            result[-1] = "--no-" + previous[2:]
            continue
        flag, equals, value = item.partition("=")
        if equals and flag in SWITCHES and value.lower() in TRUE | FALSE:
            item = flag if value.lower() in TRUE else "--no-" + flag[2:]
        result.append(item)
    return result
