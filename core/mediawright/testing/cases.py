"""The fault matrix as data: everything that can stand between an accepted submit and the client that waits for it.

Which HTTP statuses a gateway may give, which codes a service documents, what a cut or a foreign body looks like. A case
knows what is true at the service (accepted or not) and what the client gets to see.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import field
from http import HTTPStatus
from typing import Any

from mediawright.testing.fault_proxy import Handled, Spoiled
from mediawright.types.dataclass import dataclass

Spoil = Callable[[Handled], Spoiled]
Coded = Callable[[str, bytes | None], bytes]
#: every status that says "no"
STATUSES = range(400, 600)
#: those that a standard, a common server or a common gateway really gives
COMMON = sorted(
    {int(status) for status in HTTPStatus if status >= 400}
    | {419, 420, 430, 440, 444, 449, 460, 494, 495, 499, 509, *range(520, 531), 561, 598, 599}
)
#: those that are met every day, and those that mislead most
USUAL = (400, 401, 403, 404, 408, 409, 410, 421, 425, 429, 444, 499, 500, 502, 503, 504, 520, 524)
GATEWAY = b"<html><head><title>Error</title></head><body><center><h1>Error</h1></center><hr>gateway</body></html>"
#: of these, the ones that a client takes most easily for "nothing was made"
MISLEADING = (401, 404, 409, 429, 500, 503)
#: bodies that are no answer of any service, with HTTP 200
FOREIGN: Mapping[str, bytes] = {
    "an empty body": b"",
    "a gateway's page": GATEWAY,
    "a bare brace": b"{",
    "an empty object": b"{}",
    "an empty list": b"[]",
    "null": b"null",
    "a number": b"1e999",
    "a string": b'"ok"',
    "bytes of no text": b"\xff\xfe\x00\xd8\x3d",
    "a deep nest": b"[" * 20_000,
}
#: codes that no service documents
STRANGE = ("-1", "0", "7", "99", "777", "12345", "987654321", "E_STRANGE")
FEW_STRANGE = ("0", "777", "E_STRANGE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """How a service answers its paid call: what a provider says once, so that the fault matrix can speak like it.

    `codes`: every documented code and the HTTP status it travels with. `refusals`: those that surely say that no task
    was made where they stand in the service's own envelope without a task id; all others leave it open.

    `coded(code, true)`: the service's own envelope with that code; `true` is the body of the true answer, whose task id
    stays in it, None for an envelope without an id. Without `coded` no code is met.

    `duplicate`: the service's answer to a client id that it has already (status, body); None where it takes none.
    `charged(app)`: how many tasks the simulator took money for; None counts the paid calls that the simulator answered
    with a status below 400.
    """

    codes: Mapping[str, int] = field(default_factory=dict)
    refusals: frozenset[str] = frozenset()
    coded: Coded | None = None
    duplicate: tuple[int, bytes] | None = None
    charged: Callable[[Any], int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One combination. `accepted`: the simulator took the call and the money. `named`: the answer carries the task id,
    so the job has to be found. `refusal`: the answer surely is a refusal by the service itself."""

    name: str
    spoil: Spoil
    accepted: bool = True
    named: bool = False
    refusal: bool = False


def cases(replies: Replies, statuses: Collection[int] = STATUSES) -> Iterator[Case]:
    """The matrix for one service, whole where no other `statuses` are given."""
    yield from _statuses(statuses)
    if replies.coded is not None:
        yield from _codes(replies, replies.coded, FEW_STRANGE if _usual(statuses) else STRANGE)
    yield from _bodies()
    yield from _connections()
    if replies.duplicate is not None:
        told = Spoiled(*replies.duplicate)
        yield Case(name="accepted, then told that our own id is there already", spoil=_always(told), named=True)
    yield from _refused(replies)
    yield from _unheard()


def _usual(statuses: Collection[int]) -> bool:
    """Tell whether a matrix is the short one, without all that a campaign adds."""
    return set(statuses) <= set(USUAL)


