"""Exact settings: the fields are the command line's flags."""

import pytest
from pydantic import ValidationError

from mediawright.commands.flags import VIDEO
from mediawright.commands.registry import command_of
from mediawright.mcp.arguments import LEFT_OUT, PATHS, Settings


def test_every_flag_of_the_command_line_is_a_setting() -> None:
    wanted = {flag.name for flag in VIDEO} - LEFT_OUT
    assert wanted <= set(Settings.model_fields)
    assert {"approve_cost", "json", "wait"}.isdisjoint(Settings.model_fields)


def test_numbers_are_taken_where_words_are_wanted_and_the_other_way_round() -> None:
    made = Settings.model_validate({"duration": "5", "multi_shot": True, "seed": 7, "series_amount": 4})
    assert made.model_dump(exclude_none=True) == {"duration": 5, "multi_shot": True, "seed": 7, "series_amount": "4"}


@pytest.mark.parametrize(
    "wrong", [{"colour": "red"}, {"duration": "long"}, {"operation": "bake_a_cake"}, {"approve_cost": "4"}]
)
def test_what_is_unknown_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate(wrong)


def test_paths_name_real_commands() -> None:
    for path in PATHS.values():
        command_of(path)
