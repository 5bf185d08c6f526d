"""`do` in the middle of a conversation: a change, a yes, a no, a question about money or about work that goes on."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.changing import carried
from mediawright.cli.console import Console, perform
from mediawright.cli.generate import HOW

if TYPE_CHECKING:
    from mediawright.commands.action import Action
    from mediawright.handlers.response import Response
    from mediawright.handlers.spoken import Spoken
    from mediawright.services.studio import Studio


def follow(spoken: "Spoken", values: dict[str, Any], thread: str) -> None:
    """Answer a message that goes on with the conversation, and leave; return where it begins something new."""
    from mediawright.handlers.turn_commands import command_for
    from mediawright.handlers.turns import answer, begins

    values = {**values, "lang": values.get("lang") or spoken.turn.lang, "thread": thread}
    action = command_for(spoken)
    if action is not None:
        _go(action, values)
    if begins(spoken):
        return
    console, how = Console.of(dict(values)), {name: values.get(name) for name in HOW}

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.changes import Change

        studio.registry.load_all()
        found = await answer(studio, spoken, console.lang)
        return (
            await carried(studio, console, found, how, console.timeout(values)) if isinstance(found, Change) else found
        )

    perform(console, work)


def _go(action: "Action", values: dict[str, Any]) -> None:
    """Go on with a command. An amount beside the message is not passed on: words never spend."""
    from mediawright.cli.app import perform as run_action

    how = {"lang": str(values["lang"]), "thread": values["thread"], "json": bool(values.get("json"))}
    run_action(action, how)
