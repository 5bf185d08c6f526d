"""A request as it was asked for, before the cast took its part in it. Pure."""

from dataclasses import replace

from mediawright.types.request import Request, Role


def before(request: Request) -> Request:
    """The request with its `@name` again, without the pictures, subjects and voices that stand for them.

    What else was filled in since (model, length, seed) stays.
    """
    cast = request.cast
    if cast is None or cast.saves or cast.operation is None:
        return request
    own = {file.path for member in cast.members for file in member.files}
    ids = {copy for member in cast.members for copy in member.copies.values()}
    media = tuple(item for item in request.media if item.given.source not in own)
    if cast.plain:
        first = Role.FIRST_FRAME
        media = tuple(replace(item, role=Role.REFERENCE) if item.role is first else item for item in media)
    shots = tuple(replace(shot, prompt=said) for shot, said in zip(request.shots, cast.shots, strict=True))
    return request.with_(
        prompt=cast.said,
        operation=cast.operation,
        media=media,
        subject_ids=tuple(one for one in request.subject_ids if one not in ids),
        shots=shots,
        voice=cast.voice or request.voice,
        cast=None,
    )
