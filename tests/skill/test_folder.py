"""The skill folders against the checklist of docs/contracts/agent-skill.md §8 (S-1 to S-19); names carry the ids."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tests.command_lines import action_of
from tests.skill.conftest import ROOT, Skill, commands, everywhere, folders, named

from mediawright import __version__

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SIX = {"name", "description", "license", "compatibility", "metadata", "allowed-tools"}
KNOWN = {
    "emoji",
    "homepage",
    "skillKey",
    "os",
    "requires",
    "install",
    "envVars",
    "links",
    "author",
    "dependencies",
    "cliHelp",
}
RESERVED = {"api", "auth", "docs", "search", "new"}
PROUD = ("openclaw", "clawhub", "clawd", "official", "verified", "admin", "staff")
SECRET = re.compile(r"\b(?:sk-|pk-|ak-|gh[pousr]_|xox[abp]-|ya29\.|eyJ)[\w.-]{6,}|[A-Za-z0-9+/=]{200,}")
UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
INJECTED = re.compile(r"ignore (all )?previous instructions|you are now a|system prompt:", re.IGNORECASE)
HAN = re.compile(r"[\u4e00-\u9fff]")

each = pytest.mark.parametrize("skill", everywhere(), ids=named)
each_folder = pytest.mark.parametrize("skill", folders(), ids=named)


@each_folder
def test_s1_the_name_is_the_folder_s(skill: Skill) -> None:
    name = skill.meta["name"]
    assert name == skill.folder.name
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert 3 <= len(name) <= 64
    assert name not in RESERVED
    assert not name.startswith(PROUD)
    assert not name.endswith(PROUD)


@each
def test_s2_only_the_keys_of_the_standard(skill: Skill) -> None:
    assert set(skill.meta) <= SIX
    assert all(isinstance(value, str) for key, value in skill.meta["metadata"].items() if key != "openclaw")


@each
def test_s3_a_head_that_every_parser_reads(skill: Skill) -> None:
    raw = skill.path.read_bytes()
    assert raw.startswith(b"---\n")
    assert b"\t" not in raw
    assert b"\r" not in raw
    assert "---" not in skill.head
    assert not re.search(r"[\[{&*]", re.sub(r'"[^"]*"', "", skill.head))


def copied(skill: Skill, tmp_path: Path) -> Path:
    """The folder under the name that it is installed as."""
    if skill.folder != ROOT:
        return skill.folder
    target = tmp_path / str(skill.meta["name"])
    target.mkdir()
    shutil.copy(skill.path, target)
    return target


@each
def test_s4_the_reference_validator_agrees(skill: Skill, tmp_path: Path) -> None:
    validator = pytest.importorskip("skills_ref.validator")
    assert validator.validate(copied(skill, tmp_path)) == []


@each
def test_s5_a_description_that_routes(skill: Skill) -> None:
    text = skill.description
    assert 60 <= len(text) <= 320
    assert "Use when" in text
    assert len(HAN.findall(text[:220])) >= 4
    assert not set("<>") & set(text)


@each
def test_s6_compatibility_says_what_is_needed(skill: Skill) -> None:
    text = skill.meta["compatibility"]
    assert len(text) <= 500
    assert "mediawright" in text
    assert "Python 3.11+" in text


@each
def test_s7_one_licence(skill: Skill) -> None:
    assert skill.meta["license"] == PROJECT["license"]
    if skill.folder != ROOT:
        assert not [path for path in skill.files if "licen" in path.name.lower()]


@each
def test_s8_the_openclaw_block_asks_for_no_privilege(skill: Skill) -> None:
    assert set(skill.openclaw) <= KNOWN
    assert set(skill.openclaw["requires"]) == {"bins"}
    assert not {"clawdbot", "clawdis"} & set(skill.meta["metadata"])


@each
def test_s9_the_one_binary_is_our_console_script(skill: Skill) -> None:
    assert skill.openclaw["requires"]["bins"] == ["mediawright"]
    assert "mediawright" in PROJECT["scripts"]


@each
def test_s10_installed_by_uv_under_its_own_name(skill: Skill) -> None:
    for step in skill.openclaw["install"]:
        assert (step["kind"], step["bins"]) == ("uv", ["mediawright"])
        name, extras = re.fullmatch(r"([A-Za-z0-9._-]+)\[([\w,.-]+)\]", step["package"]).groups()  # type: ignore[union-attr]
        assert name == PROJECT["name"]
        assert set(extras.split(",")) <= set(PROJECT["optional-dependencies"])


@each
def test_s12_a_body_that_earns_its_place(skill: Skill) -> None:
    assert len(skill.body.splitlines()) < 500
    assert len(skill.text) / 4 < 5000
    assert len(skill.body.split()) >= 150
    assert len(re.findall(r"^#+ ", skill.body, re.MULTILINE)) >= 3
    assert len(re.findall(r"^- ", skill.body, re.MULTILINE)) >= 3


@each
def test_s13_every_reference_is_a_file_and_every_file_is_referred_to(skill: Skill) -> None:
    links = set(re.findall(r"\]\(([\w./-]+)\)", skill.body))
    assert links
    assert [link for link in links if not (skill.folder / link).is_file()] == []
    if skill.folder != ROOT:
        there = {str(path.relative_to(skill.folder)) for path in skill.files if path.suffix == ".md"}
        assert there - {"SKILL.md"} == links


def pages() -> list[Path]:
    docs = [path for path in sorted((ROOT / "docs").rglob("*.md")) if "contracts" not in path.parts]
    return [ROOT / "SKILL.md", *sorted((ROOT / "skills").rglob("*.md")), ROOT / "README.md", *docs]


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_s14_every_command_line_is_one_that_the_parser_takes(page: Path) -> None:
    for line in commands(page.read_text("utf-8")):
        words = shlex.split(line)
        assert not {"|", "&&", ";", ">"} & set(words), line
        assert not [word for word in words if word.startswith(("--token", "--key", "--api-key", "--secret"))], line
        if "--help" not in words:
            action_of(words[1:])


@each_folder
def test_s15_nothing_hidden_and_nothing_secret(skill: Skill) -> None:
    for path in skill.files:
        text = path.read_text("utf-8")
        for pattern in (SECRET, UNSEEN, INJECTED):
            assert not pattern.search(text), (path, pattern.pattern)


@each_folder
def test_s16_only_small_plain_files(skill: Skill) -> None:
    names = {path.name for path in skill.files}
    assert not {"plugin.json", "openclaw.plugin.json", "package.json", "skill-card.md"} & names
    assert not [path for path in skill.folder.rglob("*") if path.is_symlink() or path.name.startswith(".")]
    assert len(skill.files) <= 256
    assert max(path.stat().st_size for path in skill.files) <= 2**20
    assert sum(path.stat().st_size for path in skill.files) <= 8 * 2**20


@each
def test_s17_price_then_approval_then_money(skill: Skill) -> None:
    body = skill.body
    assert body.index("mediawright do") < body.index("clear yes") < body.index("mediawright confirm")
    for needed in ("Exit code 3", "7", "uv tool install 'mediawright[agent]'", "did not agree"):
        assert needed in body, needed


def test_s18_one_version_everywhere(root: Path) -> None:
    def at(path: str) -> dict[str, object]:
        found: dict[str, object] = json.loads((root / path).read_text("utf-8"))
        return found

    versions = {skill.meta["metadata"]["version"] for skill in everywhere()}
    plugin = "integrations/claude/.claude-plugin/plugin.json"
    versions |= {at(path)["version"] for path in ("server.json", plugin, "mcpb/manifest.json")}
    assert versions == {__version__, PROJECT["version"]}
    assert f"=={__version__}" in (root / ".mcp.json").read_text("utf-8")


def test_s19_skillsaw_finds_nothing(root: Path) -> None:
    pytest.importorskip("skillsaw")
    run = [sys.executable, "-m", "skillsaw", "lint", ".", "skills", "--strict"]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_repository_and_the_folder_say_the_same(root: Path) -> None:
    ours = (root / "SKILL.md").read_text("utf-8").replace("(skills/mediawright/references/", "(references/")
    assert ours == (root / "skills/mediawright/SKILL.md").read_text("utf-8")


def test_the_first_words_survive_the_cuts() -> None:
    for skill in everywhere():
        assert re.match(r"Make (and|or) edit|Make videos|Make and edit", skill.description)
        assert (
            "price" in skill.description[:160]
            or "credits" in skill.description[:160]
            or "NemoVideo" in skill.description
        )
