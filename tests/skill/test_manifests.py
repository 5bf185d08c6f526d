"""The entries for other hosts: S-52, S-53, and the drift of everything rendered."""

import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from tests.journey.conftest import Shell
from tests.skill.conftest import ROOT

from mediawright.mcp.tools import MANNERS
from mediawright.plugins.discover import Registry
from mediawright.skill import keeping
from mediawright.skill.facts import gather
from mediawright.skill.render import rendered

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
    stale = keeping.stale(ROOT, rendered(gather(Registry.installed({}))))
    assert stale == [], "run: mediawright skill render"


def test_s52_the_registry_entry() -> None:
    entry = at("server.json")
    assert len(entry["description"]) <= 100
    assert entry["packages"][0]["identifier"] == "mediawright"
    assert all(item["isRequired"] is False for item in entry["packages"][0]["environmentVariables"])
    secret = {item["name"] for item in entry["packages"][0]["environmentVariables"] if item["isSecret"]}
    assert {"KLING_SECRET_ACCESS_KEY", "NEMO_TOKEN", "CHATARTPRO_API_KEY"} <= secret


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


def test_the_plugin_points_at_what_is_there() -> None:
    plugin, market = at(".claude-plugin/plugin.json"), at(".claude-plugin/marketplace.json")
    assert plugin["name"] == market["plugins"][0]["name"]
    assert (ROOT / market["plugins"][0]["source"] / "skills").is_dir()
    assert at(".mcp.json")["mcpServers"]["mediawright"]["args"][-1] == "mcp"


def test_the_page_on_the_tools_tells_their_manners() -> None:
    page = (ROOT / "docs/mcp.md").read_text("utf-8")
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("| `media_")
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
