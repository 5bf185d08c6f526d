"""What the user decided once."""

import os
import stat
import sys
from pathlib import Path

import pytest

from mediawright.config import Config, set_target, set_value
from mediawright.paths import Home
from mediawright.types.errors import ConfirmationNeeded, InvalidRequest, LocalFault
from mediawright.types.money import Level


def write(home: Home, text: str | bytes) -> None:
    home.ensure(home.config)
    home.config_file.write_bytes(text.encode() if isinstance(text, str) else text)


def test_without_a_file_there_are_defaults(home: Home) -> None:
    assert Config.load(home) == Config()
    assert not home.config.exists()


def test_a_file_says_otherwise(home: Home) -> None:
    write(home, 'lang = "zh"\nroots = ["/media"]\n[providers.acme]\nbase = "https://x"\ntries = 3\n')
    config = Config.load(home)
    assert (config.lang, config.roots, config.provider) == ("zh", ("/media",), None)
    assert config.providers == {"acme": {"base": "https://x", "tries": "3"}}
    assert config.get("providers.acme.base") == "https://x"
    assert config.get("providers.acme.other") is None
    assert config.get("lang") == "zh"


BROKEN = [
    'lang = "e',
    "lang",
    'lang = "fr"',
    "roots = 5",
    "unknown = 1",
    "providers = 1",
    "[providers]\nacme = 1",
    b"\xff",
]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_file_is_told_and_left_alone(text: str | bytes, home: Home) -> None:
    write(home, text)
    before = home.config_file.read_bytes()
    with pytest.raises(LocalFault) as caught:
        Config.load(home)
    with pytest.raises(LocalFault):
        set_value(home, "lang", "en")
    assert caught.value.message.key == ("files.not_text" if text == b"\xff" else "config.broken")
    assert home.config_file.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ('lang = "fr"', "lang"),
        ("unknown = 1", "unknown"),
        ("roots = [true]", "roots"),
        ("[providers.acme]\nbase = true", "providers.acme.base"),
        ("[providers]\nacme = 1", "providers.acme"),
        ('thread_hours = "soon"', "thread_hours"),
        ("thread_hours = 1.5", "thread_hours"),
        ("[notify]\nme = 1", "notify.me"),
    ],
)
def test_what_is_not_right_is_named(text: str, where: str, home: Home) -> None:
    write(home, text)
    with pytest.raises(LocalFault) as caught:
        Config.load(home)
    assert caught.value.message.values == {"why": where}


def test_numbers_are_taken_for_words_and_words_for_hours(home: Home) -> None:
    write(home, 'provider = 1\nroots = [2.5]\nthread_hours = "48"\n[providers.acme]\ntries = 3\n')
    assert Config.load(home) == Config(
        provider="1", roots=("2.5",), thread_hours=48, providers={"acme": {"tries": "3"}}
    )
    assert set_value(home, "thread_hours", "12").thread_hours == 12


def test_a_word_stays_a_word(home: Home) -> None:
    write(home, 'provider = "null"\noutput_dir = "24"\n')
    assert Config.load(home) == Config(provider="null", output_dir="24")


def test_a_config_that_cannot_be_read_is_told(home: Home) -> None:
    home.ensure(home.config_file)
    with pytest.raises(LocalFault) as caught:
        Config.load(home)
    assert caught.value.message.key == "config.unreadable"


def test_values_are_set_one_by_one(home: Home) -> None:
    set_value(home, "lang", "zh")
    set_value(home, "roots", os.pathsep.join(["/a", "/b"]))
    config = set_value(home, "providers.acme.base", 'https://"x"\n')
    assert config == Config.load(home)
    assert config == Config(lang="zh", roots=("/a", "/b"), providers={"acme": {"base": 'https://"x"\n'}})
    assert set_value(home, "lang", None).lang == "auto"
    assert stat.S_IMODE(home.config_file.stat().st_mode) == 0o600


def test_comments_stay(home: Home) -> None:
    write(home, "# mine\nlang = 'en'\n")
    set_value(home, "lang", "zh")
    assert home.config_file.read_text() == '# mine\nlang = "zh"\n'


@pytest.mark.parametrize(
    "key", ["", "language", "providers", "providers.acme", "providers.acme.a.b", "providers.A.b", "a.b"]
)
def test_an_unknown_key_is_refused_with_the_known_ones(key: str, home: Home) -> None:
    with pytest.raises(InvalidRequest) as caught:
        set_value(home, key, "x")
    assert "lang" in caught.value.problems[0].allowed
    with pytest.raises(InvalidRequest):
        Config().get(key)
    assert not home.config.exists()


@pytest.mark.parametrize(("key", "value", "allowed"), [("lang", "fr", "zh"), ("progress", "yes", "on")])
def test_a_value_that_is_not_taken_changes_nothing(key: str, value: str, allowed: str, home: Home) -> None:
    set_value(home, "provider", "acme")
    with pytest.raises(InvalidRequest) as caught:
        set_value(home, key, value)
    assert allowed in caught.value.problems[0].allowed
    assert Config.load(home) == Config(provider="acme")


