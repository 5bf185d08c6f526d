"""The models that are to be compared, by whatever name a person has for them, each as a request of its own. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from mediawright.router.language.chars import normalise
from mediawright.router.language.names import Names, squeeze
from mediawright.router.language.provider_words import compile_names
from mediawright.types.constraints import named
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem
from mediawright.types.operations import Operation
from mediawright.types.options import nearest
from mediawright.types.provider import Provider
from mediawright.types.request import Request

#: one picture of all of them has room for no more
MOST = 12
#: what is compared where the names fit several kinds, the most wanted first: the commands that make it
KINDS = ("video", "image", "audio")
#: reads the values of one command
Read = Callable[[str, Mapping[str, Any]], Request]


@dataclass(frozen=True, slots=True)
class Compared:
    """One of those to be compared: as it was said, the provider where only one is meant, the model where one is.

    `kinds`: the commands that it can be asked by.
    """

    said: str
    provider: str | None
    model: str | None
    kinds: frozenset[str]

    def values(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        """The values of the wish at this model."""
        return {**wish, "provider": self.provider, "model": self.model}


def requests_of(
    said: Sequence[str], wish: Mapping[str, Any], kind: str | None, providers: Sequence[Provider], read: Read
) -> tuple[Request, ...]:
    """The same wish at each of the models; `kind` (video, image, audio) where it is known.

    Raises InvalidRequest for names that nobody has, fewer than two of them, and for a kind that one of them does not make.
    """
    compared = compared_by(said, providers)
    command = command_for(compared, wish, kind)
    return tuple(read(command, {k: v for k, v in one.values(wish).items() if v is not None}) for one in compared)


def compared_by(said: Iterable[str], providers: Sequence[Provider]) -> tuple[Compared, ...]:
    """What each name stands for. Raises InvalidRequest with every problem."""
    names = [part.strip() for item in said for part in item.split(",") if part.strip()]
    known = compile_names(providers)
    found = [(name, _find(name, providers, known)) for name in names]
    problems = [_unknown(name, providers) for name, one in found if one is None]
    distinct = {(one.provider, one.model, one.kinds): one for _, one in found if one is not None}
    if not problems and not 2 <= len(distinct) <= MOST:
        problems.append(Problem("models", Message("compare.how_many", {"most": MOST})))
    if problems:
        raise InvalidRequest(*problems)
    return tuple(distinct.values())


def command_for(compared: Sequence[Compared], wish: Mapping[str, Any], kind: str | None) -> str:
    """The command that all of them can be asked by. Raises InvalidRequest."""
    operation = wish.get("operation")
    if operation in tuple(Operation):
        kind = Operation(str(operation)).command
    common = frozenset.intersection(*(one.kinds for one in compared))
    wanted = next((name for name in ([kind] if kind else KINDS) if name in common), None)
    if wanted is None:
        first, *rest = compared
        other = next((one for one in rest if not one.kinds & first.kinds), first)
        strange = next((one for one in compared if kind and kind not in one.kinds), other)
        values = {"model": strange.said, "kinds": tuple(sorted(strange.kinds))}
        raise InvalidRequest(Problem("models", Message("compare.other_kind", values), allowed=tuple(sorted(common))))
    return wanted


def _find(name: str, providers: Sequence[Provider], known: Names) -> Compared | None:
    """ "provider/model", a provider, a model by its name at one or several providers, or what people call it."""
    by_name = {provider.name: provider for provider in providers}
    first, slash, rest = name.partition("/")
    if slash and (provider := by_name.get(first.strip().lower())) is not None:
        return _at(name, [provider], rest.strip())
    meanings = known.known.get(squeeze_all(name), ())
    if any(meaning.named for meaning in meanings):
        provider = by_name[next(meaning.provider for meaning in meanings if meaning.named)]
        return Compared(name, provider.name, None, _kinds([provider], None))
    holders = [provider for provider in providers if named(provider.models, name)]
    makers = [provider for provider in holders if _is_named(provider, name)] or holders
    makers = [provider for provider in makers if not provider.broker] or makers
    if makers:
        return _at(name, makers, name)
    models = [meaning for meaning in meanings if meaning.model]
    if models:
        return _at(name, [by_name[models[0].provider]], str(models[0].model))
    if meanings:
        provider = by_name[meanings[0].provider]
        return Compared(name, provider.name, None, _kinds([provider], None))
    return None


def _is_named(provider: Provider, name: str) -> bool:
    """Does the model's name begin with the provider's own? Then it is that provider's."""
    return any(squeeze_all(name).startswith(squeeze_all(own)) for own in (provider.name, *provider.vocabulary.names))


def squeeze_all(name: str) -> str:
    """A name without blanks and marks, as the router knows it."""
    return squeeze(normalise(name))


def _at(said: str, providers: Sequence[Provider], model: str) -> Compared | None:
    """A model at one provider, or at several that all have it: which of them makes it is decided by price and sign-in.

    What people call a model leads to it; where the table names each model by one word only, to that one.
    """
    kinds = _kinds(providers, model)
    if not kinds:
        return None
    if len(providers) > 1:
        return Compared(said, None, model, kinds)
    called = {one.name for one in providers[0].models if named([one], model)}
    return Compared(said, providers[0].name, called.pop() if len(called) == 1 else model, kinds)


def _kinds(providers: Sequence[Provider], model: str | None) -> frozenset[str]:
    """The commands that these providers' models, or their one model, can be asked by."""
    return frozenset(
        operation.command
        for provider in providers
        for one in provider.models
        if model is None or named([one], model)
        for operation in one.operations
        if operation.command in KINDS
    )


def _unknown(name: str, providers: Sequence[Provider]) -> Problem:
    names = dict.fromkeys(
        known for provider in providers for known in (provider.name, *(model.name for model in provider.models))
    )
    return Problem("models", Message("compare.unknown", {"model": name}), allowed=nearest(name, names))
