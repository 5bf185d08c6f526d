"""Manifests for other hosts."""

import json

import yaml

from mediawright.skill.packages import PLUGIN, display, openai_yaml, packages
from mediawright.skill.render_context import RenderContext


def test_every_manifest_has_the_version_of_the_package(context: RenderContext) -> None:
    files = packages(context)
    for path in (f"{PLUGIN}/.claude-plugin/plugin.json", "server.json", "mcpb/manifest.json"):
        assert json.loads(files[path])["version"] == "1.2.3"
    assert "mediawright[agent]==1.2.3" in files[".mcp.json"]
    assert "==1.2.3" in files["mcpb/pyproject.toml"]


def test_names_of_secrets_are_hidden_in_lists(context: RenderContext) -> None:
    listed = json.loads(packages(context)["server.json"])["packages"][0]["environmentVariables"]
    secret = {item["name"]: item["isSecret"] for item in listed}
    assert (secret["ACME_KEY"], secret["ACME_PHRASE"], secret["MEDIAWRIGHT_MCP_TOKEN"]) == (True, True, True)
    assert (secret["ACME_ACCOUNT"], secret["ACME_STORE_TOKEN"], secret["MEDIAWRIGHT_HOME"]) == (False, False, False)
    assert not {"ACME_URL", "ACME_PACE", "MEDIAWRIGHT_CRASH_AT"} & set(secret)


def test_display_data_is_readable(context: RenderContext) -> None:
    found = yaml.safe_load(openai_yaml("A", 'says "b": c', "d", "🎬"))
    assert found["interface"]["short_description"] == 'says "b": c'
    assert yaml.safe_load(display(context, context.voice("acme")))["interface"]["default_prompt"] == "Use $acme."
