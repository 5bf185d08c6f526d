"""Values to plain JSON and back; one spelling, one hash."""

import json
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.testing.builders import a_job, a_request, an_approval
from mediawright.types.codec import canonical, content_hash, plain, restore
from mediawright.types.job import Asset, Job, Output, Progress, Task
from mediawright.types.message import Message, Problem, Text
from mediawright.types.money import Amount, Price
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, MediaInfo, Request, Role, Shot
from mediawright.types.states import State

words = st.text(max_size=20)
some = st.none() | words.filter(bool)
infos = st.builds(
    MediaInfo, media_type=words, size=st.integers(0), sha256=words, width=st.none() | st.integers(1, 9000)
)
media = st.builds(
    Media, kind=st.sampled_from(MediaKind), role=st.sampled_from(Role), source=words, info=st.none() | infos
)
shots = st.builds(Shot, index=st.integers(1, 6), prompt=words, duration=st.integers(1, 15))
options = st.dictionaries(
    words, st.none() | st.booleans() | st.integers() | words | st.lists(st.integers()), max_size=3
)
requests = st.builds(
    Request,
    operation=st.sampled_from(Operation),
    prompt=words,
    negative_prompt=some,
    media=st.lists(media, max_size=3).map(tuple),
    subject_ids=st.lists(words, max_size=2).map(tuple),
    shots=st.lists(shots, max_size=3).map(tuple),
    multi_shot=st.booleans(),
    duration=st.none() | st.integers(1, 60),
    sound=st.none() | st.booleans(),
    series_amount=st.none() | st.integers(2, 9) | st.just("auto"),
    seed=st.none() | st.integers(),
    options=options,
)


@given(requests)
def test_a_request_survives_json(request: Request) -> None:
    again = restore(Request, json.loads(canonical(request)))
    assert again == request
    assert content_hash(again) == content_hash(request)


@given(requests, requests)
def test_equal_hashes_mean_equal_requests(one: Request, other: Request) -> None:
    assert (content_hash(one) == content_hash(other)) == (one == other)


def test_field_and_key_order_do_not_matter() -> None:
    one = a_request(options={"a": 1, "b": {"c": 2, "d": 3}})
    other = a_request(options={"b": {"d": 3, "c": 2}, "a": 1})
    assert canonical(one) == canonical(other)


def test_what_was_not_said_is_not_spelled() -> None:
    request = Request(operation=Operation.TEXT_TO_VIDEO, sound=False, seed=0)
    assert plain(request) == {"operation": "text_to_video", "multi_shot": False, "sound": False, "seed": 0}
    assert content_hash(request) != content_hash(replace(request, sound=None))
    assert content_hash(request) != content_hash(replace(request, seed=None))


def test_the_canonical_spelling_is_stable() -> None:
    """A stored hash must mean the same in the next release: this text changes only with a migration."""
    request = a_request("风筝 🪁", sound=True)
    assert canonical(request) == (
        '{"duration":5,"model":"acme-1","multi_shot":false,"operation":"text_to_video","prompt":"风筝 🪁",'
        '"provider":"acme","sound":true}'
    )
    assert content_hash(a_request()) == "26a774622bd34d99bec434f4b4725c793e2755e78032c9619713cf8c7c9fcbcb"


def full_job() -> Job:
    job = a_job(approval=an_approval(a_job()), state=State.DONE)
    return replace(
        job,
        task=Task(provider="acme", id="t", handle={"deep": [{"x": None}]}),
        assets=(Asset(path="/a.png", kind=MediaKind.IMAGE, media_type="image/png", size=1, sha256="00"),),
        charged=Amount(Decimal("0.10"), "USD"),
        reason=Message(
            "a.b", {"n": 2, "t": Text("x", "某"), "m": Message("c.d", {"a": Amount(Decimal(1), "u")}, "acme")}
        ),
    )


@pytest.mark.parametrize(
    "value",
    [
        full_job(),
        Price(amount=Amount(Decimal("1.50"), "CNY"), updated=date(2026, 9, 20), about=True, usd=Decimal("0.2")),
        Price(amount=None, notes=(Message("n.o", {"list": [1, "二"]}),)),
        Progress(state=State.RUNNING, percent=0.0, outputs=(Output(kind=MediaKind.VIDEO, name="v", extra={"k": 1}),)),
        Problem("duration", Message("problem.x"), allowed=("3-15",)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_survives_json(value: Any) -> None:
    assert restore(type(value), json.loads(canonical(value))) == value


def test_times_keep_their_moment() -> None:
    at = datetime(2026, 10, 1, 20, 0, tzinfo=timezone(timedelta(hours=8)))
    job = restore(Job, json.loads(canonical(a_job(at=at))))
    assert job.created_at == at == datetime(2026, 10, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("value", ["1.10", "1E+3", "0.000001", "123456789012345678901234567890.5"])
def test_decimals_stay_exact(value: str) -> None:
    amount = Amount(Decimal(value), "x")
    assert restore(Amount, json.loads(canonical(amount))) == amount


def test_unknown_keys_and_words_are_errors() -> None:
    with pytest.raises(KeyError):
        restore(Request, {"operation": "text_to_video", "colour": "red"})
    with pytest.raises(ValueError, match="not a valid"):
        restore(Request, {"operation": "knit"})
    with pytest.raises(TypeError):
        restore(Request, {})


def test_a_dictionary_inside_a_sentence_stays_one() -> None:
    message = Message("a.b", {"data": {"en": 1, "zh": 2, "fr": 3}, "empty": {}})
    assert restore(Message, plain(message)) == message


@dataclass(frozen=True)
class Odd:
    things: frozenset[str] = frozenset()


def test_sets_become_lists() -> None:
    assert plain(Odd(frozenset({"a"}))) == {"things": ["a"]}
    assert is_dataclass(Odd)
    assert [field.name for field in fields(Odd)] == ["things"]
