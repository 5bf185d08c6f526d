"""No private name of a library or of Python itself: what they change without a word, breaks us without a word."""

import ast
from collections.abc import Iterator

import pytest
from tests.architecture.test_rules import CORE, PLUGINS, label, sources

#: underscored, and yet documented for everyone (docs.python.org: os)
DOCUMENTED = frozenset({"os._exit"})


def private(text: str) -> Iterator[str]:
    """What a source takes that does not belong to it: private modules, names and attributes of others; `sys.modules`."""
    tree = ast.parse(text)
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if hidden(name.name))
            imported |= {name.asname or name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names if hidden(f"{node.module}.{name.name}"))
            imported |= {name.asname or name.name for name in node.names if not node.module.startswith("mediawright")}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            whole = f"{node.value.id}.{node.attr}"
            if node.value.id in imported and hidden(whole):
                yield whole
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from [ast.unparse(node)] if ast.unparse(node.value) == "sys.modules" else []


def hidden(dotted: str) -> bool:
    """Whether any part of a dotted name is private: `mediawright._version` is ours, `__future__` is for everyone."""
    parts = dotted.split(".")
    return (
        dotted not in DOCUMENTED
        and parts[0] != "mediawright"
        and any(part.startswith("_") and not part.startswith("__") for part in parts)
    )


def test_no_private_name_is_used() -> None:
    found = [f"{label(path)}: {name}" for path in sources(CORE, PLUGINS) for name in private(path.read_text("utf-8"))]
    assert found == []


def test_nothing_is_kept_beside_compiled_files() -> None:
    keeping = [label(path) for path in sources(CORE, PLUGINS) if "cache_from_source" in path.read_text("utf-8")]
    assert keeping == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("import _sre", "_sre"),
        ("from re import _compiler", "re._compiler"),
        ("import httpcore._async as a", "httpcore._async"),
        ("import sys\nsys._getframe()", "sys._getframe"),
        ("import sys\nsys.modules['trio'] = None", "sys.modules['trio']"),
        ("import sys\ndel sys.modules['trio']", "sys.modules['trio']"),
        ("from httpcore import Pool\nPool._requests", "Pool._requests"),
    ],
)
def test_each_kind_is_seen(text: str, name: str) -> None:
    assert list(private(text)) == [name]


def test_what_is_public_or_our_own_is_not() -> None:
    assert list(private("import sys\nsys.modules.get('x')\nfrom mediawright import _version\nself._own = 1")) == []
