"""The asset library as pages."""

from collections.abc import Sequence
from pathlib import PurePath

from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.ledger.assets import Sought
from mediawright.present.page import Words
from mediawright.present.pages.assets import AssetLine, asset, asset_list
from mediawright.present.pages.fields import model_in
from mediawright.services import actions
from mediawright.services.assets import PAGE, AssetEntry
from mediawright.services.spending import moment
from mediawright.services.studio import Studio
from mediawright.types.errors import InvalidRequest, MediawrightError
from mediawright.types.message import Message, Problem, Text
from mediawright.types.operations import MediaKind
from mediawright.types.request import Request

#: files that are shown at once at most
MOST = 200


def found(
    studio: Studio,
    words: Sequence[str] = (),
    *,
    kind: str | None = None,
    provider: str | None = None,
    tag: str | None = None,
    after: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    page: int | None = None,
) -> Response:
    """The files that fit, the one used last first. Raises InvalidRequest."""
    number, offset = min(limit or PAGE, MOST), ((page or 1) - 1) * (limit or PAGE)
    sought = Sought(
        words=tuple(word for said in words for word in said.split()),
        kind=_kind(kind),
        provider=provider.strip().lower() if provider else None,
        tag=tag,
        since=moment(studio, after, "after"),
        until=moment(studio, until, "until"),
    )
    entries = studio.assets.find(sought, limit=number, offset=offset)
    lines = [_line(studio, one) for one in entries]
    steps = (actions.action("assets", "show", asset=lines[0].short),) if lines else ()
    return Response(page=asset_list(lines, found=sought != Sought(), next=steps), status="listed")


def shown(studio: Studio, name: str) -> Response:
    """One file with its story. Raises NotFound, InvalidRequest."""
    return Response(page=asset(_line(studio, studio.assets.get(name))), status="shown")


def tagged(studio: Studio, name: str, tags: Sequence[str], untag: Sequence[str] = ()) -> Response:
    """A file with these tags more, and those fewer. Raises NotFound, InvalidRequest."""
    if not tags and not untag:
        raise InvalidRequest(Problem("tags", Message("assets.which_tags")))
    entry = studio.assets.tag(name, tags, untag)
    return Response(page=asset(_line(studio, entry), said=Message("assets.tagged")), status="changed")


def _kind(said: str | None) -> MediaKind | None:
    if not said:
        return None
    try:
        return MediaKind(said.strip().lower())
    except ValueError:
        problem = Message("problem.not_choice", {"field": "kind", "value": said[:40]})
        raise InvalidRequest(Problem("kind", problem, allowed=tuple(MediaKind))) from None


def _line(studio: Studio, entry: AssetEntry) -> AssetLine:
    request, job = entry.job.request, entry.job
    cast = request.cast
    return AssetLine(
        short=entry.short,
        sha256=entry.sha256,
        kind=entry.kind,
        name=PurePath(entry.path).name,
        path=entry.path,
        there=entry.there,
        made=entry.made,
        at=entry.day,
        prompt=(cast.said if cast is not None and cast.said else request.prompt),
        provider=title_of(studio, job.provider) or Text(job.provider, job.provider),
        model=_model(studio, job.provider, request),
        job=job.id,
        thread=entry.thread,
        tags=entry.tags,
        uses=len(entry.uses),
    )


def _model(studio: Studio, provider: str, request: Request) -> Words | None:
    try:
        return model_in({provider: studio.registry.load(provider).provider}, provider, request)
    except MediawrightError:
        return request.model
