"""Who of the cast takes part in a request: the members that it names, as they are now."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.router.subject_names import Known
from mediawright.services.actions import action
from mediawright.services.cast.copies import still_there, usable
from mediawright.services.cast.files import is_whole
from mediawright.services.cast.saved_subjects import known
from mediawright.types.cast import Cast, Member
from mediawright.types.errors import InvalidRequest
from mediawright.types.mentions import folded, has_marks, mentions
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.operations import AUDIO_OPERATIONS, EDIT_OPERATIONS, Operation
from mediawright.types.options import nearest
from mediawright.types.request import Request

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: the words of these are no picture: they are read aloud, said to an editor, or name what is saved
_NOT_SHOWN = AUDIO_OPERATIONS | EDIT_OPERATIONS | {Operation.CREATE_ELEMENT}


def could_name(request: Request) -> bool:
    """Could this request name anyone? Quick, for the many that do not."""
    return any(map(has_marks, _texts(request)))


async def taking_part(studio: "Studio", request: Request, lang: Lang, *, look: bool) -> Cast:
    """The cast of a request. `look`: a provider may be asked whether it still has a copy.

    Raises InvalidRequest for a name that no member has, and for a picture that is gone or was changed.
    """
    saved = {folded(one.name): one for one in known(studio)}
    members = {folded(one.name): one for one in studio.ledger.cast.all()} if studio.has_ledger else {}
    names = {key: one.name for key, one in saved.items()} | {key: one.name for key, one in members.items()}
    wanted: dict[str, str] = {}
    for text in _texts(request):
        for found in mentions(text, names.values()):
            if not found.known:
                raise _unknown(found.name, tuple(names.values()))
            wanted.setdefault(folded(found.name), found.name)
    own = [members[key] for key in wanted if key in members]
    await asyncio.to_thread(_check_files, own)
    copies = await _copies(studio, own, request.provider, lang, look=look)
    return Cast(members=tuple(_member(key, members, saved, copies) for key in wanted))


def _texts(request: Request) -> list[str]:
    """Where a name can stand."""
    if request.voice and request.voice.startswith(("@", "＠")):
        return [request.voice]
    if request.operation in _NOT_SHOWN:
        return []
    return [request.prompt, *(shot.prompt for shot in request.shots)]


def _member(key: str, members: dict[str, Member], saved: dict[str, Known], copies: dict[str, dict[str, str]]) -> Member:
    """Our member with its copies, or a subject that only its provider has."""
    own = members.get(key)
    if own is not None:
        return replace(own, copies=copies.get(own.id, {}))
    subject = saved[key]
    return Member(id=f"{subject.provider}:{subject.id}", name=subject.name, copies={subject.provider: subject.id})


async def _copies(
    studio: "Studio", members: Sequence[Member], provider: str | None, lang: Lang, *, look: bool
) -> dict[str, dict[str, str]]:
    """Member → provider → the subject there."""
    if not members:
        return {}
    found = await usable(studio, [one.id for one in members], [provider] if provider else None, lang)
    if look:
        found = await still_there(studio, found, lang)
    kept: dict[str, dict[str, str]] = {}
    for copy in found:
        kept.setdefault(copy.member_id, {})[copy.provider] = copy.subject_id
    return kept


def _check_files(members: Sequence[Member]) -> None:
    """Raises InvalidRequest where a picture or a recording is no longer what was kept. Blocking."""
    for member in members:
        for file in member.files:
            if not is_whole(file):
                again = action("cast", "show", name=member.name)
                raise InvalidRequest(Problem("prompt", Message("cast.file_gone", {"name": member.name})), next=(again,))


def _unknown(name: str, names: Sequence[str]) -> InvalidRequest:
    """Nobody is called so: the nearest names, or how a member is added and a plain at-sign is written."""
    listed = nearest(name, dict.fromkeys(names)) if names else ()
    key = "cast.unknown" if listed else "cast.unknown_empty"
    return InvalidRequest(
        Problem("prompt", Message(key, {"name": name}), allowed=tuple(f"@{one}" for one in listed)),
        next=(action("cast", "list"),),
    )
