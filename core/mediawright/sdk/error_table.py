"""A service's refusals as a table: HTTP status, code and words to one of our errors. The first row that fits is taken.

The same table serves a create, where a row may prove that no task was made (`judge_submit` has the last word), and all
other calls, where a row may say that the task has ended.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from math import isfinite

from mediawright.plugin import Answer
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import Busy, InvalidRequest, MediawrightError, NotFound, Unreachable
from mediawright.types.message import Message, Problem
from mediawright.types.provider import Provider
from mediawright.types.submitting import Proof, judge_submit

#: characters of a service's own words that are kept
WORDS = 300
#: seconds that a service may ask us to wait; a longer wish is cut
LONGEST_WAIT_S = 3600.0


@dataclass(frozen=True, slots=True)
class ServiceError:
    """What a service says in its own error envelope."""

    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRule:
    """One row. All that is given must fit; what is left out fits anything.

    * `status`: HTTP statuses. `codes`: the service's codes, with `*` for any rest ("InvalidParameter*"). `words`: one of
      these stands in the service's text, whatever the case.
    * `raises`: the error. `message`: its sentence; a key without a dot is one of the core's (`sdk.<key>`).
    * `no_task`: on a create this row says that no task was made. False: it leaves that open, and the job becomes
      uncertain (the service's own faults, an overload that nobody promises to be a refusal).
    * `ends_task`: on a poll or a result this row is the verdict: the task has failed for good, whatever the status.
    """

    raises: type[MediawrightError]
    status: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    message: str = ""
    no_task: bool = True
    ends_task: bool = False

    def fits(self, status: int, error: ServiceError) -> bool:
        text = error.text.casefold()
        return (
            (not self.status or status in self.status)
            and (not self.codes or any(fnmatchcase(error.code, code) for code in self.codes))
            and (not self.words or any(word.casefold() in text for word in self.words))
        )


def rule_for(rules: Iterable[ErrorRule], status: int, error: ServiceError | None) -> ErrorRule | None:
    """Return the row that explains an error of the service, None where it is not the service's or no row fits."""
    if error is None:
        return None
    return next((rule for rule in rules if rule.fits(status, error)), None)


def proof_of(status: int, task_id: object, rule: ErrorRule | None) -> Proof:
    """Return what the answer to a create proves, by the one rule of `judge_submit`."""
    code = "documented" if rule is not None and rule.no_task else None
    return judge_submit(status, task_id=task_id, code=code, refusals={"documented"})


def error_of(
    provider: Provider, rule: ErrorRule | None, answer: Answer, error: ServiceError | None, more: Mapping[str, object]
) -> MediawrightError:
    """Return the error to raise. Without a row it is Unreachable: the next poll may be better.

    `more` are values for the sentence; of them `retry_after` (seconds) is what the service says in its own words of a wait.
    """
    facts = {
        "provider": provider.name,
        "provider_code": (error.code if error else "") or str(answer.status),
        "provider_message": error.text[:WORDS] if error else None,
    }
    if rule is None:
        return Unreachable(**facts)  # type: ignore[arg-type]
    said = sentence(provider, rule.message, {"message": error.text[:WORDS] if error else "", **more})
    if issubclass(rule.raises, Busy):
        wait = more.get("retry_after")
        return rule.raises(said, retry_after=wait if isinstance(wait, float) else retry_after(answer), **facts)
    if issubclass(rule.raises, InvalidRequest) and not issubclass(rule.raises, NotFound):
        return rule.raises(*([Problem("request", said)] if said else []), **facts)
    return rule.raises(message=said, **facts)  # type: ignore[arg-type]


def sentence(provider: Provider, key: str, values: Mapping[str, object] | None = None) -> Message | None:
    """Return a sentence with the provider's name in it: its own where the key has a dot, else one of `sdk.*`."""
    if not key:
        return None
    known = {"provider": provider.title, **(values or {})}
    if "." in key:
        return Message(key, known, domain=provider.name)
    return Message(f"sdk.{key}", known, domain=provider.name)


class OwnWords:
    """A provider's own sentences by key: `say = OwnWords("acme")`, `say("no_face")`, `say.problem("media", "no_face")`."""

    def __init__(self, provider: str) -> None:
        self._provider = provider

    def __call__(self, key: str, **values: object) -> Message:
        return Message(f"{self._provider}.{key}", values, domain=self._provider)

    def problem(self, field: str, key: str, rule: str | None = None, **values: object) -> Problem:
        return Problem(field, self(key, **values), rule=rule)


def retry_after(answer: Answer) -> float | None:
    """Return the seconds that `Retry-After` (or `retry-after-ms`) of an answer asks for, where it is a plain number."""
    return retry_after_in(answer.headers)


def retry_after_in(headers: Mapping[str, str]) -> float | None:
    """Return the same of bare headers, their names in lower case. What is no finite number says nothing."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        if isfinite(seconds):
            return min(max(seconds, 0.0), LONGEST_WAIT_S)
    return None
