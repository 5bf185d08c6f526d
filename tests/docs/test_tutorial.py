"""The tutorial's own code, taken out of the page, makes the provider it promises."""

import re
from pathlib import Path

import pytest
from tests.docs.following import Step, follow
from tests.docs.tutorial import EXAMPLE, PAGE, cut, poured

TEXT = PAGE.read_text("utf-8")
CODE = ("src/**/*.py", "src/**/*.po", "src/**/skill/*", "tests/*.py")
#: what the new package has already, the same for every provider
GIVEN = {"src/mediawright_quill/__init__.py"}


def test_the_page_is_not_stale() -> None:
    assert cut(TEXT) == TEXT, "run python -m tests.docs.tutorial"


def test_the_page_holds_the_whole_example() -> None:
    files = {str(path.relative_to(EXAMPLE)) for pattern in CODE for path in EXAMPLE.glob(pattern)} - GIVEN
    made = poured(TEXT)
    assert set(made) == files
    assert [name for name in files if made[name] != (EXAMPLE / name).read_text("utf-8")] == []


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    """Every command of the page, typed in an empty folder; the code goes in before the second part."""
    return follow(tmp_path_factory.mktemp("reader"))


def test_whoever_follows_it_has_a_provider(followed: list[Step]) -> None:
    tests = [step.said for step in followed if step.command == "pytest"]
    assert "3 passed" in tests[0], "the package as it was written"
    assert "10 passed" in tests[1], "the package as the page makes it"
    listed = [step.said for step in followed if step.command == "mediawright plugins"]
    assert all("mediawright_quill" in said for said in listed)


def test_the_transcript_is_of_these_commands(followed: list[Step]) -> None:
    kept = (PAGE.parents[1] / "evidence" / "transcripts" / "write-a-provider.txt").read_text("utf-8")
    shown = [line[2:].partition("   [")[0] for line in kept.splitlines() if line.startswith("$ ")]
    assert shown == [step.command for step in followed], "run python -m tests.docs.following"


def test_every_page_it_points_to_is_there() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (Path(PAGE.parent) / link).exists()] == []
