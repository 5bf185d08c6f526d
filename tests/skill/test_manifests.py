"""The entries for other hosts: S-52, S-53, and the drift of everything rendered."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.e2e.conftest import Shell
from tests.skill.conftest import ROOT

from mediawright.mcp.manners import MANNERS
from mediawright.plugins.discover import Registry
from mediawright.skill import output_files
from mediawright.skill.render import rendered
from mediawright.skill.render_context import gather

#: a desktop bundle's manifest (docs/contracts/agent-skill.md §6.9); unknown keys are errors
BUNDLE = {
    "type": "object",
    "required": ["manifest_version", "name", "version", "description", "author", "server"],
    "additionalProperties": False,
    "properties": {
        "manifest_version": {"enum": ["0.3", "0.4"]},
        **{
            name: {"type": "string"}
            for name in ("name", "display_name", "version", "description", "homepage", "license")
        },
        "author": {"type": "object", "required": ["name"]},
        "server": {
            "type": "object",
            "required": ["type", "entry_point", "mcp_config"],
            "properties": {"type": {"enum": ["python", "node", "binary", "uv"]}},
        },
        "user_config": {
            "additionalProperties": {
                "required": ["type", "title", "description"],
                "properties": {"type": {"enum": ["string", "number", "boolean", "directory", "file"]}},
            }
        },
        "compatibility": {"type": "object"},
    },
}


def at(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / path).read_text("utf-8"))
    return found


def test_nothing_rendered_has_drifted() -> None:
    stale = output_files.stale(ROOT, rendered(gather(Registry.installed({}))))
    assert stale == [], "run: mediawright skill render"


def test_s52_the_registry_entry() -> None:
    entry = at("server.json")
    assert len(entry["description"]) <= 100
    assert entry["packages"][0]["identifier"] == "mediawright"
    assert all(item["isRequired"] is False for item in entry["packages"][0]["environmentVariables"])
    names = {item["name"]: item["isSecret"] for item in entry["packages"][0]["environmentVariables"]}
    secret = {name for name, hidden in names.items() if hidden}
    assert {"KLING_SECRET_ACCESS_KEY", "KLING_ACCESS_KEY", "KLING_ACCESS_KEY_ID", "NEMO_TOKEN"} <= secret
    assert {"NEMO_STORE_TOKEN", "CHATART_UID", "MEDIAWRIGHT_HOME"} <= set(names) - secret
    assert not {"MEDIAWRIGHT_CRASH_AT", "MEDIAWRIGHT_TEST_PACE", "KLING_API_BASE_TEST", "USER", "HOSTNAME"} & set(names)


def test_s52_skillsaw_knows_the_registry_s_schema() -> None:
    skillsaw = pytest.importorskip("skillsaw")
    dated = at("server.json")["$schema"].split("/schemas/")[1].split("/")[0].replace("-", "_")
    (schema,) = Path(skillsaw.__file__).parent.rglob(f"v{dated}/server.schema.json")
    jsonschema.validate(at("server.json"), json.loads(schema.read_text("utf-8")))


def test_s52_the_readme_owns_the_name() -> None:
    assert f"mcp-name: {at('server.json')['name']}" in (ROOT / "README.md").read_text("utf-8")


def test_s53_the_bundle() -> None:
    manifest = at("mcpb/manifest.json")
    jsonschema.validate(manifest, BUNDLE)
    assert (ROOT / "mcpb" / manifest["server"]["entry_point"]).is_file()
    used = json.dumps(manifest["server"])
    assert all(f"${{user_config.{name}}}" in used for name in manifest["user_config"])


def test_the_plugin_installs_one_skill_and_the_server() -> None:
    (entry,) = at(".claude-plugin/marketplace.json")["plugins"]
    folder = ROOT / entry["source"]
    plugin = json.loads((folder / ".claude-plugin/plugin.json").read_text("utf-8"))
    assert (plugin["name"], plugin["version"]) == (entry["name"], entry["version"])
    assert [path.parent.name for path in folder.rglob("SKILL.md")] == [plugin["name"]]
    assert list(json.loads((folder / ".mcp.json").read_text("utf-8"))["mcpServers"]) == [plugin["name"]]
    assert not (ROOT / ".claude-plugin/plugin.json").exists(), (
        "the repository itself would be a plugin with every skill"
    )


def test_the_skill_of_the_plugin_is_the_published_one() -> None:
    def files(folder: Path) -> dict[str, bytes]:
        return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert files(ROOT / "integrations/claude/skills/mediawright") == files(ROOT / "skills/mediawright")


def started(path: Path, *programs: str) -> list[str]:
    """What `.mcp.json` runs where only these programs are on the path, each of which prints how it was called."""
    for name in programs:
        (path / name).write_text('#!/bin/sh\nprintf "%s\\n" "${0##*/}" "$@"\n', "utf-8")
        (path / name).chmod(0o755)
    server = at(".mcp.json")["mcpServers"]["mediawright"]
    command = [shutil.which(server["command"]) or server["command"], *server["args"]]
    done = subprocess.run(command, env={"PATH": str(path)}, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout.split()


@pytest.mark.skipif(not shutil.which("sh"), reason="the entry is for hosts that have a shell")
def test_the_server_starts_with_or_without_uv(tmp_path: Path) -> None:
    pinned = f"mediawright[agent]=={at('server.json')['version']}"
    assert started(tmp_path, "uvx") == ["uvx", "--from", pinned, "mediawright", "mcp"]
    assert started(tmp_path, "mediawright") == ["mediawright", "mcp"]
    assert started(tmp_path, "mediawright", "uvx") == ["mediawright", "mcp"]


def test_the_page_on_the_tools_tells_their_manners() -> None:
    page = (ROOT / "docs/how-to/mcp.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in page.splitlines()
        if line.startswith(("| `media_", "| `film"))
    ]
    told = {row[0].strip("`"): (row[2] == "yes", row[3] == "yes") for row in rows}
    assert told == {name: (manner.reads, manner.again) for name, manner in MANNERS.items()}


def test_check_fails_on_drift_and_render_mends_it(shell: Shell) -> None:
    assert shell("skill", "render", ".", "--json").json["data"]["changed"]
    assert shell("skill", "check", ".", "--json").code == 0
    (shell.cwd / "SKILL.md").write_text("changed", "utf-8")
    (shell.cwd / "skills" / "stranger.md").write_text("nobody renders this", "utf-8")
    checked = shell("skill", "render", ".", "--check", "--json")
    assert (checked.code, checked.json["data"]["stale"]) == (1, ["SKILL.md", "skills/stranger.md"])
    assert shell("skill", "render", ".", "--json").json["data"]["changed"] == ["SKILL.md", "skills/stranger.md"]
    assert shell("skill", "check", ".").code == 0


def test_a_folder_must_be_named_outside_the_checkout(shell: Shell) -> None:
    done = shell("skill", "check", "--json")
    assert (done.code, done.json["error"]["problems"][0]["field"]) == (2, "folder")
