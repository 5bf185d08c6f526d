"""The fault matrix passes a good provider and finds what loses or doubles a charge."""

import importlib
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mediawright import plugin as mw
from mediawright.testing import matrix
from mediawright.testing.cases import STATUSES, Case, cases
from mediawright.testing.matrix import Replies, fault_matrix, tally

QUEUE = Path(__file__).resolve().parents[3] / "examples" / "queue_provider" / "src"
ADDRESS = {"QUILL_QUEUE_URL": "{simulator}"}
QUICK = {"time_scale": "1000"}
CODES = ("400", "401", "403", "404", "422", "429")


def coded(code: str, true: bytes | None) -> bytes:
    """The example's way to say no: its words under `detail`."""
    kept = json.loads(true) if true is not None else {}
    return json.dumps({"detail": f"simulated {code}", **kept}).encode()


#: a word under 2xx is no refusal there; a code of theirs is the HTTP status
REPLIES = Replies(codes={code: int(code) for code in CODES}, refusals=frozenset(CODES), coded=coded)


@pytest.fixture
def good() -> Iterator[Any]:
    sys.path.insert(0, str(QUEUE))
    yield importlib.import_module("mediawright_quill.hooks")
    sys.path.remove(str(QUEUE))


@pytest.fixture
def broken(good: Any) -> Iterator[Callable[..., str]]:
    """The name of the example's module with another submit."""
    name = "queue_of_the_matrix"

    def build(submit: Any) -> str:
        module = ModuleType(name)
        vars(module).update({key: item for key, item in vars(good).items() if not key.startswith("__")})
        vars(module)["submit"] = mw.hookimpl(submit)
        sys.modules[name] = module
        return name

    yield build
    sys.modules.pop(name, None)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Some cases alone, by a part of their names."""

    def choose(*parts: str) -> None:
        def some(replies: Replies, statuses: Any) -> list[Case]:
            return [case for case in cases(replies, statuses) if any(part in case.name for part in parts)]

        monkeypatch.setattr(matrix, "cases", some)

    return choose


def test_every_status_and_every_code_is_there() -> None:
    names = [case.name for case in cases(REPLIES)]
    assert len(names) == len(set(names)) >= 300
    assert all(any(f"HTTP {status} with a gateway's page" in name for name in names) for status in STATUSES)
    assert all(any(f"code {code} with the task id" in name for name in names) for code in CODES)
    duplicate = Replies(codes={}, refusals=frozenset(), coded=coded, duplicate=(409, b"{}"))
    assert any("our own id is there already" in case.name for case in cases(duplicate))


def test_a_good_provider_passes(good: Any, tmp_path: Path, only: Callable[..., None]) -> None:
    only("429", "500", "cut after", "reset", "as if it were all", "HTTP 200 with", "refused with", "code 7")
    ends = fault_matrix(good.__name__, tmp_path, ADDRESS, REPLIES, options=QUICK)
    counted = tally(ends)
    assert counted["uncertain"] > 10
    assert counted["done"] > 10
    assert all(met.runs[1].charges == 1 for met in ends if met.case.accepted)


def test_without_a_word_about_codes_the_rest_is_met(good: Any, tmp_path: Path, only: Callable[..., None]) -> None:
    only("HTTP 503", "HTTP 404", "cut after 50", "code")
    assert 0 < len(fault_matrix(good.__name__, tmp_path, ADDRESS, options=QUICK)) < 10


def test_an_accepted_submit_that_is_sent_again(good: Any, broken: Any, tmp_path: Path, only: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        try:
            return await good.submit(ctx, job)
        except mw.Uncertain as error:
            raise mw.Busy from error

    only("accepted, HTTP 404 without a body", "connection reset")
    with pytest.raises(AssertionError) as review:
        fault_matrix(broken(submit), tmp_path, ADDRESS, REPLIES, options=QUICK)
    assert "HTTP 404 without a body: the job is approved (Busy) after the submit" in str(review.value)
    assert "the connection reset before any answer" in str(review.value)
    assert re.search(r"Charged ([2-9]|\d\d) times\.", str(review.value))


def test_a_charge_that_is_denied(good: Any, broken: Any, tmp_path: Path, only: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        try:
            return await good.submit(ctx, job)
        except mw.Uncertain as error:
            raise mw.Rejected from error

    only("accepted, HTTP 409 without a body")
    with pytest.raises(AssertionError, match=r"Charged, and told as if it were not\."):
        fault_matrix(broken(submit), tmp_path, ADDRESS, REPLIES, options=QUICK)


def test_a_name_that_is_overlooked(good: Any, broken: Any, tmp_path: Path, only: Any) -> None:
    async def submit(ctx: mw.Context, job: mw.Job) -> Any:
        url = f"{ctx.settings['queue']}/{job.request.model}"
        answer = await ctx.post_once(url, headers=good.API.signed(ctx), json={"prompt": "x"})
        if answer.status >= 400:
            raise mw.Uncertain
        return mw.Task(provider="quill", id=answer.json()["request_id"])

    only("HTTP 429 around the true answer")
    with pytest.raises(AssertionError, match=r"Not found\.\n  Why it matters: the answer names the task"):
        fault_matrix(broken(submit), tmp_path, ADDRESS, REPLIES, options=QUICK)
