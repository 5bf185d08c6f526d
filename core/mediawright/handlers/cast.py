"""The cast as pages: what the command line, the tools for agents and the board show of it."""

from collections.abc import Sequence

from mediawright.handlers.jobs import title_of
from mediawright.handlers.response import Response
from mediawright.present.page import Words
from mediawright.present.pages.cast import SavedAt, cast_list, cast_member, cast_removed
from mediawright.services import actions
from mediawright.services.studio import Studio
from mediawright.types.cast import Member
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Lang, Message, Text
from mediawright.types.operations import Operation


def listed(studio: Studio) -> Response:
    """Every member."""
    members = studio.cast.all()
    saved = {one.id: [_title(studio, name) for name in one.copies] for one in members}
    return Response(page=cast_list(members, saved), status="listed")


def shown(studio: Studio, name: str) -> Response:
    """One member with all that is kept of it. Raises NotFound."""
    return _of(studio, studio.cast.get(name), "shown")


async def added(
    studio: Studio,
    name: str,
    *,
    pictures: Sequence[str] = (),
    words: str | None = None,
    voice: Sequence[str] = (),
    element: str | None = None,
    lang: Lang,
) -> Response:
    """A member that is new, or changed. Raises InvalidRequest, LocalFault."""
    member, new = await studio.cast.add(name, pictures=pictures, words=words, voice=voice, element=element, lang=lang)
    key = "cast.added" if new else "cast.changed"
    return _of(studio, member, "added" if new else "changed", Message(key, {"name": member.name}))


def renamed(studio: Studio, name: str, to: str) -> Response:
    """A member under another name. Raises NotFound, InvalidRequest."""
    member = studio.cast.rename(name, to)
    return _of(studio, member, "changed", Message("cast.renamed", {"name": member.name}))


async def removed(studio: Studio, name: str, lang: Lang) -> Response:
    """A member is forgotten here, and where it was saved from here. Raises NotFound."""
    gone = await studio.cast.remove(name, lang=lang)
    page = cast_removed(
        gone.member, [_title(studio, one) for one in gone.deleted], [_title(studio, one) for one in gone.kept]
    )
    return Response(page=page, status="removed")


def _of(studio: Studio, member: Member, status: str, said: Words | None = None) -> Response:
    copies = studio.cast.copies(member)
    saved = [
        SavedAt(provider=_title(studio, one.provider), since=one.made_at, own=one.job_id is None) for one in copies
    ]
    at = {one.provider for one in copies}
    after = tuple(
        actions.action("cast", "save", name=member.name, provider=name)
        for name in _keepers(studio)
        if len(member.pictures) > 1 and name not in at
    )
    return Response(page=cast_member(member, saved, said=said, next=after), status=status)


def _keepers(studio: Studio) -> list[str]:
    """The providers that can keep a member as a subject."""
    return [p.name for p in studio.registry.load_all() if Operation.CREATE_ELEMENT in p.provider.operations]


def _title(studio: Studio, provider: str) -> Text:
    try:
        return title_of(studio, provider) or Text(provider, provider)
    except MediawrightError:
        return Text(provider, provider)