def _always(spoiled: Spoiled) -> Spoil:
    return lambda seen: spoiled


def _around(status: int) -> Spoil:
    """The true answer under another status."""
    return lambda seen: Spoiled(status, seen.body)


def _coded(coded: Coded, code: str, status: int) -> Spoil:
    """The true answer's task id beside a code."""
    return lambda seen: Spoiled(status, coded(code, seen.body))


def _statuses(statuses: Collection[int]) -> Iterator[Case]:
    """Accepted × every status × what a gateway, or the service behind one, puts beside it. Of the usual statuses only
    the misleading ones come with the true answer or without a body: each case is a whole journey."""
    usual = _usual(statuses)
    for status in statuses:
        page = Spoiled(status, GATEWAY, content_type="text/html")
        yield Case(name=f"accepted, HTTP {status} with a gateway's page", spoil=_always(page))
    for status in (status for status in (MISLEADING if usual else COMMON) if status in statuses):
        yield Case(
            name=f"accepted, HTTP {status} around the true answer",
            spoil=_around(status),
            named=True,
        )
    for status in (status for status in (MISLEADING if usual else USUAL) if status in statuses):
        bare = Spoiled(status, b"")
        yield Case(name=f"accepted, HTTP {status} without a body", spoil=_always(bare))


def _codes(replies: Replies, coded: Coded, strange: tuple[str, ...]) -> Iterator[Case]:
    """Accepted × every code, documented or not, with the task id; those that are no refusal also without it."""
    known = dict(replies.codes)
    every = known | {code: 200 for code in strange if code not in known}
    for code, status in every.items():
        for http in sorted({status, 500}):
            yield Case(
                name=f"accepted, code {code} with the task id, HTTP {http}",
                spoil=_coded(coded, code, http),
                named=True,
            )
        if code not in replies.refusals:
            nameless = Spoiled(status, coded(code, None))
            yield Case(name=f"accepted, code {code} without an id", spoil=_always(nameless))


def _bodies() -> Iterator[Case]:
    for name, body in FOREIGN.items():
        yield Case(name=f"accepted, HTTP 200 with {name}", spoil=_always(Spoiled(200, body)))
    for percent in (0, 1, 25, 50, 75, 99):
        yield Case(name=f"accepted, cut after {percent} % of the bytes", spoil=_cut(percent, claimed=True))
        if percent > 1:  # less is an empty body
            yield Case(name=f"accepted, {percent} % of the text as if it were all", spoil=_cut(percent, claimed=False))


def _cut(percent: int, *, claimed: bool) -> Spoil:
    """The true answer's first part; `claimed`: with the length of the whole, so that the connection ends too early."""

    def spoil(seen: Handled) -> Spoiled:
        # the end of the line of an event stream carries nothing
        whole = seen.body.rstrip()
        part = whole[: min(len(whole) * percent // 100, len(whole) - 1)]
        return Spoiled(seen.status, part, length=len(whole) if claimed else None)

    return spoil


def _connections() -> Iterator[Case]:
    yield Case(name="accepted, the connection reset before any answer", spoil=_always(Spoiled(reset=True)))


def _refused(replies: Replies) -> Iterator[Case]:
    """Not accepted: the service's own refusals."""
    for code in sorted(replies.refusals if replies.coded else ()):
        said = Spoiled(replies.codes[code], replies.coded(code, None) if replies.coded else b"")
        yield Case(name=f"refused with code {code}", spoil=_always(said), accepted=False, refusal=True)


def _unheard() -> Iterator[Case]:
    """Not accepted, and not to be told from a lost answer."""
    for status in (400, 403, 408, 425, 429, 500, 502, 503, 504, 524):
        page = Spoiled(status, GATEWAY, content_type="text/html")
        yield Case(
            name=f"never arrived, HTTP {status} with a gateway's page",
            spoil=_always(page),
            accepted=False,
        )
