"""The same skill for other hosts: manifests made from the same words and the same version.

Facts: docs/contracts/agent-skill.md §6.8 (registry entry), §6.9 (desktop bundle), §7 (plugins).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mediawright.skill.environment import published
from mediawright.skill.render_context import RenderContext, Voice
from mediawright.skill.template import fill, template

#: what the host of an agent needs
EXTRAS = "agent"
#: the folder of the Claude Code plugin: a host finds every skill below a plugin's root, so it holds one
PLUGIN = "integrations/claude"
#: the command that is installed, else the pinned one; `sh` because a host starts one program, without conditions
START = 'command -v "$0" >/dev/null && exec "$0" "$@"; exec uvx --from "{pinned}" "$0" "$@"'


def packages(context: RenderContext) -> dict[str, str]:
    """Path → text of every manifest."""
    return {
        f"{PLUGIN}/.claude-plugin/plugin.json": _json(_plugin(context)),
        f"{PLUGIN}/.mcp.json": _json(_mcp_servers(context)),
        f"{PLUGIN}/README.md": _plugin_page(context),
        ".claude-plugin/marketplace.json": _json(_marketplace(context)),
        ".mcp.json": _json(_mcp_servers(context)),
        "server.json": _json(_registry(context)),
        "mcpb/manifest.json": _json(_bundle(context)),
        "mcpb/pyproject.toml": _bundle_project(context),
        "mcpb/server/main.py": BUNDLE_ENTRY,
    }


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _described(context: RenderContext) -> str:
    return " ".join(str(context.words["registry_description"]).split())


def _plugin(context: RenderContext) -> dict[str, Any]:
    words = context.words
    return {
        "name": words["slug"],
        "version": context.version,
        "description": _described(context),
        "author": {"name": words["author"]},
        "homepage": words["homepage"],
        "license": words["license"],
        "keywords": ["video", "image", "generation", *(voice.name for voice in context.voices)],
    }


def _plugin_page(context: RenderContext) -> str:
    return fill(
        template("claude-plugin.md"),
        {
            "title": context.words["title"],
            "description": _described(context),
            "slug": context.words["slug"],
            "install": context.words["install"],
            "homepage": context.words["homepage"],
        },
    )


def _marketplace(context: RenderContext) -> dict[str, Any]:
    words = context.words
    entry = {
        "name": words["slug"],
        "source": f"./{PLUGIN}",
        "description": _described(context),
        "version": context.version,
    }
    return {
        "name": words["slug"],
        "owner": {"name": words["author"]},
        "description": _described(context),
        "plugins": [entry],
    }


def _mcp_servers(context: RenderContext) -> dict[str, Any]:
    start = ["-c", START.format(pinned=_pinned(context)), context.words["package"], "mcp"]
    return {"mcpServers": {context.words["slug"]: {"command": "sh", "args": start}}}


def _pinned(context: RenderContext) -> str:
    return f"{context.words['package']}[{EXTRAS}]=={context.version}"


def _registry(context: RenderContext) -> dict[str, Any]:
    words, package = context.words, context.words["package"]
    environment = [
        {"name": name, "description": found.use, "isRequired": False, "isSecret": found.secret}
        for name, found in published(context, context.voices).items()
    ]
    return {
        "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
        "name": words["registry_name"],
        "title": words["title"],
        "description": _described(context),
        "version": context.version,
        "websiteUrl": words["homepage"],
        "repository": {"url": words["homepage"], "source": "github"},
        "packages": [
            {
                "registryType": "pypi",
                "identifier": package,
                "version": context.version,
                "runtimeHint": "uvx",
                "runtimeArguments": [{"type": "named", "name": "--with", "value": _pinned(context)}],
                "transport": {"type": "stdio"},
                "packageArguments": [{"type": "positional", "value": "mcp"}],
                "environmentVariables": environment,
            }
        ],
    }


def _bundle(context: RenderContext) -> dict[str, Any]:
    words = context.words
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
        "version": context.version,
        "description": _described(context),
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


def _bundle_project(context: RenderContext) -> str:
    package, python = context.words["package"], context.words["python"]
    return (
        f'[project]\nname = "{package}-bundle"\nversion = "{context.version}"\nrequires-python = ">={python}"\n'
        f'dependencies = ["{_pinned(context)}"]\n'
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


def display(context: RenderContext, voice: Voice | None) -> str:
    """The display data of the main skill, or of one provider's."""
    told = context.words if voice is None else voice.told
    title = context.words["title"] if voice is None else voice.title
    return openai_yaml(title, told["short_description"], told["default_prompt"], context.words["emoji"])
