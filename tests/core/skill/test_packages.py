"""Manifests for other hosts."""

import json

import yaml

from mediawright.skill.facts import Facts
from mediawright.skill.packages import display, openai_yaml, packages


def test_every_manifest_has_the_version_of_the_package(facts: Facts) -> None:
    files = packages(facts)
    for path in (".claude-plugin/plugin.json", "server.json", "mcpb/manifest.json"):
        assert json.loads(files[path])["version"] == "1.2.3"
    assert "mediawright[all,mcp]==1.2.3" in files[".mcp.json"]
    assert "==1.2.3" in files["mcpb/pyproject.toml"]


def test_names_of_secrets_are_hidden_in_lists(facts: Facts) -> None:
    listed = json.loads(packages(facts)["server.json"])["packages"][0]["environmentVariables"]
    assert {item["name"]: item["isSecret"] for item in listed}["ACME_KEY"] is True
    assert {item["name"]: item["isSecret"] for item in listed}["ACME_URL"] is False


def test_display_data_is_readable(facts: Facts) -> None:
    found = yaml.safe_load(openai_yaml("A", 'says "b": c', "d", "🎬"))
    assert found["interface"]["short_description"] == 'says "b": c'
    assert yaml.safe_load(display(facts, facts.voice("acme")))["interface"]["default_prompt"] == "Use $acme."
