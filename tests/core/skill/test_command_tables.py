"""The command line as data."""

from mediawright.commands.registry import COMMANDS
from mediawright.skill.command_tables import INSIDE, commands, flag_rows, sections, spending_rows


def test_every_command_has_its_part() -> None:
    names = {name.split()[0] for name in commands()}
    assert names == set(COMMANDS) - INSIDE
    text = sections()
    assert "## mediawright jobs wait JOB" in text
    assert "## mediawright edit upload [SOURCES]" in text


def test_what_is_shared_is_said_once() -> None:
    assert "`--approve-cost`" in spending_rows()
    video = sections().split("## mediawright video")[1].split("## ")[0]
    assert "`--prompt`, `-p`" in video
    assert "`--approve-cost`" not in video
    assert "`--json`" not in video
    assert "`--image-tail`" not in video


def test_rows_for_chosen_settings() -> None:
    assert flag_rows({"duration": "5, 10", "nothing": "x"}).count("\n") == 0
    assert "| 5, 10 |" in flag_rows({"duration": "5, 10"})
