"""Exit codes and errors as tables."""

from mediawright.skill.error_tables import error_rows, exit_rows, provider_errors, result_lives
from mediawright.skill.render_context import RenderContext
from mediawright.types.errors import ExitCode, MediawrightError


def test_every_exit_code_has_words(context: RenderContext) -> None:
    rows = exit_rows(context).splitlines()
    assert [int(row.split("|")[1]) for row in rows] == [int(code) for code in ExitCode]
    assert set(context.words["exit"]) == {str(int(code)) for code in ExitCode}


def test_every_error_of_the_tree_has_a_row() -> None:
    codes = [row.split("`")[1] for row in error_rows().splitlines()]
    assert len(codes) == len(set(codes))
    assert {MediawrightError.code, "not_found", "busy", "plugin_fault"} <= set(codes)


def test_a_provider_without_refusals_of_its_own_has_none(context: RenderContext) -> None:
    assert provider_errors(context.voice("acme")) == ""
    assert result_lives(context) == "- Acme: 1 day"
