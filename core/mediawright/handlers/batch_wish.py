"""A wish for many at once: "batch these: prompts.txt, cheapest, the total first", as the command that does it. Pure."""

from pathlib import PurePath

from mediawright.commands.action import Action
from mediawright.router.language.lazy_pattern import LazyPattern
from mediawright.types.route import Route

#: a file that holds one description per line
SUFFIX = ".txt"
_MANY = LazyPattern(
    r"批量|批处理|[每逐][一]?[行条句]|一[行条句]一|都[做生画]|这些|提示词"
    r"|(?i:\bbatch\b|\beach line|\bevery line|(?:one|1) per line|line by line|\ball (?:of )?(?:these|them|the)\b"
    r"|\bthese\b|\bprompts\b)"
)
_CHEAP = LazyPattern(r"便宜|省钱|(?i:\bcheap(?:est)?\b)")
_PICTURE = LazyPattern(r"[图画]|照片|海报|(?i:\b(?:pictures?|images?|posters?|photos?|pics?)\b)")
_CLIP = LazyPattern(r"视频|短片|动画|(?i:\b(?:videos?|clips?|films?)\b)")
#: what the words may set for all lines
TAKEN = ("duration", "aspect_ratio", "resolution", "model")


def batch_of(route: Route, text: str) -> Action | None:
    """The command, where a message names a file of descriptions and speaks of many; None for any other message."""
    files = [name for name in route.sources if PurePath(name).suffix.lower() == SUFFIX]
    if len(files) != 1 or not _MANY.search(text):
        return None
    kind = "image" if _PICTURE.search(text) else "video" if _CLIP.search(text) or "duration" in route.params else None
    values = {name: route.params[name] for name in TAKEN if name in route.params}
    return Action.of(
        "batch",
        file=files[0],
        kind=kind,
        cheapest=True if _CHEAP.search(text) else None,
        provider=route.provider,
        **values,
    )
