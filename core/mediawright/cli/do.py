"""`mediawright do "…"`: route, then the command it leads to, through the same gate. A question is never a submit."""

import os
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
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
    from mediawright.cli.words_in import words_of
    from mediawright.handlers import route
    from mediawright.handlers.route_arguments import arguments_of

    providers = [plugin.provider for plugin in Registry.installed(os.environ).load_all()]
    utterance = route.Utterance.of(words_of(values["text"]), values).concealed(os.environ)
    from mediawright.cli.turns import follow

    follow(providers, utterance.text, utterance.attachments, values)
    found, sources = route.route(providers, utterance)
    speaking = _speaking(values, found.lang)
    if found.provider is None and values.get("provider"):
        found = route.at(found, values["provider"])
    words = arguments_of(found, sources)
    if found.ask is not None or found.gap is not None or not words:
        _ask(found, sources, values)
        return
    from mediawright.cli.app import run

    run(
        [
            *words,
            *(_passed(values) if found.command in ("video", "image", "audio", "element") or found.billable else ()),
            *speaking,
        ]
    )


def _ask(found: Any, sources: Any, values: dict[str, Any]) -> None:
    console = Console.of({**values, "lang": values.get("lang") or found.lang})

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers import route

        studio.registry.load_all()
        return route.of_question(found, sources)

    perform(console, work)


def _speaking(values: dict[str, Any], lang: str) -> list[str]:
    said = values.get("lang")
    return ["--lang", lang if said in (None, "auto") else said, *_talk(values)]


def _talk(values: dict[str, Any]) -> list[str]:
    thread = ["--thread", str(values["thread"])] if values.get("thread") else []
    return [*(["--json"] if values.get("json") else []), *thread]


def _passed(values: dict[str, Any]) -> list[str]:
    words: list[str] = []
    for name in PASSED:
        flag, value = "--" + name.replace("_", "-"), values.get(name)
        if value is True:
            words.append(flag)
        elif value is False and name == "wait":
            words.append("--no-wait")
        elif value not in (None, False):
            words += [flag, str(value)]
    return words


app = new_app()
app.command()(command((*INPUTS, Flag("provider"), *SPENDING, *COMMON), do, *ARGUMENTS[("do",)]))
