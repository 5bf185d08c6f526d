"""What went wrong, in one sentence, and what can be done, in one more."""

from collections.abc import Sequence

from mediawright.present.catalog import has, render
from mediawright.present.page import Block, FrontEnd, Line, Link, Page, Row, Rows, Tone, Words
from mediawright.present.pages.candidates import candidate_lines
from mediawright.present.pages.fields import say
from mediawright.types.errors import Busy, Interrupted, InvalidRequest, MediawrightError, Uncertain
from mediawright.types.message import Message, Problem, Text

_EMOJI = {
    "sign_in_needed": "🔑",
    "out_of_credits": "💳",
    "confirmation_needed": "✋",
    "still_running": "⏳",
    "interrupted": "⏳",
    "busy": "⏳",
    "uncertain": "❓",
    "refused_by_policy": "🛑",
    "not_proved": "🛑",
}


def error(failure: MediawrightError, *, provider: Text | None = None) -> Page:
    """The page of a failure. A provider's own sentence for its own code comes first, where its catalogue has one."""
    if isinstance(failure, InvalidRequest) and failure.problems:
        return problems(failure.problems, failure=failure)
    body: list[Block] = []
    link = failure.data.get("verification_uri")
    if isinstance(link, str):
        body += [Line(say("login.open")), Link(link), Line(say("login.reply"), only=FrontEnd.CHAT)]
    elif found := candidate_lines(failure.data.get("candidates", ())):
        body += found
    elif isinstance(failure, Uncertain) or not asks(_sentence(failure, provider)):
        body += [Line(hint) for hint in _hints(failure, provider)]
    if isinstance(failure, Busy) and failure.retry_after:
        body.append(Line(say("hint.retry_after", wait=failure.retry_after)))
    return Page(
        name="error",
        emoji=_EMOJI.get(failure.code, "⚠️"),
        title=_sentence(failure, provider),
        body=(
            *body,
            *_original(failure),
        ),
        data=failure.data,
        next=failure.next,
    )


def asks(sentence: Words) -> bool:
    """Does a sentence end in a question already? Then a second one only confuses."""
    return isinstance(sentence, Message) and render(sentence, "en").rstrip().endswith("?")


def _sentence(failure: MediawrightError, provider: Text | None) -> Words:
    own = f"error.{failure.code}"
    if failure.message.key != own:
        return failure.message
    for key in _codes(failure, "error"):
        return Message(key, _values(failure, provider), failure.provider)
    if provider is not None and has(f"{own}_at"):
        return say(f"{own}_at", provider=provider)
    return failure.message


def _hints(failure: MediawrightError, provider: Text | None) -> Sequence[Words]:
    if isinstance(failure, Interrupted) and failure.message.key != f"error.{failure.code}":
        return []  # nothing goes on that could be asked about later
    for key in _codes(failure, "hint"):
        return [Message(key, _values(failure, provider), failure.provider)]
    own = failure.message
    if own.domain and has(key := f"{own.domain}.hint.{own.key.rpartition('.')[2]}", own.domain):
        return [Message(key, own.values, own.domain)]
    return [say(f"hint.{code}") for code in _lineage(failure) if has(f"hint.{code}")][:1]


def _lineage(failure: MediawrightError) -> list[str]:
    """The failure's code and those of its ancestors, nearest first."""
    family = [cls for cls in type(failure).__mro__ if issubclass(cls, MediawrightError)]
    return list(dict.fromkeys(cls.code for cls in family if cls is not MediawrightError or cls is type(failure)))


def _codes(failure: MediawrightError, word: str) -> list[str]:
    if not failure.provider or not failure.provider_code:
        return []
    words = (word, "code") if word == "error" else (word,)
    keys = [f"{failure.provider}.{each}.{failure.provider_code.lower()}" for each in words]
    return [key for key in keys if has(key, failure.provider)]


def _values(failure: MediawrightError, provider: Text | None) -> dict[str, object]:
    return {"provider": provider or failure.provider or "", **failure.data}


def _original(failure: MediawrightError) -> tuple[Block, ...]:
    if not failure.provider_code and not failure.provider_message:
        return ()
    quoted = f"“{failure.provider_message}”" if failure.provider_message else ""
    words = " ".join(part for part in (failure.provider_code, quoted) if part)
    return (Rows((Row(say("field.provider_said"), words, Tone.QUIET),), only=FrontEnd.TERMINAL),)


#: what is true of a refusal before anything was sent, and of one by the provider itself
NOTHING_SENT, NOTHING_CHARGED = Message("problems.nothing_sent"), Message("problems.nothing_charged")


def problems(
    found: Sequence[Problem], *, failure: MediawrightError | None = None, close: Message | None = NOTHING_SENT
) -> Page:
    """A refusal: each problem with what would have been taken.

    `close` says what became of it otherwise; None where that is not known. Where the general check and a provider's own rule
    refuse the same thing, it is said once; data has both.
    """
    lines: list[Block] = []
    told = [problem for at, problem in enumerate(found) if not _said(problem, found[:at])]
    for problem in told:
        lines.append(Line(problem.message))
        if problem.allowed and not _named(problem):
            lines.append(Rows((Row(say("field.allowed"), problem.allowed),)))
    next_ = failure.next if failure else ()
    return Page(
        name="problems",
        emoji="✏️",
        title=say("problems.title", n=len(told)),
        body=(*lines,),
        close=close,
        data={**(failure.data if failure else {}), "problems": list(found)},
        next=next_,
    )


#: fields of one value: whatever two rules say against it, it is one thing to change
ONE_VALUE = frozenset(("duration", "aspect_ratio", "resolution", "mode", "quality", "count", "style", "sound", "model"))


def _said(problem: Problem, before: Sequence[Problem]) -> bool:
    """Has the general check refused this already?"""
    if problem.message.domain is None:
        return False
    same = (earlier for earlier in before if earlier.message.domain is None and earlier.field == problem.field)
    return any(earlier.allowed == problem.allowed or problem.field in ONE_VALUE for earlier in same)


def _named(problem: Problem) -> bool:
    """Does the sentence itself name the values that would have been taken?"""
    return any(all(item in str(value) for item in problem.allowed) for value in problem.message.values.values())
