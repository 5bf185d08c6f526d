"""What the answer to a submit proves: accepted, refused, or nothing. One rule for every provider. Pure."""

from collections.abc import Collection
from enum import StrEnum

from mediawright.types.foreign import without_unseen

#: below 500, yet written by what stands between us and the service when it gave up waiting (RFC 9110 §15.5.9, RFC 8470
#: §5.2, and a common proxy's 499): the request may have gone through
GAVE_UP = frozenset({408, 425, 499})


_DOTS = frozenset({".", ".."})


class Proof(StrEnum):
    """What an answer to a submit proves."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


def can_refuse(status: int) -> bool:
    """Whether an HTTP status can carry a refusal at all: 200–299 and 400–499 but for `GAVE_UP`.

    A redirect, a server's fault and a gateway's time-out say nothing of what became of the request.
    """
    return 200 <= status < 500 and not 300 <= status < 400 and status not in GAVE_UP


def judge_submit(
    status: int,
    *,
    task_id: object = None,
    code: object = None,
    refusals: Collection[str] = (),
    statuses: Collection[int] | None = None,
) -> Proof:
    """What the answer to the one spending call proves.

    Call it with what was read out of the answer, whatever the HTTP status was, and act on nothing else:

    * `task_id`: the id of a task, None or "" where the answer names none. An id beats every status and code: ACCEPTED.
      One that cannot be an id (`is_task_id`) proves neither: UNCERTAIN.
    * `code`: the code inside the service's **own** envelope, None where the body is no such envelope (a gateway's page, an
      empty or cut body). Compared as text.
    * `refusals`: the codes that the service documents as refusals that made no task. No code of its own faults, no unknown
      code.
    * `statuses`: the HTTP statuses that the service documents for this code, where it documents them; default any that
      `can_refuse`.

    REFUSED only where a documented code came with a possible status: raise Rejected, OutOfCredits, SignInNeeded or Busy.
    UNCERTAIN is everything else: raise Uncertain, keep what `reconcile` needs, and never say that nothing was charged.

        proof = judge_submit(answer.status, task_id=data.get("id"), code=body.get("code"), refusals=REFUSED)
        if proof is Proof.ACCEPTED: return Task(...)
        if proof is Proof.UNCERTAIN: raise Uncertain(provider=NAME, provider_code=...)
        raise refusal_of(code)

    The runner holds a plugin to the second half of this: a refusal that is raised although `can_refuse` is False for the
    answer, or the answer was a web page, is taken for Uncertain.
    """
    if task_id is not None and str(task_id).strip():
        return Proof.ACCEPTED if is_task_id(task_id) else Proof.UNCERTAIN
    if code is None or str(code) not in refusals or not can_refuse(status):
        return Proof.UNCERTAIN
    return Proof.REFUSED if statuses is None or status in statuses else Proof.UNCERTAIN


def is_task_id(value: object) -> bool:
    """Whether a value of an answer can be the id of a task: a number, or text of characters that all can be seen.

    Half characters, control characters and marks without width cannot be looked up again, stored or shown, and dots
    between slashes would lead a poll to another path (RFC 3986 §5.2.4): a job with such an id would be followed without
    end.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return False
    text = str(value).strip()
    return bool(text) and text.isprintable() and without_unseen(text) == text and not _DOTS & set(text.split("/"))


def is_page(content_type: str, content: bytes = b"") -> bool:
    """Whether an answer is a web page or its like, written by something in between and not by an API."""
    return "html" in content_type.lower() or content.lstrip()[:1] == b"<"
