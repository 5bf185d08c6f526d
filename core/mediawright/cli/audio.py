"""`mediawright audio`: speech, music and sounds from words, a recording written down, a clip given its sound."""

from typing import Any

from mediawright.cli.generate import generate
from mediawright.commands.flags import AUDIO, command, new_app


def make(**values: Any) -> None:
    generate("audio", values)


app = new_app(group=True)
app.command("make")(command(AUDIO, make))
