"""The JSON of the tables is that of their TOML."""

from devtools.tables import made, stale


def test_no_table_is_stale() -> None:
    assert stale() == [], "run python -m devtools.tables"


def test_the_words_of_the_router_are_among_them() -> None:
    assert {"words.toml.json", "cues.toml.json", "lexicon.json"} <= {path.name for path, _ in made()}
