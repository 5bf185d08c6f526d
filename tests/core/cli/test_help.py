"""Help says what each command does, in the terminal's language."""

import pytest

from mediawright.commands.registry import COMMANDS, load
from mediawright.present.catalog import has, render
from mediawright.types.message import Message


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_a_group_has_its_sentence_in_both_languages(name: str) -> None:
    app = load(name)
    keys = [f"help.command.{name}.{command}" for command in app.commands] if app.group else [f"help.command.{name}"]
    for key in keys:
        assert has(key), key
        assert render(Message(key), "en") != render(Message(key), "zh")
