"""The rendered skill as it lies in the repository, and the command line as a third party's process."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.e2e.conftest import shell

__all__ = ["shell"]

ROOT = Path(__file__).resolve().parents[2]
#: `mediawright …` in a code span or on a line of its own
SPAN = re.compile(r"`(mediawright [^`\n]+)`")
LINE = re.compile(r"^ {4}(mediawright .+)$", re.MULTILINE)


@dataclass(frozen=True)
class Skill:
    """One SKILL.md with what lies around it. `folder` is what its references are relative to."""

    path: Path

    @property
    def folder(self) -> Path:
        return self.path.parent

    @property
    def text(self) -> str:
        return self.path.read_text("utf-8")

    @property
    def head(self) -> str:
        return self.text.split("---", 2)[1]

    @property
    def body(self) -> str:
        return self.text.split("---", 2)[2]

    @property
    def meta(self) -> dict[str, Any]:
        found: dict[str, Any] = yaml.safe_load(self.head)
        return found

    @property
    def openclaw(self) -> dict[str, Any]:
        found: dict[str, Any] = self.meta["metadata"]["openclaw"]
        return found

    @property
    def description(self) -> str:
        return " ".join(self.meta["description"].split())

    @property
    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


def folders() -> list[Skill]:
    """The folders that are published."""
    return [Skill(path) for path in sorted((ROOT / "skills").glob("*/SKILL.md"))]


def everywhere() -> list[Skill]:
    """These, and the one at the root."""
    return [*folders(), Skill(ROOT / "SKILL.md")]


def named(skill: Skill) -> str:
    return str(skill.path.relative_to(ROOT).parent)


def commands(text: str) -> list[str]:
    """Every command line that a Markdown text shows, those with an ellipsis for "anything" left out."""
    text = re.sub(r"\\\n\s*", " ", text)
    found = [*SPAN.findall(text), *LINE.findall(text)]
    return [line.split(" #")[0].strip() for line in found if "…" not in line]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT
