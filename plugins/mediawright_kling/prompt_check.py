"""Help with a prompt before it costs anything: placeholders, lengths, shots, habits of good prompts
(docs/contracts/kling.md §18). Pure, but for the command that shows it."""

import re
from collections.abc import Callable, Iterator

from mediawright.plugin import Message, Problem, Request
from mediawright_kling.placeholders import NEAR, texts_of, used
from mediawright_kling.validation import general, references, shots
from mediawright_kling.validation.case import Case

NAME = "kling"
NUMBERED_SHOTS = re.compile(r"(?:\bshot\s*[12]\b|镜头\s*[一二12])", re.IGNORECASE)
MOVES = re.compile(
    r"\b(?:pan|tilt|zoom|dolly|orbit|push[- ]in|pull[- ]out|tracking|crane)\b|推镜|拉镜|摇镜|移镜|环绕|升降",
    re.IGNORECASE,
)
MANY_MOVES = 3

#: rules that speak about words; the others need the rest of the request
WORD_RULES = (
    general.r5_prompt_length,
    shots.r23_shot_count,
    shots.r24_shot_order,
    shots.r25_shot_lengths,
    shots.r26_shot_prompts,
    references.r55_placeholders,
)


def prompt_problems(request: Request) -> tuple[Problem, ...]:
    """What would be refused about the words and shots of this request."""
    case = Case.of(request)
    return tuple(problem for rule in WORD_RULES for problem in rule(case))


def prompt_hints(request: Request) -> tuple[Message, ...]:
    """What would be taken, but seldom gives what was meant."""
    case = Case.of(request)
    return tuple(hint for check in HINTS for hint in check(case))


def _near(case: Case) -> Iterator[Message]:
    for text in texts_of(case.full):
        for found in NEAR.findall(text):
            yield _say("near", found=found)


def _unused(case: Case) -> Iterator[Message]:
    """Several references, none of them named: the model guesses who is who."""
    named = any(used(text) for text in texts_of(case.full))
    count = len(case.full.plain_references) + len(case.full.elements)
    if case.route.omni and count > 1 and not named:
        yield _say("unnamed", count=count)


def _basic_route(case: Case) -> Iterator[Message]:
    if not case.route.omni and not case.said.is_element and any(used(text) for text in texts_of(case.full)):
        yield _say("basic")


def _numbered(case: Case) -> Iterator[Message]:
    if case.is_video and not case.request.multi_shot and NUMBERED_SHOTS.search(case.request.prompt):
        yield _say("numbered_shots")


def _moves(case: Case) -> Iterator[Message]:
    for text in texts_of(case.full) if case.is_video else ():
        count = len(MOVES.findall(text))
        if count >= MANY_MOVES:
            yield _say("moves", count=count)


def _say(key: str, **values: object) -> Message:
    return Message(f"kling.prompt.{key}", values, NAME)


HINTS: tuple[Callable[[Case], Iterator[Message]], ...] = (_near, _unused, _basic_route, _numbered, _moves)
