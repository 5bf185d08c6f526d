"""What was asked for is not offered: the nearest that is, each answer the command that takes it.

One way for the first request of a conversation and for a change of it, at every provider.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from math import log
from operator import itemgetter
from typing import Any

from mediawright.commands.action import Action
from mediawright.handlers.response import Response
from mediawright.handlers.threads import context_of
from mediawright.present.page import Line
from mediawright.present.pages.question import question as question_page
from mediawright.services import actions, revising
from mediawright.services.fitting import measured
from mediawright.services.studio import Studio
from mediawright.types.codec import plain
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem, Text
from mediawright.types.provider import Provider
from mediawright.types.request import Request
from mediawright.types.route import Ask, Choice

#: fields whose nearest allowed values are offered
NEAREST = ("duration", "aspect_ratio", "resolution", "count", "series_amount", "mode", "quality", "model")
#: answers at most
MOST = 4
#: numbers of a longer span than this are not counted up
LONGEST_SPAN = 600

#: the command of an answer, with these values in place of those that were asked for
Made = Callable[..., Action]


async def first(studio: Studio, error: InvalidRequest) -> Response | None:
    """The question about a request that was refused for a value; None where nothing near it would be taken."""
    request = studio.asked
    if request is None or error.provider is None or "job" in error.data:
        return None
    request = request.with_(provider=error.provider)
    found = await question(studio, error, request, partial(actions.made, request))
    if found is None:
        return None
    context = context_of(request)
    told = {name: context[name] for name in ("operation", "provider", "params", "prompt")}
    about = {**told, "attachments": context["inputs"], "request": plain(request)}
    return replace(found, page=replace(found.page, data={**found.page.data, **about}))


async def question(studio: Studio, error: InvalidRequest, request: Request, made: Made) -> Response | None:
    """What the model has nearest to the refused values of a request, or in place of those that it lacks.

    None where none of that would be taken.
    """
    wrong: dict[str, list[Problem]] = {}
    for problem in error.problems:
        if problem.field in NEAREST and problem.allowed:
            wrong.setdefault(problem.field, []).append(problem)
    wrong = dict(sorted(wrong.items(), key=lambda item: getattr(request, item[0]) is not None))  # what is missing first
    provider = request.provider or error.provider
    if not wrong or provider is None:
        return None
    rows = [row for row in _rows(request, wrong) if await _taken(studio, request.with_(provider=provider), row)]
    if not rows:
        return None
    known = studio.registry.load(provider).provider
    ask = Ask(
        reason=next(iter(wrong)),
        question=next(iter(wrong.values()))[0].message,
        choices=tuple(Choice(key=" ".join(row.values()), label=_label(row, known, request)) for row in rows),
    )
    page = question_page(ask)
    others = [Line(problems[0].message) for problems in list(wrong.values())[1:]]
    page = replace(page, body=(*others, *page.body))
    response = Response(page=page, status="question", exit=error.exit_code, failure=error)
    return response.plus(*(made(**row) for row in rows))


def near(given: object, allowed: Sequence[str]) -> list[str]:
    """The allowed values next to one that is not: on both sides for numbers, the nearest ratios and sizes, else the first.

    "3-15" is a span.
    """
    value = "" if given is None else str(given)
    numbers = [number for item in allowed for number in _span(item)]
    if value.isdigit() and numbers:
        below = [n for n in numbers if n < int(value)]
        above = [n for n in numbers if n > int(value)]
        return [str(n) for n in (*([max(below)] if below else ()), *([min(above)] if above else ()))]
    for size_of in (_shape, _size):
        if size := size_of(value):
            sized = [(abs(log(size_of(item) / size)), item) for item in allowed if size_of(item)]
            return [item for _, item in sorted(sized, key=itemgetter(0))[:MOST]]
    return list(allowed[:MOST])


def label_of(field: str, value: str | Text) -> Message:
    """A value as a person reads it among choices."""
    if field == "duration":
        return Message("value.seconds", {"n": int(str(value))})
    if field == "count":
        return Message("talk.choice.count", {"n": int(str(value))})
    return Message("talk.choice.value", {"value": value})


def _rows(request: Request, wrong: Mapping[str, Sequence[Problem]]) -> list[dict[str, str]]:
    """Values that stand together in one answer: the first field's in turn, with what is nearest in the others."""
    found = {
        field: list(dict.fromkeys(value for each in problems for value in near(getattr(request, field), each.allowed)))
        for field, problems in wrong.items()
    }
    if not all(found.values()):
        return []
    (field, values), *others = found.items()
    return [{field: value, **{name: them[0] for name, them in others}} for value in values[:MOST]]


async def _taken(studio: Studio, request: Request, row: Mapping[str, Any]) -> bool:
    """Whether the request would be taken with these values: nothing is offered that would be refused again."""
    try:
        changed = await asyncio.to_thread(measured, revising.revised(request, row), studio.roots)
        studio.planner.makers.validated(studio.registry.load(str(request.provider)), changed)
    except InvalidRequest:
        return False
    return True


def _label(row: Mapping[str, str], provider: Provider, request: Request) -> Message:
    labels = [label_of(field, _named(field, value, provider, request)) for field, value in row.items()]
    return labels[0] if len(labels) == 1 else Message("talk.choice.value", {"value": labels})


def _named(field: str, value: str, provider: Provider, request: Request) -> str | Text:
    """A model by the name that people know it by."""
    model = provider.model(value, request.operation.result) if field == "model" else None
    return value if model is None else model.label


def _shape(value: str) -> float:
    """Width by height of "16:9"; 0 for anything else."""
    width, colon, height = value.partition(":")
    return int(width) / int(height) if colon and width.isdigit() and height.isdigit() and int(height) else 0.0


def _size(value: str) -> float:
    """Lines of "720p", thousands of "4k"; 0 for anything else."""
    digits, unit = value[:-1], value[-1:].lower()
    return int(digits) * {"p": 1.0, "k": 1000.0}[unit] if digits.isdigit() and unit in ("p", "k") else 0.0


def _span(item: str) -> list[int]:
    low, dash, high = item.partition("-")
    if dash and low.isdigit() and high.isdigit():
        ends = int(low), int(high)
        return list(ends) if ends[1] - ends[0] > LONGEST_SPAN else list(range(ends[0], ends[1] + 1))
    return [int(item)] if item.isdigit() else []
