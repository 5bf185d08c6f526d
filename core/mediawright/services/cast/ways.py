"""In which ways a provider could take a request with its cast, the best first: a pure function of the members and of what
the provider's models take.

A saved subject is better than reference pictures, these are better than the picture as the first one of the clip, and that
is better than words. A way in which a member is only described although it has pictures comes after all in which it is seen.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from mediawright.services.before_cast import before
from mediawright.services.cast.wording import is_chinese, worded
from mediawright.types.capability import Capability, Inputs
from mediawright.types.cast import Cast, Member, Part, StoredFile, Use
from mediawright.types.dataclass import dataclass
from mediawright.types.mentions import unescaped
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import Model, Provider
from mediawright.types.request import Media, MediaInfo, Request, Role

#: the models that may do an operation, the recommended one first
Able = Callable[[Operation], Sequence[Model]]
#: reference pictures of one member that are sent at most, and where that is too much
SEVERAL, ONE = 4, 1
#: what a wish becomes where its cast is seen
_SEEN = {
    Operation.TEXT_TO_VIDEO: (Operation.REFERENCE_TO_VIDEO,),
    Operation.IMAGE_TO_VIDEO: (Operation.REFERENCE_TO_VIDEO, Operation.IMAGE_TO_VIDEO),
    Operation.TEXT_TO_IMAGE: (Operation.TEXT_TO_IMAGE, Operation.EDIT_IMAGE),
}
#: the part that a member's picture can play among the inputs, the most fitting first
_ROLES = (Role.REFERENCE, Role.CHARACTER, Role.FACE)
_LEVELS = (Use.SUBJECT, Use.PICTURES, Use.FIRST_FRAME, Use.WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way. `unseen`: members that are only described although there are pictures of them."""

    request: Request
    unseen: int = 0


def ways(request: Request, provider: Provider, able: Able) -> list[Request]:
    """The requests to try, each for one model. Empty where no way shows every member."""
    cast = request.cast
    assert cast is not None, "only a request with a cast has ways"
    plain = before(request) if cast.operation is not None else request.with_(cast=None)
    if not cast.members:
        shots = tuple(replace(shot, prompt=unescaped(shot.prompt)) for shot in plain.shots)
        return [plain.with_(prompt=unescaped(plain.prompt), shots=shots, cast=_of(plain, ()))]
    if plain.voice and plain.voice.startswith(("@", "＠")):
        return [way for model in able(plain.operation) for way in _spoken(plain, cast, provider, model)]
    found = [way for level in _LEVELS for way in _at(level, plain, cast, provider, able)]
    return [way.request for way in sorted(found, key=lambda way: way.unseen) if not (cast.seen and way.unseen)]


def _at(level: Use, plain: Request, cast: Cast, provider: Provider, able: Able) -> Iterator[Way]:
    """The ways in which at least one member is used at this level, and none at a better one."""
    for operation in _operations(level, plain.operation):
        for model in able(operation):
            capability = model.capability(operation)
            if capability is None:
                continue
            for most in (SEVERAL, ONE) if level in (Use.SUBJECT, Use.PICTURES) else (ONE,):
                parts = _parts(level, most, plain, cast, provider, capability)
                if parts is not None and any(part is level for part, _ in parts.values()):
                    yield _way(parts, operation, model, plain, cast, provider, capability)


def _operations(level: Use, asked: Operation) -> tuple[Operation, ...]:
    if level is Use.WORDS:
        return (asked,)
    if level is Use.FIRST_FRAME:
        return (Operation.IMAGE_TO_VIDEO,) if asked is Operation.TEXT_TO_VIDEO else ()
    return _SEEN.get(asked, (asked,))


#: member → what becomes of it, with the files that are sent for it
Parts = dict[str, tuple[Use, tuple[StoredFile, ...]]]


