"""Members of a film's cast that are only named: what the library keeps of them stands in the plan."""

from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.film.plan import Cast
from mediawright.services.films.files import PlanFile
from mediawright.types.cast import Member
from mediawright.types.mentions import folded

if TYPE_CHECKING:
    from mediawright.services.studio import Studio


def with_library(file: PlanFile, studio: "Studio", *, draft: bool = False) -> PlanFile:
    """The plan with looks, pictures and voices of the cast library for members that have neither looks nor pictures.

    In the film such a member takes part as in any wish, as each provider has it: a saved subject, reference pictures, words.
    A free `draft` shows its pictures only.
    """
    bare = {one.name for one in file.plan.cast if _is_bare(one)}
    if not bare:
        return file
    kept = {folded(member.name): member for member in studio.cast.all()}
    speaks = file.plan.speech.provider or ""
    cast = tuple(
        _filled(one, kept[folded(one.name)], speaks, draft=draft)
        if one.name in bare and folded(one.name) in kept
        else one
        for one in file.plan.cast
    )
    return replace(file, read=replace(file.read, plan=replace(file.plan, cast=cast)))


def _is_bare(one: Cast) -> bool:
    return not (one.look or one.pictures or one.draw)


def _filled(one: Cast, member: Member, speaks: str, *, draft: bool) -> Cast:
    return replace(
        one,
        look=member.words,
        pictures=tuple(file.path for file in member.pictures),
        voice=one.voice or member.voices.get(speaks, ""),
        library=not draft,
    )
