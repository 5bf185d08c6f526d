"""The states of a job and the one table of allowed moves (docs/reference/states.md is generated from it)."""

from enum import StrEnum


class State(StrEnum):
    """Where a job stands. UNKNOWN is only ever a provider's word that we do not know: it never moves a row."""

    QUOTED = "quoted"
    APPROVED = "approved"
    SUBMITTING = "submitting"
    SUBMITTED = "submitted"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    DOWNLOADING = "downloading"
    DONE = "done"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


S = State

MOVES: dict[State, frozenset[State]] = {
    S.QUOTED: frozenset({S.APPROVED, S.EXPIRED, S.CANCELLED}),
    S.APPROVED: frozenset({S.SUBMITTING, S.EXPIRED, S.CANCELLED}),
    # back to APPROVED only when the request surely was not received
    S.SUBMITTING: frozenset({S.SUBMITTED, S.APPROVED, S.FAILED, S.UNCERTAIN}),
    S.UNCERTAIN: frozenset({S.SUBMITTED, S.APPROVED, S.FAILED, S.CANCELLED}),
    S.SUBMITTED: frozenset({S.RUNNING, S.SUCCEEDED, S.FAILED, S.CANCELLED}),
    S.RUNNING: frozenset({S.SUCCEEDED, S.FAILED, S.CANCELLED}),
    S.SUCCEEDED: frozenset({S.DOWNLOADING, S.FAILED}),
    # FAILED from here: the provider deleted the result before it could be fetched
    S.DOWNLOADING: frozenset({S.DONE, S.SUCCEEDED, S.FAILED}),
    S.DONE: frozenset(),
    # a provider that was asked anew has the result after all; never back to where something is sent
    S.FAILED: frozenset({S.SUBMITTED}),
    S.EXPIRED: frozenset(),
    S.CANCELLED: frozenset(),
}

#: nothing goes on by itself from here
FINAL = frozenset({S.DONE, S.FAILED, S.EXPIRED, S.CANCELLED})
#: accepted by a provider, not yet on disk: what `jobs resume` must bring home
IN_FLIGHT = frozenset({S.SUBMITTED, S.RUNNING, S.SUCCEEDED, S.DOWNLOADING})
#: money may have left: counted by budgets
COMMITTED = IN_FLIGHT | {S.APPROVED, S.SUBMITTING, S.UNCERTAIN, S.DONE}


def may_move(old: State, new: State) -> bool:
    return new in MOVES.get(old, frozenset())
