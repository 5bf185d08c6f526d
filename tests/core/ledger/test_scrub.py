"""No signed query, user part or bearer reaches the file; words stay words."""

from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.scrub import scrub, scrub_links, scrub_text
from mediawright.testing.builders import a_job, a_quote, a_request, an_approval
from mediawright.testing.canaries import CanarySecrets
from mediawright.testing.fakes import FakeClock
from mediawright.types.job import Job, Task
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind
from mediawright.types.request import Media, Role
from mediawright.types.states import State

S = State


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://a.example/b.mp4?sig=x&e=1", "https://a.example/b.mp4"),
        ("see https://a.example/b?x=1, then go", "see https://a.example/b then go"),
        ("https://me:pw@a.example/b#part", "https://a.example/b"),
        ("HTTPS://A.example?x", "HTTPS://A.example"),
        ("oss://bucket/key?token=1", "oss://bucket/key"),
        ("what is 2/3? nobody knows", "what is 2/3? nobody knows"),
        ("Authorization: Bearer abc123def456", "Authorization: Bearer [hidden]"),
        ("a bearer of good news, basic lighting", "a bearer of good news, basic lighting"),
        ("eyJhbGciOi.eyJzdWIi.c2ln", "[hidden]"),
        ("看 https://a.example/图?k=值 吧", "看 https://a.example/图 吧"),
    ],
)
def test_text_without_secrets(before: str, after: str) -> None:
    assert scrub_text(before) == after


def test_values_are_scrubbed_at_any_depth() -> None:
    value = {"a": ["https://x.example/y?z=1", {"b": ("https://x.example?q",)}], "n": 3, "none": None}
    assert scrub(value) == {"a": ["https://x.example/y", {"b": ["https://x.example"]}], "n": 3, "none": None}


def test_a_person_s_words_keep_all_but_the_query() -> None:
    assert scrub_links("Bearer abc123def456 at https://x.example/?k=1") == "Bearer abc123def456 at https://x.example/"


def everything_in(path: Path) -> list[bytes]:
    return [file.read_bytes() for file in path.parent.iterdir()]


def run_through(ledger: Ledger, job: Job, url: str) -> None:
    ledger.approve(job.id, an_approval(job))
    ledger.move(job.id, S.APPROVED, S.SUBMITTING)
    task = Task(provider="acme", id="t-1", handle={"poll": url, "deep": [{"again": url}]})
    ledger.move(job.id, S.SUBMITTING, S.SUBMITTED, task=task)
    ledger.note(job.id, "look", seen=url, reason=f"not at {url}")
    ledger.metadata_set("acme.last", {"url": url})
    ledger.update(job.id, provider_message=f"failed at {url}", reason=Message("acme.no", {"where": url}))
    ledger.move(job.id, S.SUBMITTED, S.FAILED, provider_code=url)


def test_nothing_a_provider_said_stays_signed_on_disk(
    path: Path, fake_clock: FakeClock, canary_secrets: CanarySecrets
) -> None:
    with Ledger(path, fake_clock) as ledger:
        run_through(ledger, ledger.add(a_job()), canary_secrets.signed_url())
        canary_secrets.assert_absent(everything_in(path), "the ledger")


@pytest.fixture
def signed_request(canary_secrets: CanarySecrets) -> Job:
    source = Media(kind=MediaKind.IMAGE, role=Role.FIRST_FRAME, source=canary_secrets.signed_url())
    return a_job(a_request(media=(source,)))


def test_signed_inputs_stay_whole_until_they_were_sent(ledger: Ledger, signed_request: Job) -> None:
    job = ledger.add(signed_request)
    for old, new in [(S.QUOTED, S.APPROVED), (S.APPROVED, S.SUBMITTING), (S.SUBMITTING, S.UNCERTAIN)]:
        job = ledger.move(job.id, old, new)
        assert job.request == signed_request.request
    job = ledger.move(job.id, S.UNCERTAIN, S.SUBMITTED)
    assert job.request.media[0].source == "https://files.example.com/result.mp4"
    assert job.request_hash == signed_request.request_hash


def test_what_was_taken_out_of_a_row_is_gone_from_the_file(
    path: Path, fake_clock: FakeClock, signed_request: Job, canary_secrets: CanarySecrets
) -> None:
    with Ledger(path, fake_clock) as ledger:
        ledger.add(signed_request)
        for _ in range(20):
            ledger.add(a_job())
        ledger.move(signed_request.id, S.QUOTED, S.CANCELLED)
    canary_secrets.assert_absent(everything_in(path), "the closed ledger")


@pytest.mark.parametrize("end", [S.EXPIRED, S.CANCELLED])
def test_signed_inputs_of_a_job_that_never_ran_go_too(ledger: Ledger, signed_request: Job, end: State) -> None:
    ledger.add(signed_request)
    assert "?" not in ledger.move(signed_request.id, S.QUOTED, end).request.media[0].source


def test_a_confirmed_quote_keeps_no_signed_input(ledger: Ledger, signed_request: Job) -> None:
    quote = a_quote(signed_request.request)
    ledger.put_quote(quote, signed_request.request, output_dir=None, lang="en")
    assert ledger.quote(quote.id).request == signed_request.request
    ledger.claim_quote(quote.id, signed_request)
    assert "?" not in ledger.quote(quote.id).request.media[0].source


def test_known_secrets_are_hidden_as_told(path: Path, fake_clock: FakeClock, canary_secrets: CanarySecrets) -> None:
    token = canary_secrets["token"]
    with Ledger(path, fake_clock, redact=lambda text: text.replace(token, "***")) as ledger:
        job = ledger.add(a_job())
        ledger.note(job.id, "answer", body=f"your token {token} is old")
        assert ledger.events(job.id)[-1].data == {"body": "your token *** is old"}
        canary_secrets.assert_absent(everything_in(path), "the ledger")
