"""The first way in which a provider takes a request with its cast."""

from collections.abc import Callable, Sequence
from datetime import date

from mediawright.services.cast.ways import ways
from mediawright.types.ages import living
from mediawright.types.constraints import named
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import Operation
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Request


def first_way(
    provider: Provider, request: Request, today: date, fitting: Callable[[Request], tuple[Model, Request]]
) -> tuple[Model, Request]:
    """The model and the completed request of the best way that holds. `fitting` raises InvalidRequest where one does not.

    Raises InvalidRequest: what stands against the request as it would be in words, or that a member cannot be shown.
    """
    alive = living(provider, today)

    def able(operation: Operation) -> Sequence[Model]:
        models = (provider if request.model else alive).models_for(operation)
        if request.model is None:
            return models
        found = named(models, request.model)
        return () if found is None else (found,)

    refused: InvalidRequest | None = None
    for way in ways(request, provider, able):
        try:
            return fitting(way)
        except InvalidRequest as error:
            refused = error
    if refused is not None:
        raise refused
    fitting(request.with_(cast=None))  # a model that is not there, or cannot do this, is told first
    raise InvalidRequest(_not_shown(provider, request), provider=provider.name)


def _not_shown(provider: Provider, request: Request) -> Problem:
    assert request.cast is not None, "only a request with a cast has members"
    members = request.cast.members
    if request.voice:
        name = members[0].name if members else request.voice
        return Problem("voice", Message("cast.no_voice_there", {"name": name, "provider": provider.title}))
    silent = next((one for one in members if not one.words), members[0])
    return Problem("prompt", Message("cast.not_shown", {"name": silent.name, "provider": provider.title}))
