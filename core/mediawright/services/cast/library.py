"""The cast library: members added, changed, shown, renamed, removed, and saved at a provider."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mediawright.ledger.cast_copies import Copy
from mediawright.services.actions import action
from mediawright.services.cast import copies as at_providers
from mediawright.services.cast.files import FIELDS, discard, stored
from mediawright.services.sources import local_path, split_sources
from mediawright.types.cast import LONGEST_NAME, LONGEST_WORDS, MOST_PICTURES, Cast, Member, StoredFile
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, NotAvailable, NotFound
from mediawright.types.mentions import folded, is_input_mark
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.options import nearest
from mediawright.types.request import Request, Role

if TYPE_CHECKING:
    from mediawright.services.studio import Studio

#: letters of any script, figures behind the first sign, and what joins the parts of a name
_NAME = re.compile(r"[^\W\d_](?:[\w·'’.-]| (?! ))*")
#: characters of the description of a subject, and pictures of one
LONGEST_DESCRIPTION, SUBJECT_PICTURES = 100, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A member that is gone. `deleted`: the providers that deleted their copy; `kept`: those where one stays."""

    member: Member
    deleted: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class CastLibrary:
    """What can be done with the cast. One per studio."""

    def __init__(self, studio: "Studio") -> None:
        self._studio = studio

    # --- reading

    def all(self) -> list[Member]:
        """Every member, by name, each with its copies at providers, whatever the account."""
        rows = self._studio.ledger.cast
        members = rows.all() if self._studio.has_ledger else []
        found = rows.copies([one.id for one in members]) if members else []
        return [
            replace(one, copies={copy.provider: copy.subject_id for copy in found if copy.member_id == one.id})
            for one in members
        ]

    def get(self, name: str) -> Member:
        """Raises NotFound with the nearest names."""
        name = plain_name(name)
        for one in self.all():
            if folded(one.name) == folded(name):
                return one
        names = [one.name for one in self.all()]
        allowed = nearest(name, dict.fromkeys(names)) if names else ()
        problem = Problem("name", Message("cast.no_member", {"name": name}), allowed=allowed)
        raise NotFound(problem, next=(action("cast", "list"),))

    def copies(self, member: Member) -> list[Copy]:
        """What stands for the member at providers, with its age."""
        return self._studio.ledger.cast.copies([member.id])

    # --- writing

    async def add(
        self,
        name: str,
        *,
        pictures: Sequence[str] = (),
        words: str | None = None,
        voice: Sequence[str] = (),
        element: str | None = None,
        lang: Lang = "en",
    ) -> tuple[Member, bool]:
        """The member, and whether it is new. Of one that is there already, what is given takes the place of what it had.

        `voice`: a recording, or "provider:speaker"; `element`: "provider:id" of a subject that is saved there. Raises
        InvalidRequest, LocalFault.
        """
        name = checked_name(name)
        had = self._had(name)
        member = had or Member(id=self._studio.ids.new_id(), name=name)
        if words is not None:
            member = replace(member, words=" ".join(words.split())[:LONGEST_WORDS])
        if pictures:
            member = replace(member, pictures=await self._pictures(pictures))
        for one in voice:
            member = await self._with_voice(member, one)
        copy = None if element is None else await self._adopted(member, element, lang)
        if not (member.words or member.pictures or member.has_voice or copy or (had and self.copies(had))):
            raise InvalidRequest(Problem("pictures", Message("cast.nothing_given", {"name": name})))
        with self._studio.ledger.batch():
            self._studio.ledger.cast.put(member)
            if had is not None and pictures:
                self._outdated(had, member)
            if copy is not None:
                self._studio.ledger.cast.put_copy(copy)
        if had is not None:
            self._tidy(had.files)
        return self.get(name), had is None

    def rename(self, name: str, to: str) -> Member:
        """The member under another name. Raises NotFound, InvalidRequest where that name is taken."""
        member, to = self.get(name), checked_name(to)
        taken = self._had(to)
        if taken is not None and taken.id != member.id:
            raise InvalidRequest(Problem("to", Message("cast.taken", {"name": taken.name})))
        self._studio.ledger.cast.put(replace(member, name=to))
        return self.get(to)

    async def remove(self, name: str, *, lang: Lang = "en") -> Removed:
        """Forget a member, its pictures here, and the copies at providers that were made here. Raises NotFound."""
        member = self.get(name)
        gone: list[str] = []
        kept: list[str] = []
        for copy in self.copies(member):
            ours = copy.job_id is not None
            done = ours and await at_providers.deleted(self._studio, copy, lang)
            (gone if done else kept).append(copy.provider)
        self._studio.ledger.cast.remove(member.id)
        self._tidy(member.files)
        return Removed(member=member, deleted=tuple(gone), kept=tuple(dict.fromkeys(kept)))

    async def saving(self, name: str, provider: str | None, *, lang: Lang = "en") -> Request:
        """The request that saves a member as a subject at a provider, to be run like any other: it may cost.

        The same member saved again is the same request. Raises NotFound, NotAvailable where no provider keeps subjects,
        InvalidRequest where the member has no pictures.
        """
        member = self.get(name)
        if not member.pictures:
            raise InvalidRequest(Problem("name", Message("cast.no_pictures", {"name": member.name})))
        provider = self._keeper(provider, lang)
        from mediawright.services.cast.ways import media_of

        roles = [Role.CHARACTER, *[Role.REFERENCE] * (SUBJECT_PICTURES - 1)]
        media = tuple(media_of(file, role) for file, role in zip(member.pictures, roles, strict=False))
        account = await at_providers.account_at(self._studio, provider, lang)
        said = (member.words or member.name)[:LONGEST_DESCRIPTION]
        return Request(
            operation=Operation.CREATE_ELEMENT,
            media=media,
            provider=provider,
            options={"name": member.name, "description": said, "ref_type": "image_refer"},
            cast=Cast(saves=member.id, account=account),
        )

    # --- parts

    def _had(self, name: str) -> Member | None:
        return self._studio.ledger.cast.get(name)

    def _keeper(self, named: str | None, lang: Lang) -> str:
        """The provider that is to keep it. Raises NotFound where several could, NotAvailable where this one keeps none."""
        name = self._studio.provider_with("subjects", named, lang=lang)
        provider = self._studio.registry.load(name).provider
        if Operation.CREATE_ELEMENT not in provider.operations:
            raise NotAvailable(Problem("provider", Message("cast.keeps_none", {"provider": provider.title})))
        return name

    async def _pictures(self, given: Sequence[str]) -> tuple[StoredFile, ...]:
        sources = [part for one in given for part in split_sources(one, self._studio.roots.holds)]
        if len(sources) > MOST_PICTURES:
            raise InvalidRequest(Problem("pictures", Message("cast.many_pictures", {"most": MOST_PICTURES})))
        files = [await self._stored(source, MediaKind.IMAGE) for source in sources]
        return tuple({file.sha256: file for file in files}.values())

    async def _with_voice(self, member: Member, given: str) -> Member:
        provider, colon, speaker = given.partition(":")
        if colon and provider.strip().lower() in self._studio.registry.names() and not self._studio.roots.holds(given):
            voices = {**member.voices, provider.strip().lower(): speaker.strip()}
            return replace(member, voices=voices)
        return replace(member, recording=await self._stored(given, MediaKind.AUDIO))

    async def _stored(self, source: str, kind: MediaKind) -> StoredFile:
        studio = self._studio
        path = local_path(studio.assets.path_of(source.strip(), FIELDS[kind]))
        return await asyncio.to_thread(stored, path, kind, studio.roots, studio.home)

    async def _adopted(self, member: Member, element: str, lang: Lang) -> Copy:
        provider, colon, subject = element.partition(":")
        provider, subject = provider.strip().lower(), subject.strip()
        if not (colon and subject) or provider not in self._studio.registry.names():
            raise InvalidRequest(Problem("element", Message("cast.bad_element", {"value": element[:40]})))
        account, now = await at_providers.account_at(self._studio, provider, lang), self._studio.clock.now()
        return Copy(member_id=member.id, provider=provider, account=account, subject_id=subject, made_at=now)

    def _outdated(self, had: Member, member: Member) -> None:
        """Subjects that were saved from other pictures no longer stand for the member."""
        if [file.sha256 for file in had.pictures] == [file.sha256 for file in member.pictures]:
            return
        for copy in self.copies(had):
            if copy.job_id is not None:
                self._studio.ledger.cast.forget_copy(copy)

    def _tidy(self, files: Sequence[StoredFile]) -> None:
        """Remove files that no member has and no request needs that is still to be sent."""
        used = {file.path for one in self._studio.ledger.cast.all() for file in one.files}
        for file in files:
            if file.path not in used and not self._studio.ledger.needs(file.path):
                discard(file, self._studio.home)


def plain_name(name: str) -> str:
    """A name without the at-sign that it is said with."""
    return " ".join(name.strip().lstrip("@＠").split())


def checked_name(name: str) -> str:
    """Raises InvalidRequest for what cannot be found again behind an at-sign."""
    name = plain_name(name)
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME or is_input_mark(name):
        raise InvalidRequest(Problem("name", Message("cast.bad_name", {"name": name[:40], "most": LONGEST_NAME})))
    return name
