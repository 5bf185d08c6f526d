"""Which standard a request goes by, and which path of the new one (docs/contracts/kling-more.md §1, §2). Pure."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from mediawright.plugin import Operation, Request, dataclass, table
from mediawright_kling.options import text_of

#: models that exist only there
NEW_ONLY = frozenset({"kling-3.0-turbo"})
OMNI = frozenset({"kling-v3-omni", "kling-video-o1"})
#: what is made through it at all
MADE = frozenset(
    {Operation.TEXT_TO_VIDEO, Operation.IMAGE_TO_VIDEO, Operation.REFERENCE_TO_VIDEO, Operation.EDIT_VIDEO}
    | {Operation.MOTION_CONTROL}
)


@dataclass(frozen=True, slots=True)
class NewPath:
    """One path of the new standard: its row of `paths.toml`."""

    row: Mapping[str, Any]

    @property
    def path(self) -> str:
        return str(self.row["path"])

    @property
    def kind(self) -> str:
        """What makes it: words (`text`), a first frame (`image`), anything (`omni`), a person and a clip (`motion`)."""
        return str(self.row["kind"])

    @property
    def model(self) -> str:
        return str(self.row["legacy"])

    @property
    def turbo(self) -> bool:
        """Always with sound, and no field to say so."""
        return self.model in NEW_ONLY

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(self.row.get("types", ()))

    @property
    def durations(self) -> tuple[int, ...]:
        """Whole seconds; a pair that is 5 and 10 means these two."""
        found = tuple(self.row.get("durations", ()))
        return found if found in ((), (5, 10)) else tuple(range(found[0], found[1] + 1))


@cache
def paths() -> tuple[NewPath, ...]:
    return tuple(NewPath(row) for row in table(__file__, "paths.toml")["path"])


def is_new(request: Request) -> bool:
    """A model that exists only there, or the person's own word; everything else stays with the standard that has more."""
    return (request.model or "").strip().lower() in NEW_ONLY or text_of(request, "standard") == "new"


def kind_of(request: Request) -> str:
    """Which kind of path a request needs."""
    if request.operation is Operation.MOTION_CONTROL:
        return "motion"
    if (request.model or "").strip().lower() in OMNI:
        return "omni"
    if request.videos or request.operation in (Operation.REFERENCE_TO_VIDEO, Operation.EDIT_VIDEO):
        return "omni"
    return "image" if request.images or request.subject_ids else "text"


def path_of(request: Request) -> NewPath | None:
    """The path of a request; None where its model has none for this (K-N3)."""
    kind, model = kind_of(request), (request.model or "").strip().lower()
    return next((one for one in paths() if (one.kind, one.model) == (kind, model)), None)


def models_with(kind: str) -> tuple[str, ...]:
    """The models that have a path of a kind."""
    return tuple(one.model for one in paths() if one.kind == kind)
