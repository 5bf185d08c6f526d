"""`do` in the middle of a conversation: a change, a yes, a no, or a question about work that goes on."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, ask_studio, perform, thread_of
from mediawright.cli.generate import HOW, run
from mediawright.commands.action import Action

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mediawright.handlers.response import Response
    from mediawright.ledger.threads import Thread
    from mediawright.services.studio import Studio
    from mediawright.types.provider import Provider
    from mediawright.types.request import Request


def follow(providers: "Sequence[Provider]", text: str, attachments: dict[str, int], values: dict[str, Any]) -> None:
    """Answer a message that goes on with the conversation, and leave; return where it begins anew."""
    name = thread_of(values.get("thread"))
    thread = ask_studio(lambda studio: _thread(studio, name))
    if thread is None or any(attachments.values()):
        return
    from mediawright.handlers.declining import declined
    from mediawright.handlers.turns import context_in, revised
    from mediawright.router import dialogue
    from mediawright.router.routing import Router

    turn = dialogue.turn(Router(providers), text, attachments, context_in(thread))
    values = {**values, "lang": values.get("lang") or turn.lang}
    quote, stage = thread.said.get("quote"), context_in(thread).stage
    if turn.act == "confirm" and quote:
        _go_on(values, name, Action.of("confirm", quote=quote))
    elif turn.act == "decline" and quote and stage == "quoted":
        perform(Console.of(values), _work(lambda studio: declined(studio, str(quote))))
    elif turn.act in ("status", "deliver", "cancel") and stage in ("running", "done") and thread.said.get("jobs"):
        verb = "cancel" if turn.act == "cancel" else "wait"
        now = "0" if stage == "running" and verb == "wait" else None
        _go_on(values, name, Action.of("jobs", verb, job=thread.said["jobs"][0], timeout=now))
    elif turn.act in ("revise", "signed_in") and (request := revised(thread, turn)) is not None:
        _again(values, request, str(quote) if quote and stage == "quoted" else None)


def _thread(studio: "Studio", name: str) -> "Thread | None":
    from mediawright.handlers.threads import idle

    return studio.ledger.threads.get(name, idle(studio)) if studio.home.ledger.exists() else None


def _work(answer: Any) -> Any:
    async def work(studio: "Studio") -> "Response":
        found: Response = answer(studio)
        return found

    return work


def _go_on(values: dict[str, Any], thread: str, action: Action) -> None:
    """Go on with a command. An amount beside the message is not passed on: words never spend."""
    from mediawright.cli.app import perform as run_action

    run_action(action, {"lang": str(values["lang"]), "thread": thread, "json": bool(values.get("json"))})


def _again(values: dict[str, Any], request: "Request", old: str | None) -> None:
    """The changed request through the gate; the page that it takes the place of is withdrawn."""
    console = Console.of(values)
    how = {key: values.get(key) for key in HOW}

    async def work(studio: "Studio") -> "Response":
        from mediawright.services.approval import ApprovalNeeded

        try:
            answer = await run(studio, console, request, how, console.timeout(values))
        except ApprovalNeeded:
            _withdraw(studio, old)
            raise
        if not how.get("dry_run"):
            _withdraw(studio, old)
        return answer

    perform(console, work)


def _withdraw(studio: "Studio", old: str | None) -> None:
    """Take the page back that a changed request took the place of; a job that was started from it goes on."""
    if old is not None:
        studio.ledger.decline_quote(old)
