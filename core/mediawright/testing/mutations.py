"""Answers that a service should never give, made from those that it gives: for campaigns against a provider's reading.

    from mediawright.testing.mutations import mutation_campaign

    def test_no_answer_keeps_a_job_from_its_end(tmp_path):
        mutation_campaign("mediawright_acme.hooks", tmp_path, {"ACME_URL": "{simulator}"}, answers=200)

Every job of a campaign meets mutated answers for a while and true ones after that. What holds: nothing but the core's own
errors comes out, one charge at most, and once the answers are true again the job comes to an end that stands, is told as
unclear, or has not been sent and waits for a sign-in.
"""

import asyncio
import json
import random
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediawright.testing.checks.scenario import POLL, SUBMIT, Scenario, named
from mediawright.testing.conformance import subject
from mediawright.testing.end_to_end import planted, rehearsable
from mediawright.testing.fault_proxy import Handled, Spoiled
from mediawright.testing.findings import Finding, review
from mediawright.testing.harness import Harness, Served, served, staged
from mediawright.testing.inputs import with_files
from mediawright.testing.matrix import PACE, PATIENCE
from mediawright.testing.memory import quick_folder
from mediawright.types.errors import MediawrightError, SignInNeeded, Uncertain
from mediawright.types.job import Job
from mediawright.types.operations import Operation
from mediawright.types.request import Request
from mediawright.types.states import FINAL, State

#: values that break a reader, a column or a page; half a character among them
STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 2**64, 10**400, 1e30, -1e308, 0.1, "", " ", "0", "-1", "1e30", "NaN"),
    *("\ud83d", "a\udc00b", "\x00", "\x1b[31m", "\u202e", "\u200b" * 50, "x" * 5_000, "null", "../../x", "{}", "<b>"),
    *([], {}, [[]], [None], {"": None}, [{}], [1, "a"]),
)
#: a job's mutated answers, at most: after that they are true
FEW = 5


def mutated(body: bytes, rng: random.Random) -> bytes:
    """The JSON of an answer with one to three of its values exchanged, removed or renamed; other bodies with bytes
    changed. Half characters are written as escapes, as a broken service would send them."""
    try:
        answer = json.loads(body)
    except ValueError:
        return _scratched(body, rng)
    if rng.random() < 0.1:
        return _scratched(body, rng)
    for _ in range(rng.randint(1, 3)):
        answer = _changed(answer, rng)
    return json.dumps(answer).encode()


def _changed(value: Any, rng: random.Random) -> Any:
    """One value somewhere inside exchanged."""
    if not isinstance(value, (dict, list)) or not value or rng.random() < 0.1:
        return rng.choice(STRANGE)
    if isinstance(value, list):
        at = rng.randrange(len(value))
        return [_changed(item, rng) if number == at else item for number, item in enumerate(value)]
    name = rng.choice(sorted(value))
    kept = {key: item for key, item in value.items() if key != name}
    way = rng.random()
    if way < 0.15:
        return kept
    return {**kept, name.upper() if way < 0.2 else name: _changed(value[name], rng)}


