"""Local inputs against the limits of a model: a service takes an unfit file, works for minutes and fails. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mediawright.types.constraints import WRONG_TYPE, format_name
from mediawright.types.message import Message, Problem, Text
from mediawright.types.request import Media, MediaInfo

MB = 2**20


def file_problems(
    media: Iterable[Media],
    limits: Mapping[str, Sequence[float]],
    rule: str = "",
    formats: Mapping[str, Sequence[str]] | None = None,
    title: Text | str = "",
) -> Iterator[Problem]:
    """Yield what was measured outside a limit; a link was not measured.

    `limits`: kind → most megabytes, seconds from and to, pixels of a side from and to, most of the longer side by the
    shorter; 0 for no limit. `formats`: kind → media types that the model takes, where they are fewer than its provider's;
    `title`: what the provider is called.
    """
    for item in media:
        told, taken = limits.get(item.kind.value), (formats or {}).get(item.kind.value)
        name = item.source.replace("\\", "/").rpartition("/")[2]
        if item.info is not None and told is not None:
            yield from _of(name, item.info, told, rule)
        if item.info is not None and taken and item.info.media_type not in taken:
            names = tuple(dict.fromkeys(map(format_name, taken)))
            values = {"name": name, "type": format_name(item.info.media_type), "provider": title, "format": names[0]}
            yield Problem("media", Message(WRONG_TYPE, values), allowed=names, rule=rule)


def _of(name: str, info: MediaInfo, told: Sequence[float], rule: str) -> Iterator[Problem]:
    megabytes, shortest, longest, small, large, ratio = told
    if info.size > megabytes * MB:
        values = {"name": name, "size": info.size, "limit": int(megabytes * MB)}
        yield Problem("media", Message("problem.media.too_big", values), rule=rule)
    if longest and info.duration is not None and not shortest - 0.5 <= info.duration < longest + 0.5:
        span = {"name": name, "least": f"{shortest:g}", "most": f"{longest:g}"}
        yield Problem("media", Message("sdk.file_length", span), rule=rule)
    if info.width and info.height:
        low, high = sorted((info.width, info.height))
        if low < small or (large and high > large) or (ratio and high > low * ratio):
            values = {"name": name, "width": info.width, "height": info.height}
            yield Problem("media", Message("sdk.file_shape", values), rule=rule)
