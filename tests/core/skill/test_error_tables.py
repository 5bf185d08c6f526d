"""Exit codes and errors as tables."""

from mediawright.skill.error_tables import error_rows, exit_rows, provider_errors, result_lives
from mediawright.skill.render_context import Facts
from mediawright.types.errors import ExitCode, MediawrightError


def test_every_exit_code_has_words(facts: Facts) -> None:
    rows = exit_rows(facts).splitlines()
    assert [int(row.split("|")[1]) for row in rows] == [int(code) for code in ExitCode]
    assert set(facts.words["exit"]) == {str(int(code)) for code in ExitCode}


def test_every_error_of_the_tree_has_a_row() -> None:
    codes = [row.split("`")[1] for row in error_rows().splitlines()]
    assert len(codes) == len(set(codes))
    assert {MediawrightError.code, "not_found", "busy", "plugin_fault"} <= set(codes)


def test_a_provider_without_refusals_of_its_own_has_none(facts: Facts) -> None:
    assert provider_errors(facts.voice("acme")) == ""
    assert result_lives(facts) == "- Acme: 1 day"
