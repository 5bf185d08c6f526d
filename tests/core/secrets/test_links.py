"""Which links carry a credential, where it is put away and who gets it back."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mediawright.paths import Home
from mediawright.secrets.links import MARK, Links, carries_credential
from mediawright.types.errors import InvalidRequest
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.request import Media, Request, Role

if TYPE_CHECKING:
    from mediawright.testing.fakes import FakeClock

S3 = "https://b.example.com/cat.jpg?X-Amz-Expires=600&X-Amz-Signature=0123456789abcdef"


@pytest.fixture
def learned() -> set[str]:
    return set()


@pytest.fixture
def links(tmp_path: Path, fake_clock: "FakeClock", learned: set[str]) -> Links:
    home = Home.find({"MEDIAWRIGHT_HOME": str(tmp_path / "mw")})
    return Links(home, fake_clock, learned.update)


def kept(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.rglob("links/*.json"))


@pytest.mark.parametrize(
    "link",
    [
        S3,
        "https://a.example/x.png?OSSAccessKeyId=1&Expires=2&Signature=3",
        "https://a.example/x.png?sv=2024&sr=b&sig=abc%3D",
        "https://a.example/x.png?token=1",
        "https://a.example/x.png?auth_key=1-2-3",
        "https://a.example/x.png?hdnts=exp=1~acl=2",
        "https://a.example/x.png?q=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0",
        "https://a.example/x.png#access_token=1",
        "https://a.example/x.png?0123456789abcdef0123456789",
        "https://user:word@a.example/x.png",
        "https://[broken/x.png?sig=1",
    ],
)
def test_a_link_with_a_credential_is_known(link: str) -> None:
    assert carries_credential(link)


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/x.png",
        "https://a.example/x.png?w=300&h=300&fit=crop",
        "https://a.example/w_300,h_300/x.png?v=1712345678",
        "https://a.example/x.png?",
        "https://a.example/x.png#t=10,20",
    ],
)
def test_a_plain_link_stays_as_it_is(link: str, links: Links, tmp_path: Path) -> None:
    assert not carries_credential(link)
    assert links.conceal(link) == link
    assert kept(tmp_path) == []


def test_there_and_back(links: Links, learned: set[str]) -> None:
    said: dict[str, Any] = {"a": [f"see {S3}, then", ("x", 3, None)], "b": S3}
    hidden = links.conceal(said)
    assert "0123456789abcdef" not in str(hidden).replace(hidden["b"].rpartition("=")[2], "")
    assert hidden["b"].startswith(f"https://b.example.com/cat.jpg?{MARK}=")
    assert links.conceal(hidden) == hidden
    assert links.reveal(hidden) == said
    assert any("0123456789abcdef" in part for part in learned)


def test_listed_links_stay_apart(links: Links) -> None:
    hidden = links.conceal(f"{S3}&a=1,2,{S3}")
    assert hidden.count(MARK) == 2
    assert hidden.count(",") == 1
    assert links.reveal(hidden) == f"{S3}&a=1,2,{S3}"


def test_another_place_gets_no_credential(links: Links) -> None:
    hidden = links.conceal(S3).replace("b.example.com", "evil.example.com")
    with pytest.raises(InvalidRequest):
        links.reveal(hidden)


def test_another_link_under_a_kept_mark_is_not_sent(links: Links, tmp_path: Path) -> None:
    """A request is approved with the mark, so the mark stands for one link alone."""
    hidden = links.conceal(S3)
    (kept,) = tmp_path.rglob("links/*.json")
    kept.write_text(kept.read_text().replace("0123456789abcdef", "fedcba9876543210"))
    with pytest.raises(InvalidRequest):
        links.reveal(hidden)


def test_a_link_that_is_gone_is_refused_in_a_sentence(links: Links) -> None:
    hidden = links.conceal(S3)
    links.forget(hidden, lambda mark: False)
    with pytest.raises(InvalidRequest) as refused:
        links.reveal(hidden)
    assert refused.value.problems[0].message.key == "secrets.link_gone"


def test_what_another_request_needs_stays(links: Links) -> None:
    hidden = links.conceal(S3)
    links.forget([hidden], lambda mark: mark in hidden)
    assert links.reveal(hidden) == S3


def test_a_day_later_it_goes_unless_it_is_needed(links: Links, fake_clock: "FakeClock", tmp_path: Path) -> None:
    links.conceal(S3)
    links.sweep(lambda mark: False)
    assert len(kept(tmp_path)) == 1
    fake_clock.advance(timedelta(days=2).total_seconds())
    links.sweep(lambda mark: True)
    assert len(kept(tmp_path)) == 1
    links.sweep(lambda mark: False)
    assert kept(tmp_path) == []


def test_every_text_of_a_request_is_looked_through(links: Links) -> None:
    media = (Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=S3),)
    request = Request(operation=Operation.TEXT_TO_VIDEO, prompt=f"like {S3}", media=media, options={"x": S3})
    hidden = links.conceal_in(request)
    assert "X-Amz" not in str(hidden)
    assert hidden.media[0].is_url
    plain = Request(operation=Operation.TEXT_TO_VIDEO, prompt="a fox")
    assert links.conceal_in(plain) is plain


def test_a_user_in_a_link_stays_refused(links: Links) -> None:
    hidden = links.conceal("https://user:not-a-real-word@a.example/x.png")
    assert "not-a-real-word" not in hidden
    assert "@" in hidden