def _parts(
    level: Use, most: int, plain: Request, cast: Cast, provider: Provider, capability: Capability
) -> Parts | None:
    """What becomes of each member at best; None where one would be neither seen nor described."""
    subjects = capability.subjects - len(plain.subject_ids) if level is Use.SUBJECT else 0
    pictured = level in (Use.SUBJECT, Use.PICTURES)
    room = _room(plain, capability) if pictured else int(level is Use.FIRST_FRAME and not plain.images)
    found: Parts = {}
    seen: list[Member] = []
    for member in sorted(cast.members, key=lambda one: bool(one.words)):  # who cannot be described gets room first
        if subjects > 0 and provider.name in member.copies:
            found[member.name], subjects = (Use.SUBJECT, ()), subjects - 1
        elif member.pictures and len(seen) < room:
            seen.append(member)
            found[member.name] = (Use.PICTURES if pictured else Use.FIRST_FRAME, ())
        elif member.words or not (member.pictures or member.copies):
            found[member.name] = (Use.WORDS, ())
        else:
            return None
    in_order = [member for member in cast.members if member in seen]
    for name, files in _shared(in_order, room, most).items():
        found[name] = (found[name][0], files)
    return found


def _room(plain: Request, capability: Capability) -> int:
    """How many more pictures there is room for."""
    rule = _rule(capability)
    if rule is None:
        return 0
    given = len(plain.of(MediaKind.IMAGE, *rule.roles))
    return SEVERAL * 8 if rule.at_most is None else max(0, rule.at_most - given)


def _rule(capability: Capability) -> Inputs | None:
    """The inputs among which a member's pictures stand."""
    rules = [rule for rule in capability.inputs if rule.kind is MediaKind.IMAGE and rule.at_most != 0]
    fitting = (rule for role in _ROLES for rule in rules if not rule.roles or role in rule.roles)
    return next(fitting, None)


def _role(capability: Capability) -> Role:
    rule = _rule(capability)
    return next((role for role in _ROLES if rule is None or not rule.roles or role in rule.roles), Role.REFERENCE)


def _shared(members: Sequence[Member], room: int, most: int) -> dict[str, tuple[StoredFile, ...]]:
    """The pictures of each: first one for everybody, then the second ones, as long as there is room."""
    taken: dict[str, int] = {member.name: 0 for member in members}
    for _ in range(most):
        for member in members:
            if room > 0 and taken[member.name] < len(member.pictures):
                taken[member.name] += 1
                room -= 1
    return {member.name: member.pictures[: taken[member.name]] for member in members}


def _way(
    parts: Parts,
    operation: Operation,
    model: Model,
    plain: Request,
    cast: Cast,
    provider: Provider,
    capability: Capability,
) -> Way:
    """The request with these parts."""
    first = any(use is Use.FIRST_FRAME for use, _ in parts.values())
    role = Role.FIRST_FRAME if first else _role(capability)
    framed = plain.operation is Operation.IMAGE_TO_VIDEO and _is_listed(plain) and not _only_words(parts)
    given = tuple(replace(item, role=Role.FIRST_FRAME) for item in plain.images) if framed else plain.images
    last = tuple(item for item in given if item.role is Role.END_FRAME)
    shown = tuple(item for item in given if item.role is not Role.END_FRAME)
    pictures = tuple(media_of(file, role) for member in cast.members for file in parts[member.name][1])
    others = tuple(item for item in plain.media if item.kind is not MediaKind.IMAGE)
    ids = tuple(one.copies[provider.name] for one in cast.members if parts[one.name][0] is Use.SUBJECT)
    chinese = is_chinese(plain.prompt or " ".join(shot.prompt for shot in plain.shots))
    names = _known_as(parts, cast, plain, capability, provider, len(shown), chinese=chinese)
    members = tuple(member.at(provider.name) for member in cast.members)
    made = plain.with_(
        operation=operation,
        model=model.name,
        prompt=worded(plain.prompt, names),
        shots=tuple(replace(shot, prompt=worded(shot.prompt, names)) for shot in plain.shots),
        media=(*shown, *pictures, *last, *others),
        subject_ids=(*plain.subject_ids, *ids),
        cast=replace(
            _of(plain, members), plain=framed, parts=tuple(_part(parts, member, operation) for member in members)
        ),
    )
    described = sum(parts[one.name][0] is Use.WORDS and bool(one.pictures or one.copies) for one in cast.members)
    return Way(request=made, unseen=described)