def _scratched(body: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, or the end missing."""
    if not body or rng.random() < 0.3:
        return body[: rng.randint(0, len(body))]
    scratched = bytearray(body)
    for _ in range(rng.randint(1, 4)):
        scratched[rng.randrange(len(scratched))] = rng.randrange(256)
    return bytes(scratched)


def mutation_campaign(
    module: str,
    folder: Path,
    environ: Mapping[str, str],
    *,
    answers: int,
    seed: int = 0,
    options: Mapping[str, str] | None = None,
    samples: Mapping[Operation, Request] | None = None,
    operation: Operation | None = None,
    paid: int = -1,
) -> int:
    """Run jobs until so many answers were mutated; returns how many jobs it took.

    Raises AssertionError with a review where a job did not end. Parameters as of `end_to_end`; the same `seed` gives the
    same mutations as long as the provider asks the same questions.
    """
    __tracebackhide__ = True
    under_review = subject(module, samples=samples)
    request = rehearsable(under_review, operation)
    assert request is not None, "there is no request to rehearse with; give one in `samples`"
    keys = planted(under_review.provider, environ)
    with quick_folder(folder) as homes, served(module, options) as at:
        campaign = _Campaign(at, homes, keys, request, paid, random.Random(seed), answers)
        found = asyncio.run(campaign.run())
    if found:
        raise AssertionError(review(module.partition(".")[0], found))
    return campaign.jobs


class _Campaign:
    """Jobs, one after the other, each with a simulator and a home of its own."""

    def __init__(
        self,
        at: Served,
        homes: Path,
        environ: Mapping[str, str],
        request: Request,
        paid: int,
        rng: random.Random,
        answers: int,
    ) -> None:
        assert at.proxy is not None, "mutations need the provider's `simulator`"
        self._at, self._tap, self._homes, self._environ = at, at.proxy, homes, environ
        self._request, self._paid, self._rng, self._left = request, paid, rng, answers
        self.jobs = 0

    async def run(self) -> list[Finding]:
        found: list[Finding] = []
        while self._left > 0 and len(found) < 20:
            self.jobs += 1
            found += await self._one(self._homes / str(self.jobs))
        return found

    async def _one(self, home: Path) -> list[Finding]:
        """One job under mutated answers, then twice more under true ones."""
        self._at.renew()
        story: list[str] = []
        async with staged(self._at, home, self._environ, pace=PACE) as harness:
            request = await with_files(harness, home, self._request)
            job = harness.approved(request)
            spending = Scenario(harness, request, {}, self._paid).spending
            self._tap.after = self._mutate(story)
            ends = [await _ran(harness, job)]
            self._tap.after = lambda handled: None
            ends += [await _ran(harness, job) for _ in range(2)]
            state = harness.ledger.get(job.id).state
            harness.ledger.list(limit=10)
            charges = sum(handled.call == spending and handled.status < 400 for handled in self._tap.handled)
        shutil.rmtree(home)
        return _judged(state, charges, ends, story)

    def _mutate(self, story: list[str]) -> Any:
        """What stands between the simulator and the job: true answers among the mutated ones, and true ones in the end."""

        def after(handled: Handled) -> Spoiled | None:
            textual = handled.body[:1] in (b"{", b"[") or handled.body[:5] == b"data:"
            if not textual or len(story) >= FEW or self._left <= 0 or self._rng.random() < 0.4:
                return None
            self._left -= 1
            body = mutated(handled.body, self._rng)
            story.append(f"{handled.method} {handled.path} {body[:200]!r}")
            return Spoiled(handled.status, body)

        return after


async def _ran(harness: Harness, job: Job) -> BaseException | None:
    """How a run ended; anything but one of the core's errors is kept as it came."""
    try:
        await harness.runner.run(job, timeout=PATIENCE * PACE)
    except Exception as error:  # noqa: BLE001  whatever escapes is what the campaign is for
        return error
    return None


def _judged(state: State, charges: int, ends: list[BaseException | None], story: list[str]) -> list[Finding]:
    """What is wrong with a job's end."""
    told = " / ".join(story)
    found = []
    strays = [end for end in ends if end is not None and not isinstance(end, MediawrightError)]
    if strays:
        found.append(Finding(f"{strays[0]!r} escaped after {told}.", "no answer may stop the program", SUBMIT))
    if charges > 1:
        found.append(Finding(f"Charged {charges} times after {told}.", "a job is charged once", SUBMIT))
    asked = state is State.APPROVED and isinstance(ends[-1], SignInNeeded)  # nothing left; a person is asked to sign in
    if state not in FINAL and not isinstance(ends[-1], Uncertain) and not asked:
        what = f"The job is {state} ({named(ends[-1])}) although answers are true again, after {told}."
        found.append(Finding(what, "every job comes to an end, or is told as unclear", POLL))
    return found
