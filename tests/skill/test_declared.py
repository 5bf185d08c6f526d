"""What is declared is what the code does: environment names and hosts, scanned in the code itself (S-6, S-11, S-35)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.skill.conftest import ROOT, Skill, everywhere, named

from mediawright.plugins.discover import Registry
from mediawright.skill.environment import common, declared, published
from mediawright.skill.render_context import RenderContext, gather

OURS = re.compile(r"\bMEDIAWRIGHT_[A-Z][A-Z_]*[A-Z]\b")
#: what an environment name looks like in a string of its own
NAME = re.compile(r"[A-Z][A-Za-z]*(_[A-Z]+)*_?[A-Z]*")
#: variables that hold an environment
HOLDERS = {
    "environ",
    "env",
    "os.environ",
    "self.environ",
    "self._environ",
    "desk.environ",
    "studio.environ",
    "source",
    "os.getenv",
}
#: addresses in the code that nobody is ever sent to by it: pages named in sentences, examples, schemas
NOT_CALLED = {
    "example.com",
    "static.modelcontextprotocol.io",
    "github.com",
    "chatartpro.com",
    "app.chatartpro.com",
    "ai.byteplus.com",
    "ai.google.dev",
    "aistudio.google.com",
    "bailian.console.aliyun.com",
    "console.volcengine.com",
    "dev.runwayml.com",
    "platform.minimax.io",
    "platform.minimaxi.com",
    "www.minimax.io",
    "docs.dev.runwayml.com",
    "docs.volcengine.com",
    "help.aliyun.com",
    "runwayml.com",
    "usercenter2.aliyun.com",
    "www.volcengine.com",
}


@pytest.fixture(scope="module")
def context() -> RenderContext:
    return gather(Registry.installed({}))


def sources() -> Iterator[Path]:
    for folder in ("core", "plugins"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "simulator" not in path.parts)


def read_names(tree: ast.AST) -> Iterator[str]:
    """Names that are looked up in something that holds an environment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("get", "getenv"):
            if _dotted(node.func.value) in HOLDERS and node.args:
                yield from _text(node.args[0])
        elif isinstance(node, ast.Subscript) and _dotted(node.value) in HOLDERS:
            yield from _text(node.slice)


def _dotted(node: ast.AST) -> str:
    """`self.environ` and the like; empty for anything that is no plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def _text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
        yield node.value


def in_core() -> set[str]:
    """Every name that the core reads: looked up directly, or spelled with our prefix."""
    found: set[str] = set()
    for path in sources():
        text = path.read_text("utf-8")
        found |= set(OURS.findall(text)) | set(read_names(ast.parse(text)))
    return found


def test_s11_every_name_that_the_code_reads_is_declared(context: RenderContext) -> None:
    known = set(declared(context, context.voices)) | set(common(context))
    assert in_core() - known == set()


def test_s11_every_declared_name_is_read_by_the_code(context: RenderContext) -> None:
    tables = [path for path in (ROOT / "plugins").rglob("*.toml") if _real(path)]
    words = {word for path in (*sources(), *tables) for word in re.findall(r"\w+", path.read_text("utf-8"))}
    assert set(declared(context, context.voices)) - words == set()


@pytest.mark.parametrize("skill", everywhere(), ids=named)
def test_s11_the_head_lists_what_a_user_sets_as_optional(skill: Skill, context: RenderContext) -> None:
    own = [voice for voice in context.voices if voice.name == skill.meta["name"]] or list(context.voices)
    listed = skill.openclaw["envVars"]
    assert {item["name"] for item in listed} == set(published(context, own))
    assert all(item["required"] is False and item["description"] for item in listed)
    text = "".join(path.read_text("utf-8") for path in (skill.folder / "references").glob("*.md"))
    assert set(OURS.findall(text)) <= {item["name"] for item in listed}


def called_hosts(package: Path) -> set[str]:
    """Every https host that a package's code or data names."""
    texts = [
        path.read_text("utf-8") for suffix in ("py", "toml") for path in package.rglob(f"*.{suffix}") if _real(path)
    ]
    found = {urlsplit(url).hostname or "" for text in texts for url in re.findall(r"https://[\w.-]+", text)}
    return {host.rstrip(".") for host in found} - NOT_CALLED


def _real(path: Path) -> bool:
    return not {"simulator", "skill"} & set(path.parts)


def _covered(host: str, told: tuple[str, ...]) -> bool:
    return any(host == known or host.endswith("." + known) for known in told)


def test_s6_s35_every_host_that_the_code_names_is_told(context: RenderContext) -> None:
    for voice in context.voices:
        package = ROOT / "plugins" / f"mediawright_{voice.name}"
        untold = {host for host in called_hosts(package) if not _covered(host, voice.provider.hosts)}
        assert untold == set(), voice.name


@pytest.mark.parametrize("skill", everywhere(), ids=named)
def test_s6_the_hosts_stand_in_head_and_body(skill: Skill, context: RenderContext) -> None:
    own = [voice for voice in context.voices if voice.name == skill.meta["name"]] or list(context.voices)
    for host in (host for voice in own for host in voice.provider.hosts):
        told = host if len(own) == 1 else ".".join(host.split(".")[-2:])  # of many providers only the domains have room
        assert told in skill.meta["compatibility"]
        assert told in skill.body


def test_the_scan_sees_what_the_code_reads() -> None:
    tree = ast.parse("environ.get('HOME'); os.environ['LANG']; values.get('NOT_ENVIRONMENT')")
    assert set(read_names(tree)) == {"HOME", "LANG"}
