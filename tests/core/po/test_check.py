"""Are the catalogues whole?"""

from pathlib import Path

import pytest

from mediawright.po.check import check_locale, dead, missing, sentences, uses
from mediawright.po.compile import locale_folders
from mediawright.present.catalog import CORE

ROOT = CORE.parents[3]
PLUGINS = sorted(ROOT.glob("plugins/*/locale"))


def domain_of(folder: Path) -> str:
    return folder.parent.name.removeprefix("mediawright_")


def keys(folder: Path) -> set[str]:
    return {item.key for item in sentences(folder, "en")}


@pytest.mark.parametrize("folder", locale_folders(), ids=lambda folder: folder.parent.name)
def test_both_languages_say_the_same_things(folder: Path) -> None:
    assert check_locale(folder) == []


def test_every_key_of_the_core_is_there_and_none_is_dead() -> None:
    assert missing(uses([ROOT / "core"]), keys(CORE)) == {}
    assert dead(uses([ROOT / "core", ROOT / "plugins"]), keys(CORE)) == []


@pytest.mark.parametrize("folder", PLUGINS, ids=domain_of)
def test_every_key_of_a_provider_is_there_and_none_is_dead(folder: Path) -> None:
    used = uses([folder.parent], domain_of(folder))
    assert missing(used, keys(folder) | keys(CORE)) == {}
    assert dead(used, keys(folder)) == []


def a_folder(tmp_path: Path, en: str, zh: str) -> Path:
    for lang, entries in (("en", en), ("zh", zh)):
        path = tmp_path / lang / "LC_MESSAGES" / "acme.po"
        path.parent.mkdir(parents=True)
        path.write_text(f'msgid ""\nmsgstr "Language: {lang}\\n"\n\n{entries}', "utf-8")
    return tmp_path


def entry(key: str, words: str) -> str:
    return f'msgid "{key}"\nmsgstr "{words}"\n\n'


@pytest.mark.parametrize(
    ("en", "zh", "fault"),
    [
        (entry("acme.a", "x"), "", "acme.a: not in zh"),
        (entry("acme.a", "{n}"), entry("acme.a", "{m}"), "placeholders differ: ['n'] and ['m']"),
        (entry("acme.a", ""), entry("acme.a", "词"), "acme.a: no words"),
        (entry("Acme A", "x"), entry("Acme A", "词"), "Acme A: not a dotted lower-case key"),
        (entry("acme.a", "{n"), entry("acme.a", "{n"), "acme.a: braces do not match"),
        ("#, fuzzy\n" + entry("acme.a", "x"), entry("acme.a", "词"), "acme.a: no words"),
    ],
)
def test_faults_are_found(tmp_path: Path, en: str, zh: str, fault: str) -> None:
    assert any(fault in line for line in check_locale(a_folder(tmp_path, en, zh)))


def test_a_key_in_two_rooms_is_found(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, entry("acme.a", "x"), entry("acme.a", "词"))
    other = folder / "en" / "LC_MESSAGES" / "room.po"
    other.write_text(other.with_name("acme.po").read_text("utf-8"), "utf-8")
    assert any(line.startswith("acme.a: twice") for line in check_locale(folder))


CODE = """
from mediawright.plugin import Message
first = Message("acme.named")
second = Message("acme.yes" if first else "acme.no")
third = Message(f"acme.rule.{second}")
fourth = say("short.name")
fifth = say(f"{first}_no_link")
"""


def test_keys_are_read_out_of_code(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text(CODE, "utf-8")
    (tmp_path / "models.toml").write_text('note = "acme.note"\n', "utf-8")
    template = (
        "{{ t('acme.shown', n=1) if a else t('acme.absent') }} {{ t('acme.kind.' ~ kind) }} {{ count('acme.unused') }}"
    )
    (tmp_path / "page.html").write_text(template, "utf-8")
    used = uses([tmp_path], "acme")
    known = {"acme.named", "acme.yes", "acme.no", "acme.rule.seven", "acme.note", "acme.short.name", "acme.shown"}
    assert dead(used, known | {"acme.named_no_link", "acme.unused"}) == ["acme.unused"]
    assert missing(used, known - {"acme.no", "acme.short.name"}).keys() == {"acme.no", "short.name", "acme.absent"}
