"""`mediawright audio`: speech, music and sounds from words, a recording written down, a clip given its sound."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.generate import generate
from mediawright.commands.flags import AUDIO, COMMON, Flag, command, new_app

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio


def make(**values: Any) -> None:
    generate("audio", values)


def voices(**values: Any) -> None:
    from mediawright.cli.console import Console, perform

    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.installation import of_voices

        provider = str(values["provider"]).strip().lower() if values.get("provider") else None
        return await of_voices(studio, provider, values.get("language"), console.lang)

    perform(console, work)


app = new_app(group=True)
app.command("make")(command(AUDIO, make))
app.command("voices")(command((Flag("provider"), Flag("language"), *COMMON), voices))
