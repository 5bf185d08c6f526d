"""Who shall make it? Asked where nobody who makes the real thing is signed in, or nobody takes the request as it is.

Every answer is the whole command with the provider it names; a draft stands among them, and is called one.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from mediawright.commands.action import Action
from mediawright.handlers.response import Response
from mediawright.present.page import Line, Page
from mediawright.present.pages.fields import price_words, say, with_provider
from mediawright.present.pages.question import question
from mediawright.services import actions
from mediawright.services.makers import Maker, MakerNeeded
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Text
from mediawright.types.provider import AuthKind
from mediawright.types.request import Request
from mediawright.types.route import Ask, Choice

#: makers that are choices, refusals that lead to choices, and what is shown of each at most
MOST = 4
#: the key of the answer that takes the draft
DRAFT = "draft"
_WAYS = {AuthKind.NONE: "open", AuthKind.ANONYMOUS: "open", AuthKind.DEVICE: "link", AuthKind.KEYS: "keys"}

Answer = tuple[Choice, Action]
Made = Callable[..., Action]


def which_maker(studio: Studio, missing: MakerNeeded, made: Made | None = None) -> Response:
    """The question as an answer; exit 2, nothing was started. `made`: the command of an answer, where it is not that of the
    request itself."""
    request = missing.request
    make: Made = made or partial(actions.made, request)
    answers = [_by(maker, make) for maker in missing.makers[:MOST]] or list(_changed(studio, missing, make))
    answers += [_draft(maker, make) for maker in missing.drafts]
    ask = Ask(
        reason="provider",
        question=missing.problems[0].message,
        choices=tuple(choice for choice, _ in answers),
    )
    page = question(ask)
    page = replace(page, body=(*_told(studio, missing), *page.body))
    page = _about(page, request) if made is None else page
    response = Response(page=page, status="question", exit=missing.exit_code, failure=missing)
    return response.plus(*(step for _, step in answers))


def _by(maker: Maker, make: Made) -> Answer:
    """This provider makes it: with its price and the way in."""
    model = with_provider(maker.model.label, maker.provider.title)
    price = price_words(maker.price) if maker.price is not None else say("price.unknown")
    label = Message(f"maker.{_WAYS[maker.way]}", {"model": model, "price": price})
    return Choice(key=maker.provider.name, label=label), make(provider=maker.provider.name)


def _draft(maker: Maker, make: Made) -> Answer:
    label = Message("maker.draft", {"provider": maker.provider.title})
    return Choice(key=DRAFT, label=label), make(provider=maker.provider.name)


def _changed(studio: Studio, missing: MakerNeeded, make: Made) -> Iterator[Answer]:
    """What comes nearest at those who do not take it as it is."""
    from mediawright.handlers.nearest import NEAREST, label_of, near

    request = missing.request
    for error in missing.refused[:MOST]:
        for problem in error.problems:
            had = getattr(request, problem.field, None) if problem.field in NEAREST else None
            found = near(had, problem.allowed) if had is not None and len(error.problems) == 1 else []
            found = found[-1:] if str(had).isdigit() else found[:1]
            for value in found:
                values = {"provider": error.provider, problem.field: value}
                provider = _title(studio, error)
                at = Message("maker.so", {"provider": provider, "value": label_of(problem.field, value)})
                yield Choice(key=str(error.provider), label=at), make(**values)


def _told(studio: Studio, missing: MakerNeeded) -> Iterator[Line]:
    """Why those that are signed in, or know this kind of work, do not make it; who else could."""
    for error in missing.refused[:MOST]:
        provider = _title(studio, error)
        yield Line(Message("maker.refused", {"provider": provider, "problem": _first(error)}))
    if rest := missing.makers[MOST:]:
        yield Line(Message("maker.others", {"providers": [maker.provider.title for maker in rest]}))


def _title(studio: Studio, error: InvalidRequest) -> Text | str:
    return studio.registry.load(error.provider).provider.title if error.provider else ""


def _first(error: InvalidRequest) -> Message:
    return error.problems[0].message if error.problems else error.message


def _about(page: Page, request: Request) -> Page:
    """The page with what the question is about, for the turn that answers it."""
    from mediawright.handlers.threads import context_of
    from mediawright.types.codec import plain

    context = context_of(request)
    told = {name: context[name] for name in ("operation", "provider", "params", "prompt")}
    return replace(page, data={**page.data, **told, "attachments": context["inputs"], "request": plain(request)})
