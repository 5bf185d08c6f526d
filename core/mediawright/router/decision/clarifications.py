"""The question for each doubt, with answers that can be taken as they are."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from mediawright.router.language.names import Name
from mediawright.router.message.features import MessageFeatures
from mediawright.router.message.verdict import Verdict
from mediawright.router.parameters.binding import foreign, half, lacked
from mediawright.tables import table
from mediawright.types.message import Message
from mediawright.types.provider import Model
from mediawright.types.route import COMMAND_OF, Ask, Choice


@lru_cache(maxsize=1)
def _tables() -> Mapping[str, Any]:
    return table(__file__, "answers.toml")


def choices(operations: tuple[str, ...], params: Mapping[str, Mapping[str, Any]] | None = None) -> tuple[Choice, ...]:
    """Ready-made answers: each stands for one operation, labelled in the catalogue."""
    more = params or {}
    return tuple(
        Choice(
            key=operation,
            label=Message(f"router.choice.{operation}"),
            command=COMMAND_OF[operation],
            operation=operation,
            params=more.get(operation, {}),
        )
        for operation in operations
    )


def question(
    message: MessageFeatures, verdict: Verdict, models: Mapping[str, str], near: Callable[[Name], Sequence[Model]]
) -> Ask:
    """The question for `verdict.ask`. `models`: result kind → canonical model, for a name that means two of them.

    `near`: the models that could be meant by a name that nobody here knows.
    """
    reason = verdict.ask or "operation"
    if reason == "missing_input":
        return _missing(message, verdict)
    if reason == "model_version" and (unknown := half(message) or lacked(message) or foreign(message)):
        return _model(message, verdict, unknown, near)
    shape = _shape(message, verdict)
    operations = tuple(_tables()[reason].get(shape) or _tables()[reason]["words"])
    params = {op: {"model": models[COMMAND_OF[op]]} for op in operations if COMMAND_OF[op] in models}
    return Ask(reason=reason, question=Message(f"router.ask.{reason}"), choices=choices(operations, params))


def _model(message: MessageFeatures, verdict: Verdict, name: Name, near: Callable[[Name], Sequence[Model]]) -> Ask:
    """Which of the models that are called nearly so?"""
    reading = message.reading
    said = reading.text[reading.starts[name.first] : reading.end(name.last - 1)]
    found = tuple(
        Choice(
            key=model.name,
            label=Message("talk.choice.value", {"value": model.label}),
            command=COMMAND_OF.get(verdict.operation or ""),
            operation=verdict.operation,
            params={"model": model.name},
        )
        for model in near(name)
    )
    return Ask(reason="model_version", question=Message("router.ask.unknown_model", {"name": said}), choices=found)


def _shape(message: MessageFeatures, verdict: Verdict) -> str:
    """Which inputs are at hand, as answers.toml names them."""
    image, video, audio = message.n("image"), message.n("video"), message.n("audio")
    if video and image:
        return "photo_and_clip"
    if audio and (image or video):
        return "with_sound"
    if video:
        return "clip"
    if image > 1:
        return "pictures_to_picture" if verdict.command == "image" else "pictures"
    return "picture" if image else "sound" if audio else "words"


def _missing(message: MessageFeatures, verdict: Verdict) -> Ask:
    """What must be sent along, and what could be done without it."""
    table = _tables()["missing_input"]
    needs = table["needs"].get(verdict.operation or "", ["image", "video"])
    lacking = [kind for kind in needs if not message.n(kind)] or list(needs)
    key = "_or_".join(lacking) if verdict.operation in table["either"] else "_and_".join(lacking)
    without = tuple(table["without"].get(verdict.operation or "", ()))
    return Ask(reason="missing_input", question=Message(f"router.ask.missing_input.{key}"), choices=choices(without))
