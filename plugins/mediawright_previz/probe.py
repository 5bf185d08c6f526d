"""Whether a local input can be decoded at all, found out before anything is rendered."""

import av

from mediawright.plugin import Media, MediaKind
from mediawright_previz.render.clips import ClipReader
from mediawright_previz.render.pictures import UnreadableInput, open_picture

#: a picture is decoded at about this size, which is enough to find damage
SMALL = (64, 64)


def probe(media: Media) -> None:
    """Raises UnreadableInput for a local picture, clip or sound that cannot be decoded. A link is not opened."""
    if media.is_url:
        return
    if media.kind is MediaKind.IMAGE:
        open_picture(media, SMALL)
    elif media.kind is MediaKind.VIDEO:
        ClipReader(media, SMALL).close()
    elif media.kind is MediaKind.AUDIO:
        _probe_sound(media)


def _probe_sound(media: Media) -> None:
    try:
        with av.open(media.source) as container:
            heard = next(container.decode(audio=0), None)
    except (OSError, av.FFmpegError, IndexError) as error:
        raise UnreadableInput(media) from error
    if heard is None:
        raise UnreadableInput(media)
