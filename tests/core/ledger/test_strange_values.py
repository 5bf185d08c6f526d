"""Whatever a provider says can be written down: half characters, NUL, numbers that are none, numbers without end."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mediawright.files.key_value import KeyValueStore
from mediawright.ledger import Ledger
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.fakes import FakeClock
from mediawright.types.errors import LocalFault
from mediawright.types.job import Asset, Job, Task
from mediawright.types.message import Message
from mediawright.types.money import Amount
from mediawright.types.operations import MediaKind
from mediawright.types.states import State
from mediawright.types.storable import storable_text

HALF = "a fox \ud83d at dawn\x00"
WHOLE = "a fox \ufffd at dawn"

words = st.text(st.characters(codec=None, categories=None), max_size=20) | st.sampled_from([HALF, "\udc00", "\x00"])
numbers = (
    st.floats()
    | st.integers()
    | st.sampled_from([1e30, float("nan"), float("inf"), -float("inf"), 10**30, -(10**400), 2**63, -0.0])
)
told = st.recursive(
    st.none() | st.booleans() | words | numbers,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
amounts = st.decimals() | st.sampled_from([Decimal("1e30"), Decimal("-5"), Decimal("1e999999"), Decimal("-Infinity")])


@pytest.fixture
def job(ledger: Ledger) -> Job:
    return submitted(ledger)


def submitted(ledger: Ledger, number: int = 1) -> Job:
    request = a_request()
    quoted = a_job(request, quote=a_quote(request, amount=90), state=State.QUOTED, id=f"{number:08}-0000-4000-8000-0")
    job = ledger.add(quoted)
    ledger.approve(job.id, an_approval(job, 90))
    ledger.move(job.id, State.APPROVED, State.SUBMITTING)
    return ledger.move(job.id, State.SUBMITTING, State.SUBMITTED, task=Task(provider=job.provider, id="t-1"))


def test_half_a_character_ends_a_job_like_any_other(ledger: Ledger, job: Job) -> None:
    failed = ledger.move(
        job.id,
        State.SUBMITTED,
        State.FAILED,
        reason=Message("error.task_failed", {"why": HALF}),
        provider_code=HALF,
        provider_message=HALF,
        subject_id=HALF,
    )
    assert (failed.provider_code, failed.provider_message, failed.subject_id) == (WHOLE, WHOLE, WHOLE)
    assert ledger.list() == [failed]
    assert ledger.events(job.id)[-1].data["provider_message"] == WHOLE


@pytest.mark.parametrize("value", ["1e30", "NaN", "sNaN", "Infinity", "-Infinity", "-5", "1e999999"])
def test_a_charge_that_cannot_be_one_leaves_the_quote_in_its_place(ledger: Ledger, job: Job, value: str) -> None:
    charged = Amount(Decimal(value), "credits")
    ended = ledger.move(job.id, State.SUBMITTED, State.SUCCEEDED, charged=charged)
    assert ended.charged is None
    assert ledger.committed(None, "credits", None) == 90


def test_many_large_amounts_can_still_be_added_up(ledger: Ledger) -> None:
    for number in range(20):
        job = submitted(ledger, number)
        ledger.move(job.id, State.SUBMITTED, State.SUCCEEDED, charged=Amount(Decimal(10) ** 9, "credits"))
    assert ledger.committed(None, "credits", None) == 20 * Decimal(10) ** 9


@given(task_id=words, handle=st.dictionaries(words, told, max_size=3), word=words, charged=amounts, data=told)
@settings(deadline=None, max_examples=150)
@example(task_id="\x08", handle={}, word="", charged=Decimal(0), data=None)
def test_nothing_a_provider_says_keeps_a_row_from_being_written_and_read(
    task_id: str, handle: dict[str, Any], word: str, charged: Decimal, data: Any
) -> None:
    with TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db", FakeClock()) as ledger:
        job = submitted(ledger)
        ledger.update(job.id, task=Task(provider=job.provider, id=task_id, handle=handle))
        ledger.note(job.id, "closing", note=word, data=data)
        ledger.metadata_set("fact", data)
        ledger.metadata_get("fact")
        ledger.move(job.id, State.SUBMITTED, State.SUCCEEDED, charged=Amount(charged, word), subject_id=word)
        ledger.move(job.id, State.SUCCEEDED, State.DOWNLOADING)
        asset = Asset(
            path="/x/a.mp4",
            kind=MediaKind.VIDEO,
            media_type=word,
            size=1,
            sha256="0",
            duration=float("nan"),
            width=10**30,
        )
        done = ledger.move(job.id, State.DOWNLOADING, State.DONE, assets=(asset,), provider_message=word)
        assert ledger.list() == [done] == [ledger.get(job.id)]
        assert len(ledger.events(job.id)) == 9
        ledger.committed(None, storable_text(word), None)
        assert ledger.job_of_task(task_id) == done
        kept = KeyValueStore(Path(folder), lambda path: path)
        kept.set("key", {"value": data})
        assert isinstance(kept.get("key"), dict)


@pytest.fixture
def spoiled(ledger: Ledger) -> tuple[str, str]:
    """Two jobs, of which the first was written by something that knows no rules."""
    bad, good = submitted(ledger, 1), submitted(ledger, 2)
    with ledger._db.write() as raw:
        raw.execute("UPDATE jobs SET task = '{\"provider' WHERE id = ?", (bad.id,))
    return bad.id, good.id


def test_a_row_that_cannot_be_read_hides_no_other(ledger: Ledger, spoiled: tuple[str, str]) -> None:
    bad, good = spoiled
    assert [job.id for job in ledger.list()] == [good]
    (notice,) = ledger.notices
    assert notice.values == {"jobs": bad}
    with pytest.raises(LocalFault):
        ledger.get(bad)
