"""Writes the package. Either all of it is there afterwards or nothing of it."""

import re
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from mediawright.os_errors import disk_faults
from mediawright.scaffold import catalogue
from mediawright.scaffold.naming import Naming
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import LANGS, Message, Problem
from mediawright.types.provider import SPEC

TEMPLATES = Path(__file__).with_name("templates")
PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
#: template → where it goes
LAYOUT = {
    "pyproject.toml": "pyproject.toml",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "init.py": "src/{{package}}/__init__.py",
    "provider.py": "src/{{package}}/provider.py",
    "hooks.py": "src/{{package}}/hooks.py",
    "simulator.py": "src/{{package}}/simulator.py",
    "skill.toml": "src/{{package}}/skill/skill.toml",
    "prompts.md": "src/{{package}}/skill/prompts.md",
    "py.typed": "src/{{package}}/py.typed",
    "test_provider.py": "tests/test_provider.py",
}
WORDS = "words.toml"


def write(naming: Naming, parent: Path) -> Path:
    """The new package's folder below `parent`.

    Raises InvalidRequest where something of that name is there already, LocalFault where it cannot be written.
    """
    folder = parent / naming.distribution
    if folder.exists():
        raise InvalidRequest(Problem("name", Message("scaffold.there", {"folder": folder.name})))
    with disk_faults():
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=parent, prefix=".new-") as draft:
            made = Path(draft) / folder.name
            for name, content in contents(naming).items():
                place = made / name
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
            made.rename(folder)
    return folder


def contents(naming: Naming) -> dict[str, bytes]:
    """Every file of the package, by its path inside it."""
    words = naming.words() | {"spec": str(SPEC)}
    files = {_filled(place, words): _filled(_template(name), words).encode() for name, place in LAYOUT.items()}
    source = f"src/{naming.package}"
    for lang in LANGS:
        sentences = {
            f"{naming.name}.{key}": _filled(said[lang], words) for key, said in tomllib.loads(_template(WORDS)).items()
        }
        place = f"{source}/locale/{lang}/LC_MESSAGES/{naming.name}"
        files[f"{place}.po"] = catalogue.po(naming.distribution, lang, sentences).encode()
        files[f"{place}.mo"] = catalogue.mo(naming.distribution, lang, sentences)
    return files


def _template(name: str) -> str:
    return (TEMPLATES / f"{name}.tmpl").read_text("utf-8")


def _filled(text: str, words: Mapping[str, str]) -> str:
    """Raises KeyError for a placeholder that nobody fills."""
    return PLACEHOLDER.sub(lambda found: words[found[1]], text)