@pytest.mark.parametrize(
    ("now", "wanted"), [("terminal", "elicitation"), ("elicitation", "amount"), ("terminal", None)]
)
def test_the_required_level_is_lowered_only_by_an_approval_of_that_level(
    now: str, wanted: str | None, home: Home
) -> None:
    set_value(home, "require", now)
    for level in (level for level in Level if not level.meets(Level(now))):
        with pytest.raises(ConfirmationNeeded):
            set_value(home, "require", wanted, level=level)
        assert Config.load(home).require == now
    assert set_value(home, "require", wanted, level=Level(now)).require == (wanted or "amount")


def test_the_required_level_is_raised_freely_and_other_settings_need_none(home: Home) -> None:
    for level in Level:
        set_value(home, "require", level.value)
        set_value(home, "lang", "zh")
    assert Config.load(home) == Config(lang="zh", require=Level.TERMINAL)
    with pytest.raises(InvalidRequest) as caught:
        set_value(home, "require", "never")
    assert caught.value.problems[0].allowed == ("amount", "elicitation", "terminal")


@pytest.mark.parametrize("rule", ["home", "folder", "anywhere"])
def test_how_far_inputs_are_read_is_decided_once(home: Home, rule: str) -> None:
    assert set_value(home, "inputs", rule).inputs == rule
    assert Config.load(home).get("inputs") == rule


def test_another_rule_for_inputs_is_refused_with_those_there_are(home: Home) -> None:
    with pytest.raises(InvalidRequest) as caught:
        set_value(home, "inputs", "everything")
    assert caught.value.problems[0].allowed == ("home", "folder", "anywhere")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk"])
def test_a_file_of_another_editor_is_read(home: Home, encoding: str) -> None:
    write(home, 'output_dir = "爷爷的照片"\n'.encode(encoding))
    assert Config.load(home).output_dir == "爷爷的照片"


def test_a_target_of_notices_comes_and_goes_and_the_comments_stay(home: Home) -> None:
    text = '# mine\nlang = "zh" # theirs\n'
    write(home, text)
    set_target(home, "hook", {"kind": "webhook", "url": "https://x.test/", "with_prompt": True})
    assert set_target(home, "desk", {"kind": "desktop", "on": ["done"]}).notify == {
        "hook": {"kind": "webhook", "url": "https://x.test/", "with_prompt": True},
        "desk": {"kind": "desktop", "on": ["done"]},
    }
    set_target(home, "hook", None)
    set_target(home, "desk", None)
    assert home.config_file.read_text().strip() == text.strip()


@pytest.mark.parametrize("text", ["notify = 1\n", "[notify]\na = 1\n"])
def test_targets_are_tables(home: Home, text: str) -> None:
    write(home, text)
    with pytest.raises(LocalFault):
        Config.load(home)


def test_targets_alone_cost_no_command_its_start(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, '[notify.desk]\nkind = "desktop"\n')
    monkeypatch.setitem(sys.modules, "pydantic", None)  # an import of it raises
    assert Config.load(home).notify == {"desk": {"kind": "desktop"}}


def test_a_target_that_is_wrong_stops_no_other_work(home: Home) -> None:
    write(home, 'lang = "zh"\n[notify.odd]\nkind = "pigeon"\n')
    assert Config.load(home).lang == "zh"


URL = "postgresql://mw@db.lan/media"


def test_the_ledger_s_address_is_kept_without_a_password(home: Home) -> None:
    assert set_value(home, "ledger", URL).ledger == URL
    for key, value in (
        ("ledger", "postgresql://mw:secret@db/media"),
        ("ledger", "ledger.db"),
        ("fleet", "A B"),
        ("store", "/mnt"),
    ):
        with pytest.raises(InvalidRequest):
            set_value(home, key, value)
    assert Config.load(home).ledger == URL
    assert "secret" not in home.config_file.read_text("utf-8")
    assert set_value(home, "ledger", None).ledger is None


def test_another_ledger_in_which_nothing_is_spent_yet_needs_the_approval_that_is_required(home: Home) -> None:
    set_value(home, "require", "terminal")
    for key, value in (("ledger", URL), ("fleet", "films"), ("store", "s3://bucket")):
        with pytest.raises(ConfirmationNeeded):
            set_value(home, key, value)
        set_value(home, key, value, level=Level.TERMINAL)
    assert Config.load(home).ledger == URL


def test_the_older_name_of_a_store_that_is_a_folder_is_read_as_one(home: Home, tmp_path: Path) -> None:
    write(home, f'shared_folder = "{tmp_path.as_posix()}"\n')
    assert Config.load(home).store_at({}) == tmp_path.as_uri()
    assert Config.load(home).store_at({"MEDIAWRIGHT_STORE": "s3://bucket"}) == "s3://bucket"
    set_value(home, "require", "terminal")
    set_value(home, "store", tmp_path.as_uri())  # the same place under its name
    set_value(home, "store", None)
    with pytest.raises(ConfirmationNeeded):
        set_value(home, "shared_folder", str(tmp_path / "other"))
    set_value(home, "shared_folder", str(tmp_path / "other"), level=Level.TERMINAL)
    assert Config.load(home).store_at({}) == (tmp_path / "other").as_uri()
