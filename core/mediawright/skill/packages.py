"""The same skill for other hosts: manifests made from the same words and the same version.

Facts: docs/contracts/agent-skill.md §6.8 (registry entry), §6.9 (desktop bundle), §7 (plugins).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mediawright.skill.environment import published
from mediawright.skill.render_context import Facts, Voice
from mediawright.skill.template import fill, template

#: what the host of an agent needs
EXTRAS = "agent"
#: the folder of the Claude Code plugin: a host finds every skill below a plugin's root, so it holds one
PLUGIN = "integrations/claude"
#: the command that is installed, else the pinned one; `sh` because a host starts one program, without conditions
START = 'command -v "$0" >/dev/null && exec "$0" "$@"; exec uvx --from "{pinned}" "$0" "$@"'


def packages(facts: Facts) -> dict[str, str]:
    """Path → text of every manifest."""
    return {
        f"{PLUGIN}/.claude-plugin/plugin.json": _json(_plugin(facts)),
        f"{PLUGIN}/.mcp.json": _json(_mcp_servers(facts)),
        f"{PLUGIN}/README.md": _plugin_page(facts),
        ".claude-plugin/marketplace.json": _json(_marketplace(facts)),
        ".mcp.json": _json(_mcp_servers(facts)),
        "server.json": _json(_registry(facts)),
        "mcpb/manifest.json": _json(_bundle(facts)),
        "mcpb/pyproject.toml": _bundle_project(facts),
        "mcpb/server/main.py": BUNDLE_ENTRY,
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _described(facts: Facts) -> str:
    return " ".join(str(facts.words["registry_description"]).split())


def _plugin(facts: Facts) -> dict[str, Any]:
    words = facts.words
    return {
        "name": words["slug"],
        "version": facts.version,
        "description": _described(facts),
        "author": {"name": words["author"]},
        "homepage": words["homepage"],
        "license": words["license"],
        "keywords": ["video", "image", "generation", *(voice.name for voice in facts.voices)],
    }


def _plugin_page(facts: Facts) -> str:
    return fill(
        template("claude-plugin.md"),
        {
            "title": facts.words["title"],
            "description": _described(facts),
            "slug": facts.words["slug"],
            "install": facts.words["install"],
            "homepage": facts.words["homepage"],
        },
    )


def _marketplace(facts: Facts) -> dict[str, Any]:
    words = facts.words
    entry = {"name": words["slug"], "source": f"./{PLUGIN}", "description": _described(facts), "version": facts.version}
    return {
        "name": words["slug"],
        "owner": {"name": words["author"]},
        "description": _described(facts),
        "plugins": [entry],
    }


def _mcp_servers(facts: Facts) -> dict[str, Any]:
    start = ["-c", START.format(pinned=_pinned(facts)), facts.words["package"], "mcp"]
    return {"mcpServers": {facts.words["slug"]: {"command": "sh", "args": start}}}


def _pinned(facts: Facts) -> str:
    return f"{facts.words['package']}[{EXTRAS}]=={facts.version}"


def _registry(facts: Facts) -> dict[str, Any]:
    words, package = facts.words, facts.words["package"]
    environment = [
        {"name": name, "description": found.use, "isRequired": False, "isSecret": found.secret}
        for name, found in published(facts, facts.voices).items()
    ]
    return {
        "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
        "name": words["registry_name"],
        "title": words["title"],
        "description": _described(facts),
        "version": facts.version,
        "websiteUrl": words["homepage"],
        "repository": {"url": words["homepage"], "source": "github"},
        "packages": [
            {
                "registryType": "pypi",
                "identifier": package,
                "version": facts.version,
                "runtimeHint": "uvx",
                "runtimeArguments": [{"type": "named", "name": "--with", "value": _pinned(facts)}],
                "transport": {"type": "stdio"},
                "packageArguments": [{"type": "positional", "value": "mcp"}],
                "environmentVariables": environment,
            }
        ],
    }


def _bundle(facts: Facts) -> dict[str, Any]:
    words = facts.words
    folder = {
        "type": "directory",
        "title": "Folder for results",
        "description": "Files are read from and written to this folder only.",
        "required": True,
        "default": "${HOME}/Documents",
    }
    run = ["run", "--directory", "${__dirname}", "server/main.py", "mcp", "--output-dir", "${user_config.folder}"]
    return {
        "manifest_version": "0.4",
        "name": words["slug"],
        "display_name": words["title"],
        "version": facts.version,
        "description": _described(facts),
        "author": {"name": words["author"]},
        "homepage": words["homepage"],
        "license": words["license"],
        "server": {
            "type": "uv",
            "entry_point": "server/main.py",
            "mcp_config": {"command": "uv", "args": run},
        },
        "user_config": {"folder": folder},
        "compatibility": {
            "platforms": ["darwin", "win32", "linux"],
            "runtimes": {"python": f">={words['python']}"},
        },
    }


def _bundle_project(facts: Facts) -> str:
    package, python = facts.words["package"], facts.words["python"]
    return (
        f'[project]\nname = "{package}-bundle"\nversion = "{facts.version}"\nrequires-python = ">={python}"\n'
        f'dependencies = ["{_pinned(facts)}"]\n'
    )


BUNDLE_ENTRY = '''"""Starts the tools for a desktop host: the arguments come from the bundle's manifest."""

from mediawright.cli.entry import main

main()
'''


def openai_yaml(title: str, short: str, prompt: str, emoji: str) -> str:
    """Display data that hosts show in their lists of skills."""
    quoted: Iterable[tuple[str, str]] = (
        ("display_name", f"{emoji} {title}"),
        ("short_description", short),
        ("default_prompt", prompt),
    )
    lines = [f"  {key}: {json.dumps(value, ensure_ascii=False)}" for key, value in quoted]
    return "\n".join(["interface:", *lines, "policy:", "  allow_implicit_invocation: true", ""])


def display(facts: Facts, voice: Voice | None) -> str:
    """The display data of the main skill, or of one provider's."""
    told = facts.words if voice is None else voice.told
    title = facts.words["title"] if voice is None else voice.title
    return openai_yaml(title, told["short_description"], told["default_prompt"], facts.words["emoji"])
