"""`mediawright do "…"`: route, then the command it leads to, through the same gate. A question is never a submit."""

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mediawright.cli.asking import ask_studio, await_studio
from mediawright.cli.console import Console, perform
from mediawright.cli.env import named_thread
from mediawright.cli.route import INPUTS
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, SPENDING, Flag, command, new_app
from mediawright.plugins.discover import Registry

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

#: what is passed on to the command that does it
PASSED = ("approve_cost", "again", "dry_run", "output_dir", "wait", "timeout", "progress", "preview")


def do(**values: Any) -> None:
    from mediawright.cli.app import perform as run
    from mediawright.cli.words_in import words_of
    from mediawright.handlers import route
    from mediawright.handlers.batch_wish import batch_of
    from mediawright.handlers.route_action import action_of

    providers = [plugin.provider for plugin in Registry.installed(os.environ).load_all()]
    utterance = route.Utterance.of(words_of(values["text"]), values).concealed(os.environ)
    found, sources = route.route(providers, utterance)
    if (many := batch_of(found, utterance.text)) is not None:
        run(many, _speaking(values, found.lang))
    from mediawright.cli.thread_name import own_thread
    from mediawright.cli.turns import follow
    from mediawright.files.roots import is_file
    from mediawright.handlers.known_subjects import concerned, with_known
    from mediawright.handlers.second_step import keep
    from mediawright.handlers.spoken import heard
    from mediawright.handlers.threads import remembered
    from mediawright.handlers.turns import begun
    from mediawright.services.cast.saved_subjects import known

    name = named_thread(values.get("thread")) or own_thread()
    thread, subjects = ask_studio(lambda studio: (remembered(studio, name), known(studio)))
    if found.command == "compare":
        _compare(found, sources, thread, values)
    spoken = heard(providers, thread, utterance.text, found, sources, is_file, subjects)
    follow(spoken, values, name)
    found = replace(begun(found, spoken), lang=spoken.turn.lang)
    if spoken.turn.act == "new" and (spoken.turn.then or "then" in spoken.said):
        ask_studio(lambda studio: keep(studio, name, spoken.turn.then, spoken.turn.lang))
    if concerned(found, utterance.text, subjects):
        wanted = found
        found = await_studio(lambda studio: with_known(studio, wanted, utterance.text, wanted.lang))
    if found.provider is None and values.get("provider"):
        found = route.at(found, values["provider"])
    if "@" in (found.prompt or "") or "＠" in (found.prompt or ""):
        from mediawright.handlers.cast_names import with_names

        named = found
        found = ask_studio(lambda studio: with_names(studio, named))
    action = action_of(found, sources)
    if found.ask is not None or found.gap is not None or action is None:
        _ask(found, sources, values)
        return
    makes = found.command in ("video", "image", "audio", "element") or found.billable
    run(action, {**(_passed(values) if makes else {}), **_speaking(values, found.lang)})


def _compare(found: Any, sources: Any, thread: Any, values: dict[str, Any]) -> None:
    """One wish at several models; where the message says no wish, the conversation's."""
    from mediawright.cli.app import perform as run
    from mediawright.handlers.route_action import action_of
    from mediawright.handlers.side_by_side import in_conversation

    action = action_of(in_conversation(found, thread), sources)
    assert action is not None
    run(action, {**_passed(values), **_speaking(values, found.lang)})
    raise SystemExit(0)


def _ask(found: Any, sources: Any, values: dict[str, Any]) -> None:
    console = Console.of({**values, "lang": values.get("lang") or found.lang})

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import route

        studio.registry.load_all()
        return route.of_question(found, sources)

    perform(console, work)


def _speaking(values: dict[str, Any], lang: str) -> dict[str, Any]:
    said = values.get("lang")
    return {
        "lang": lang if said in (None, "auto") else said,
        "json": values.get("json"),
        "thread": values.get("thread"),
    }


def _passed(values: dict[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in PASSED}


app = new_app()
app.command()(command((*INPUTS, Flag("provider"), *SPENDING, *COMMON), do, *ARGUMENTS[("do",)]))
