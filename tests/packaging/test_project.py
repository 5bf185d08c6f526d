"""What a third party meets first: the project file, the texts at the root, the workflows."""

import json
import re
import subprocess
import tomllib
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.packaging.conftest import PROVIDERS, ROOT, project

WHOLE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
REPOSITORY: str = WHOLE["project"]["urls"]["Repository"]
GITHUB = ROOT / ".github"
TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def tracked() -> list[Path]:
    """The files of the repository, as git lists them; in an unpacked archive, the files that are there."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    found = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in found or ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]


def text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def extra(name: str) -> set[str]:
    return set(re.findall(r"\[(.*)\]", WHOLE["project"]["optional-dependencies"][name][0])[0].split(","))


def test_an_agent_s_host_gets_what_it_needs_and_no_more() -> None:
    assert extra("agent") == {"previz", "chatart", "mcp", "keyring", "photos"}
    assert extra("agent") < extra("all")


def test_development_is_no_published_extra() -> None:
    assert "dev" not in WHOLE["project"]["optional-dependencies"]
    groups = WHOLE["dependency-groups"]
    included = [group["include-group"] for group in groups["dev"] if isinstance(group, dict)]
    assert set(included) <= set(groups)


def test_every_provider_is_a_member_of_the_workspace() -> None:
    members = [path for pattern in WHOLE["tool"]["uv"]["workspace"]["members"] for path in ROOT.glob(pattern)]
    assert {path.name for path in members if (path / "pyproject.toml").is_file()} == set(PROVIDERS)


def test_one_setting_holds_the_address_of_the_repository() -> None:
    made = (".claude-plugin/", "integrations/", "mcpb/", "skills/", ".mcp.json", "server.json", "SKILL.md")
    holders = {path.relative_to(ROOT).as_posix() for path in tracked() if REPOSITORY in text(path)}
    assert {path for path in holders if not path.startswith(made)} == {"pyproject.toml"}
    assert all(url.startswith(REPOSITORY) for url in WHOLE["project"]["urls"].values())


def test_one_licence_everywhere() -> None:
    told = {WHOLE["project"]["license"], *(project(ROOT / "plugins" / name)["license"] for name in PROVIDERS)}
    told |= {str(found) for path in tracked() if path.suffix == ".json" for found in licences(path)}
    for path in [ROOT / "SKILL.md", *(ROOT / "skills").glob("*/SKILL.md")]:
        told.add(yaml.safe_load(text(path).split("---", 2)[1])["license"])
    assert told == {"MIT"}
    assert text(ROOT / "LICENSE").startswith("MIT License")


def licences(path: Path) -> list[Any]:
    """The licence that a manifest names, if it names one."""
    try:
        found = json.loads(text(path))
    except json.JSONDecodeError:
        return []
    return [found["license"]] if isinstance(found, dict) and "license" in found else []


def test_the_changelog_begins_with_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", text(ROOT / "CHANGELOG.md"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert WHOLE["project"]["version"] in headings[1]


def test_both_readmes_show_the_same_pictures_and_links() -> None:
    english, chinese = text(ROOT / "README.md"), text(ROOT / "README.zh.md")
    shown = re.compile(r"!\[[^\]]*\]\((\S+)\)")
    assert shown.findall(english) == shown.findall(chinese)
    assert "(README.zh.md)" in english
    assert "(README.md)" in chinese


def blocks(page: Path) -> list[list[str]]:
    """The code of a page, without comments and quoted words."""
    found = (re.sub(r"\s+#.*", "", code) for _, code in CODE.findall(text(page)))
    return [re.sub(r'"[^"]*"', '""', code).split() for code in found]


def test_both_readmes_show_the_same_code() -> None:
    assert blocks(ROOT / "README.zh.md") == blocks(ROOT / "README.md")


# --- workflows and forms


def documents(pattern: str) -> list[Path]:
    return sorted(GITHUB.glob(pattern))


@pytest.mark.parametrize("path", documents("workflows/*.yml"), ids=lambda path: path.name)
def test_a_workflow_calls_targets_that_exist(path: Path) -> None:
    targets = set(TARGET.findall(text(ROOT / "Makefile")))
    steps = [step for job in yaml.safe_load(text(path))["jobs"].values() for step in job.get("steps", ())]
    called = {
        word for step in steps for line in re.findall(r"make ([a-z ]+)", step.get("run", "")) for word in line.split()
    }
    assert called - targets == set()


def test_make_installs_groups_that_exist() -> None:
    assert set(re.findall(r"--group ([a-z-]+)", text(ROOT / "Makefile"))) <= WHOLE["dependency-groups"].keys()


@pytest.mark.parametrize("path", documents("workflows/*.yml"), ids=lambda path: path.name)
def test_a_workflow_may_read_only_unless_a_job_says_more(path: Path) -> None:
    flow = yaml.safe_load(text(path))
    assert flow["permissions"] == {"contents": "read"}
    assert "secrets." not in text(path)
    assert {name for name, job in flow["jobs"].items() if "permissions" in job} <= {"publish"}


def test_every_supported_python_is_tested_on_three_systems() -> None:
    matrix = yaml.safe_load(text(GITHUB / "workflows/test.yml"))["jobs"]["test"]["strategy"]["matrix"]
    supported = [line.rpartition(" ")[2] for line in WHOLE["project"]["classifiers"] if "Python :: 3." in line]
    assert set(supported) <= set(matrix["python"])
    assert WHOLE["project"]["requires-python"] == f">={matrix['python'][0]}"
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}


@pytest.mark.parametrize("path", documents("ISSUE_TEMPLATE/*.yml"), ids=lambda path: path.name)
def test_a_form_is_one_that_the_host_takes(path: Path) -> None:
    form = yaml.safe_load(text(path))
    if path.name == "config.yml":
        assert set(form) == {"blank_issues_enabled"}
        return
    assert set(form) == {"name", "description", "labels", "body"}
    fields = [part for part in form["body"] if part["type"] != "markdown"]
    names = [part["id"] for part in fields]
    assert len(names) == len(set(names)) > 0
    assert {part["type"] for part in form["body"]} <= {"markdown", "input", "textarea", "dropdown", "checkboxes"}
    assert all(part["attributes"]["label"] for part in fields)


def test_no_file_names_a_package_index() -> None:
    index = re.compile(r"--(?:extra-)?index-url|--find-links|/simple/?\b.*index", re.IGNORECASE)
    configs = [path for path in tracked() if path.suffix in (".toml", ".yml", ".txt") or path.name == "Makefile"]
    assert [path.name for path in configs if "data" not in path.parts and index.search(text(path))] == []


def test_the_installed_package_knows_its_extras() -> None:
    known = set(metadata("mediawright").get_all("Provides-Extra") or ())
    assert {"mcp", "previz", "chatart", "keyring"} <= known
