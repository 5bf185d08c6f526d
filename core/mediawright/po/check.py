"""Are the catalogues whole? Equal keys and placeholders in both languages, nothing missing, nothing dead."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from pathlib import Path

from mediawright.po.entries import forms_of, key_of, read_po
from mediawright.present.catalog import fields_of
from mediawright.types.dataclass import dataclass
from mediawright.types.message import LANGS

#: what a key looks like: dotted words, small letters (a provider's own codes may hold more)
KEY = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*)+")
#: calls whose first argument is a key
CALLS = frozenset({"Message", "say", "sentence", "_say", "has"})
#: literal characters that a computed key in such a call must have to count: f"{key}_no_link"
ENOUGH = 4
#: keys that code computes from something else than a leading literal; `*` stands for anything
COMPUTED = ("error.*_at", "role.*", "operation.*", "state.*", "*.error.*", "*.hint.*", "*.stage.*", "unit.*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One entry: its forms (one, or one per plural form) and the file it stands in."""

    key: str
    forms: tuple[str, ...]
    file: Path

    @property
    def fields(self) -> frozenset[str] | None:
        """The names of the placeholders; None where the braces do not match."""
        try:
            return frozenset(name for form in self.forms for name in fields_of(form))
        except ValueError:
            return None


def sentences(folder: Path, lang: str) -> Iterator[Sentence]:
    """All entries of one language, from every `.po` of the folder."""
    for path in sorted(folder.glob(f"{lang}/LC_MESSAGES/*.po")):
        for entry in read_po(path):
            if entry.id:
                yield Sentence(key_of(entry), () if entry.fuzzy else forms_of(entry), path)


def check_locale(folder: Path) -> list[str]:
    """What is wrong within one folder, a line per fault."""
    books = {lang: list(sentences(folder, lang)) for lang in LANGS}
    faults = [fault for lang in LANGS for fault in _own_faults(books[lang])]
    by_key = {lang: {item.key: item for item in books[lang]} for lang in LANGS}
    first, second = LANGS
    for one, other in ((first, second), (second, first)):
        faults += [f"{key}: not in {other} ({folder})" for key in sorted(by_key[one].keys() - by_key[other].keys())]
    for key in sorted(by_key[first].keys() & by_key[second].keys()):
        mine, theirs = by_key[first][key].fields, by_key[second][key].fields
        if mine is not None and theirs is not None and mine != theirs:
            faults.append(f"{key}: placeholders differ: {sorted(mine)} and {sorted(theirs)}")
    return faults


def _own_faults(book: list[Sentence]) -> Iterator[str]:
    seen: dict[str, Path] = {}
    for item in book:
        if item.key in seen:
            yield f"{item.key}: twice, in {seen[item.key]} and {item.file}"
        seen[item.key] = item.file
        if not item.forms or not all(form.strip() for form in item.forms):
            yield f"{item.key}: no words in {item.file}"
        if not KEY.fullmatch(item.key):
            yield f"{item.key}: not a dotted lower-case key ({item.file})"
        if item.fields is None:
            yield f"{item.key}: braces do not match ({item.file})"


@dataclass(slots=True)
class Uses:
    """What code refers to: `named` keys (with where), every literal, and `patterns` of computed keys.

    `domain`: a provider's code may leave its own name off ("rule.duration" for "acme.rule.duration").
    """

    domain: str | None = None
    named: dict[str, str] = field(default_factory=dict)
    literals: set[str] = field(default_factory=set)
    patterns: set[str] = field(default_factory=set)

    def covers(self, key: str, extra: Iterable[str] = COMPUTED) -> bool:
        names = {key} if self.domain is None else {key, key.removeprefix(f"{self.domain}.")}
        if names & self.literals:
            return True
        patterns = [re.compile(_regex(pattern)) for pattern in (*self.patterns, *extra)]
        return any(pattern.fullmatch(name) for pattern in patterns for name in names)


def _regex(pattern: str) -> str:
    return ".+".join(re.escape(part) for part in pattern.split("*"))


def uses(folders: Iterable[Path], domain: str | None = None) -> Uses:
    """Every key that code, templates or TOML data below the folders name. The gallery only shows, so it does not count."""
    found = Uses(domain)
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*.py") if "gallery" not in path.parts):
            _read_code(ast.parse(path.read_text("utf-8"), str(path)), path, found)
        for path in sorted(folder.rglob("*.toml")):
            found.literals.update(KEY_IN_TEXT.findall(path.read_text("utf-8")))
        for path in sorted(folder.rglob("*.html")):
            for key in KEY_IN_TEMPLATE.findall(path.read_text("utf-8")):
                found.literals.add(key)
                found.named.setdefault(key, str(path))
    return found


#: a sentence of a template: `t('board.older')`; one in an alternative counts too
KEY_IN_TEMPLATE = re.compile(r"\bt\(\s*'([a-z][\w.-]*[\w-])'(?!\s*~)")
KEY_IN_TEXT = re.compile(r"[\"']([a-z][\w.-]+)[\"']")


def _read_code(tree: ast.AST, path: Path, found: Uses) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found.literals.add(node.value)
        elif isinstance(node, ast.JoinedStr) and (pattern := _pattern(node)):
            found.patterns.add(pattern)
        elif isinstance(node, ast.Call) and _name(node.func) in CALLS and node.args:
            for key in _keys(node.args[0]):
                found.named.setdefault(key, f"{path}:{node.lineno}")
            if isinstance(node.args[0], ast.JoinedStr) and len((shape := _shape(node.args[0])).strip("*")) >= ENOUGH:
                found.patterns.add(shape)


def _pattern(node: ast.JoinedStr) -> str | None:
    """ "error.*" for f"error.{code}"; None for what does not begin like a key."""
    text = _shape(node)
    return text if re.match(r"[a-z][a-z0-9_]*\.[a-z0-9_.*-]*\*[a-z0-9_.*-]*$", text) else None


def _shape(node: ast.JoinedStr) -> str:
    """The literal parts with `*` for the computed ones."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)


def _keys(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _keys(node.body)
        yield from _keys(node.orelse)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def missing(used: Uses, known: Iterable[str]) -> Mapping[str, str]:
    """Keys that code names and no catalogue has, with the place."""
    there = set(known)
    prefix = f"{used.domain}." if used.domain else ""
    return {key: at for key, at in used.named.items() if KEY.fullmatch(key) and not {key, prefix + key} & there}


def dead(used: Uses, known: Iterable[str], extra: Iterable[str] = COMPUTED) -> list[str]:
    """Keys of a catalogue that nothing refers to."""
    return sorted(key for key in known if not used.covers(key, extra))
