"""Files by their content: found by words in both languages, kind, provider, day and tag; one store of tags."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mediawright.ledger import Ledger
from mediawright.ledger.assets import FILE, Sought
from mediawright.ledger.results import Wanted
from mediawright.testing.builders import a_job
from mediawright.testing.fakes import FakeClock
from mediawright.types.cast import Cast, Member, StoredFile
from mediawright.types.job import Asset, Job
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, MediaInfo, Role
from mediawright.types.states import State

RED, SEA, DOG = "a" * 64, "b" * 64, "c" * 64


@pytest.fixture
def ledger(path: Path, fake_clock: FakeClock) -> Iterator[Ledger]:
    with Ledger(path, fake_clock) as opened:
        yield opened


def made(sha256: str, kind: MediaKind = MediaKind.VIDEO) -> Asset:
    return Asset(path=f"/out/{sha256[:4]}.mp4", kind=kind, media_type="video/mp4", size=9, sha256=sha256)


def given(sha256: str, name: str = "dog.png") -> Media:
    info = MediaInfo(media_type="image/png", size=9, sha256=sha256)
    return Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=f"/in/{name}", info=info)


def a_result(number: int, prompt: str, *assets: Asset, media: tuple[Media, ...] = (), provider: str = "acme") -> Job:
    job = a_job(id=f"{number}-job", state=State.DONE)
    request = replace(job.request, prompt=prompt, media=media, provider=provider)
    return replace(job, request=request, provider=provider, assets=assets)


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    ledger.add(a_result(1, "小米在海边跳舞", made(RED)))
    ledger.add(a_result(2, "The SEA at dawn", made(SEA), media=(given(DOG),), provider="other"))
    ledger.add(a_result(3, "again", made(SEA), media=(given(DOG, "renamed.png"),)))
    return ledger


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), [DOG, SEA, RED]),
        (Sought(words=("海边", "小米")), [RED]),
        (Sought(words=("海边", "月亮")), []),
        (Sought(words=("sea",)), [DOG, SEA]),
        (Sought(words=("RENAMED",)), [DOG]),
        (Sought(words=("100%",)), []),
        (Sought(kind=MediaKind.IMAGE), [DOG]),
        (Sought(used="result"), [SEA, RED]),
        (Sought(provider="other"), [DOG, SEA]),
        (Sought(start="bbbb"), [SEA]),
    ],
)
def test_files_are_found_once_the_last_used_first(filled: Ledger, sought: Sought, found: list[str]) -> None:
    assert sorted(filled.assets.find(sought)) == sorted(found)
    if not sought.words and not sought.provider:
        assert filled.assets.find(sought)[:1] == found[:1] or found[:1] == [DOG]


def test_the_day_counts_from_and_not_until(filled: Ledger, fake_clock: FakeClock) -> None:
    at = filled.get("1-job").created_at
    assert len(filled.assets.find(Sought(since=at))) == 3
    assert filled.assets.find(Sought(until=at)) == []


def test_uses_tell_results_first(filled: Ledger) -> None:
    uses = filled.assets.uses([SEA, DOG])
    assert [(use.used, use.job_id) for use in uses[SEA]] == [("result", "3-job"), ("result", "2-job")]
    assert [(use.used, use.job_id) for use in uses[DOG]] == [("input", "3-job"), ("input", "2-job")]


def test_a_tag_of_the_board_finds_the_file_and_the_other_way_round(filled: Ledger) -> None:
    filled.results.tag("1-job", ["Holiday", "海"])
    assert filled.assets.find(Sought(tag="海")) == [RED]
    assert filled.assets.find(Sought(words=("holi",))) == [RED]
    filled.assets.tag("1-job", ["#beach"], ["海"])
    assert filled.results.of("1-job").tags == ("Holiday", "beach")
    assert [one.job.id for one in filled.results.page(Wanted(tag="beach"))] == ["1-job"]


def test_a_file_that_was_only_given_has_tags_of_its_own(filled: Ledger) -> None:
    filled.assets.tag(f"{FILE}{DOG}", ["Rex"])
    assert filled.assets.find(Sought(tag="Rex")) == [DOG]
    assert filled.assets.tags_of(DOG, []) == ("Rex",)
    assert filled.results.tags() == [("Rex", 1)]


def test_what_arrives_later_is_found_too(ledger: Ledger) -> None:
    job = ledger.add(a_job(state=State.DOWNLOADING))
    ledger.move(job.id, State.DOWNLOADING, State.DONE, assets=(made(RED),))
    assert ledger.assets.find() == [RED]


STORED = StoredFile(path="/cast/a.png", media_type="image/png", size=9, sha256=RED)
MIA = Member(id="m", name="Mia", words="red", pictures=(STORED,))


def saving(**more: object) -> Job:
    job = a_job(state=State.DOWNLOADING)
    request = job.request.with_(operation=Operation.CREATE_ELEMENT, cast=Cast(saves="m", account="me"))
    return replace(job, request=request, **more)  # type: ignore[arg-type]


def test_the_end_of_a_saving_job_and_its_copy_are_one_step(ledger: Ledger) -> None:
    ledger.cast.put(MIA)
    job = ledger.add(saving(subject_id="77"))
    assert ledger.cast.copies(["m"]) == []
    ledger.move(job.id, State.DOWNLOADING, State.DONE)
    (copy,) = ledger.cast.copies(["m"])
    assert (copy.provider, copy.account, copy.subject_id, copy.job_id) == (job.provider, "me", "77", job.id)


def test_a_member_that_is_gone_gets_no_copy(ledger: Ledger) -> None:
    job = ledger.add(saving(subject_id="77"))
    assert ledger.move(job.id, State.DOWNLOADING, State.DONE).state is State.DONE
    assert ledger.cast.copies(["m"]) == []


def test_a_failed_wish_lets_the_provider_be_asked_anew(ledger: Ledger) -> None:
    ledger.cast.put(MIA)
    done = ledger.add(saving(subject_id="77"))
    ledger.move(done.id, State.DOWNLOADING, State.DONE)
    wish = replace(a_job(id="wish", state=State.SUBMITTING))
    ledger.add(replace(wish, request=wish.request.with_(subject_ids=("77",), cast=Cast(members=(MIA,)))))
    ledger.move("wish", State.SUBMITTING, State.FAILED)
    assert ledger.cast.copies(["m"])[0].checked_at is None


def test_names_are_one_whatever_their_letters(ledger: Ledger) -> None:
    ledger.cast.put(MIA)
    ledger.cast.put(replace(MIA, name="MIA", words="blue"))
    assert [(one.name, one.words) for one in ledger.cast.all()] == [("MIA", "blue")]
    assert ledger.cast.get("ｍｉａ") == replace(MIA, name="MIA", words="blue")
    assert ledger.cast.get("Mio") is None
    ledger.cast.remove("m")
    assert ledger.cast.all() == []
