"""One value changed, the rest left alone."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediawright.files.toml_edit import with_value

TEXT = """# mine
lang = "en"  # for now

[providers.acme]
base = "https://x"

# the other one
[providers."b-b"]
base = "https://y"
"""


def test_a_value_is_replaced_in_its_line() -> None:
    assert with_value(TEXT, ("lang",), "zh") == TEXT.replace('lang = "en"', 'lang = "zh"')


def test_a_value_is_added_to_its_table() -> None:
    expected = TEXT.replace('"https://x"\n', '"https://x"\nkey = "v"\n')
    assert with_value(TEXT, ("providers", "acme", "key"), "v") == expected


def test_a_table_is_added() -> None:
    assert with_value(TEXT, ("providers", "new", "key"), "v") == TEXT + '\n[providers.new]\nkey = "v"\n'


def test_a_value_is_taken_out() -> None:
    assert with_value(TEXT, ("providers", "b-b", "base"), None) == TEXT.replace('base = "https://y"\n', "")


def test_a_list_over_many_lines_is_still_changed_rightly() -> None:
    text = 'roots = [\n  "/a",\n  "/b",\n]\nlang = "en"\n'
    assert tomllib.loads(with_value(text, ("roots",), ["/c"])) == {"roots": ["/c"], "lang": "en"}


def test_a_comment_stays_beside_a_list_over_many_lines() -> None:
    text = '# mine\nroots = [\n  "/a", # the first\n]\nlang = "en"\n[providers.acme]\nzero = 0 # none\n'
    changed = with_value(with_value(text, ("lang",), "zh"), ("providers", "acme", "key"), "v")
    assert changed == text.replace('"en"', '"zh"') + 'key = "v"\n'


def test_tables_apart_are_still_one() -> None:
    text = '[providers.a]\nx = "1"\n[other]\ny = "2" # stays\n[providers.b]\nz = "3"\n'
    changed = with_value(text, ("providers", "b", "key"), "v")
    assert changed == text + 'key = "v"\n'
    assert tomllib.loads(with_value(text, ("providers", "c", "key"), "v"))["providers"].keys() == {"a", "b", "c"}


@pytest.mark.parametrize("text", ['providers.acme.base = "x"\n', 'providers = { acme = { base = "x" } } # short\n'])
def test_other_ways_to_write_a_table(text: str) -> None:
    changed = tomllib.loads(with_value(text, ("providers", "acme", "key"), "v"))
    assert changed == {"providers": {"acme": {"base": "x", "key": "v"}}}


def test_a_key_inside_a_text_is_not_a_key() -> None:
    text = 'note = """\nlang = "en"\n"""\n'
    assert tomllib.loads(with_value(text, ("lang",), "zh")) == {"note": 'lang = "en"\n', "lang": "zh"}


def test_what_is_no_toml_is_not_touched() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        with_value('lang = "e', ("lang",), "zh")


WORD = st.from_regex(r"[a-z_-]{1,4}", fullmatch=True)
PATH = st.tuples(WORD) | st.tuples(st.just("providers"), WORD, WORD)
STEP = st.tuples(
    PATH, st.none() | st.text(st.characters(codec="utf-8"), max_size=9) | st.lists(st.just("x"), max_size=2)
)


@given(st.lists(STEP, max_size=8))
def test_any_series_of_changes_holds_what_was_set(steps: list[tuple[tuple[str, ...], str | list[str] | None]]) -> None:
    text, wanted = "", dict[tuple[str, ...], object]()
    for path, value in steps:
        if path == ("providers",):
            continue
        text = with_value(text, path, value)
        wanted[path] = value
    for path, expected in wanted.items():
        found: object = tomllib.loads(text)
        for name in path:
            found = found.get(name) if isinstance(found, dict) else None
        assert found == expected