def _is_listed(plain: Request) -> bool:
    """One picture without a role of its own: the clip begins with it."""
    return len(plain.images) == 1 and plain.images[0].role is Role.REFERENCE


def _only_words(parts: Parts) -> bool:
    return all(use is Use.WORDS for use, _ in parts.values())


def _part(parts: Parts, member: Member, operation: Operation) -> Part:
    use, files = parts[member.name]
    names = tuple(file.path.replace("\\", "/").rpartition("/")[2] for file in files)
    return Part(
        name=member.name,
        use=use,
        pictures=names,
        silent=member.has_voice and operation.result is MediaKind.VIDEO,
    )


def _known_as(
    parts: Parts,
    cast: Cast,
    plain: Request,
    capability: Capability,
    provider: Provider,
    before_them: int,
    *,
    chinese: bool,
) -> dict[str, str]:
    """Name → what the model knows the member by: its pictures by number, its subject, or what it looks like."""
    marked = capability.subjects > 0
    picture = (provider.picture_mark if marked else "") or ("图{n}" if chinese else "image {n}")
    number, subject = before_them, len(plain.subject_ids)
    found: dict[str, str] = {}
    for member in cast.members:
        use, files = parts[member.name]
        if use is Use.SUBJECT:
            subject += 1
            found[member.name] = provider.subject_mark.format(n=subject) if marked else ""
        elif use is Use.PICTURES:
            marks = [picture.format(n=number + at) for at in range(1, len(files) + 1)]
            number += len(files)
            found[member.name] = ("、" if chinese else ", ").join(marks)
        elif use is Use.FIRST_FRAME:
            found[member.name] = "首帧画面中" if chinese else "in the first picture"
        else:
            found[member.name] = member.words
    return found


def _spoken(plain: Request, cast: Cast, provider: Provider, model: Model) -> Iterator[Request]:
    """The voice of one member: a speaker of the provider, else the recording where the model takes one."""
    capability, member = model.capability(plain.operation), cast.members[0]
    if capability is None:
        return
    made, use = plain.with_(model=model.name), Use.VOICE
    heard = any(
        rule.kind is MediaKind.AUDIO and rule.at_most != 0 and Role.VOICE in (rule.roles or (Role.VOICE,))
        for rule in capability.inputs
    )
    if capability.voice and provider.name in member.voices:
        made = made.with_(voice=member.voices[provider.name])
    elif member.recording is not None and heard:
        sample = media_of(member.recording, Role.VOICE, MediaKind.AUDIO)
        made, use = made.with_(voice=None, media=(*plain.media, sample)), Use.RECORDING
    else:
        return
    members = (member.at(provider.name),)
    part = Part(name=member.name, use=use, pictures=())
    yield made.with_(cast=replace(_of(plain, members), voice=plain.voice or "", parts=(part,)))


def _of(plain: Request, members: tuple[Member, ...]) -> Cast:
    """What is to be known of the request before the cast took its part."""
    return Cast(
        said=plain.prompt,
        operation=plain.operation,
        members=members,
        shots=tuple(shot.prompt for shot in plain.shots),
    )


def media_of(file: StoredFile, role: Role, kind: MediaKind = MediaKind.IMAGE) -> Media:
    """A file of the cast as an input."""
    info = MediaInfo(
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        width=file.width,
        height=file.height,
        duration=file.duration,
    )
    return Media(kind=kind, role=role, source=file.path, info=info)
