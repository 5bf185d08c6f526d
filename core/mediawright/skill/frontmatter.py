"""The head of a SKILL.md: six keys, block style only, so that every parser reads the same.

Facts: docs/contracts/agent-skill.md §1 (the standard), §2.2 (fields of the OpenClaw block), §3.2 (how ClawHub reads
it), §4 (the description).
"""

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping

from mediawright.skill.environment import Variable, published
from mediawright.skill.render_context import RenderContext, Voice

WIDTH = 112


def head(context: RenderContext, name: str, description: str, voices: Iterable[Voice], emoji: str) -> str:
    """The frontmatter with its two fences."""
    voices = tuple(voices)
    lines = [
        "---",
        f"name: {name}",
        *_folded("description", description),
        f"license: {context.words['license']}",
        *_folded("compatibility", compatibility(context, voices)),
        "metadata:",
        f"  author: {context.words['author']}",
        f'  version: "{context.version}"',
        *_openclaw(context, published(context, voices), emoji),
        "---",
        "",
    ]
    return "\n".join(lines)


def compatibility(context: RenderContext, voices: Iterable[Voice]) -> str:
    """What it needs: the command, Python, and every domain that may be called; the hosts themselves are in the pages."""
    hosts = ", ".join(domains_of(voices))
    package, python = context.words["package"], context.words["python"]
    return (
        f"Needs the {package} command (Python {python}+), a browser on any device for sign-in, and "
        f"outbound HTTPS to {hosts}, and the download addresses these name."
    )


def domains_of(voices: Iterable[Voice]) -> tuple[str, ...]:
    """The domains of the hosts: of one provider alone the hosts, of many what the limit of the field leaves room for."""
    hosts = hosts_of(voices := tuple(voices))
    return hosts if len(voices) == 1 else tuple(dict.fromkeys(".".join(host.split(".")[-2:]) for host in hosts))


def hosts_of(voices: Iterable[Voice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(host for voice in voices for host in voice.provider.hosts))


def _openclaw(context: RenderContext, names: Mapping[str, Variable], emoji: str) -> Iterator[str]:
    package = context.words["package"]
    yield from ("  openclaw:", f'    emoji: "{emoji}"', f"    homepage: {context.words['homepage']}")
    yield from ("    requires:", "      bins:", f"        - {package}", "    envVars:")
    for name, variable in names.items():
        yield from (f"      - name: {name}", "        required: false", f"        description: {_scalar(variable.use)}")
    yield from ("    install:", "      - id: uv", "        kind: uv", f'        package: "{context.words["install"]}"')
    yield from ("        bins:", f"          - {package}", f"        label: Install {package} with uv")


def _scalar(text: str) -> str:
    """Plain where every parser takes it plain, else in double quotes."""
    plain = re.fullmatch(r"[A-Za-z][^\n\"\\:#{}\[\]&*!|>%@`]*", text)
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _folded(key: str, text: str) -> list[str]:
    """A folded block: no colon or quote in it can confuse a parser. Lines break at blanks only."""
    lines = textwrap.wrap(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    return [f"{key}: >-", *(f"  {line}" for line in lines)]
