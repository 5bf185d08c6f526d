"""`mediawright element`: reusable subjects."""

from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.cli.generate import generate
from mediawright.commands.flags import COMMON, ELEMENT, Flag, command, new_app
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.verdicts import SubjectAction, SubjectVerb

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

#: what the list pages allow (numbers are checked again by the provider)
PAGES = (Flag("page", also=("--page-num",)), Flag("page_size"))


def create(**values: Any) -> None:
    generate("element", values)


def _act(verb: SubjectVerb, values: dict[str, Any]) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.listings import of_subjects
        from mediawright.services.actions import action as next_action
        from mediawright.services.request_reader import Reader

        reader = Reader(values)
        action = SubjectAction(
            verb=verb,
            kind=reader.choice("kind", ("element", "voice")) or "element",
            id=reader.text("element_id"),
            task_id=reader.text("task_id"),
            page=_or(reader.whole("page"), 1),
            per_page=_or(reader.whole("page_size"), 30),
        )
        needed = {SubjectVerb.DELETE: ("element_id", action.id), SubjectVerb.QUERY: ("task_id", action.task_id)}
        field, value = needed.get(verb, ("", "-"))
        if not value:
            reader.problems.append(Problem(field, Message("element.which")))
        if reader.problems:
            raise InvalidRequest(*reader.problems, next=(next_action("element", "list"),))
        provider = studio.provider_with("subjects", values.get("provider"), lang=console.lang)
        return of_subjects(studio, provider, action, await studio.subjects(provider, action, lang=console.lang))

    perform(console, work)


def _or(number: int | None, default: int) -> int:
    return default if number is None else number


def query(**values: Any) -> None:
    _act(SubjectVerb.QUERY, values)


def list_own(**values: Any) -> None:
    _act(SubjectVerb.LIST, values)


def list_presets(**values: Any) -> None:
    _act(SubjectVerb.LIST_PRESETS, values)


def delete(**values: Any) -> None:
    _act(SubjectVerb.DELETE, values)


app = new_app(group=True)
PROVIDER = (Flag("provider"), *COMMON)
KIND = Flag("kind")
app.command("create")(command(ELEMENT, create))
app.command("query")(command((Flag("task_id"), *PROVIDER), query))
app.command("list")(command((KIND, *PAGES, *PROVIDER), list_own))
app.command("list-presets")(command((KIND, *PAGES, *PROVIDER), list_presets))
app.command("delete")(command((Flag("element_id"), KIND, *PROVIDER), delete))
