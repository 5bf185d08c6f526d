"""mediawright: one skill for every media-generation provider.

    from mediawright import BlockingStudio, Consent

Names are imported when they are first used, so that `import mediawright` costs nothing.
"""

__version__ = "0.1.0"

#: what `typing` calls so; importing that would be a third of `--version`
TYPE_CHECKING = False

if TYPE_CHECKING:
    from mediawright.services.approval import Consent
    from mediawright.services.blocking import BlockingStudio
    from mediawright.services.studio import Studio
    from mediawright.types.errors import MediawrightError
    from mediawright.types.job import Asset, Job
    from mediawright.types.request import Media, Request

_HOMES = {
    "Asset": "mediawright.types.job",
    "BlockingStudio": "mediawright.services.blocking",
    "Consent": "mediawright.services.approval",
    "Job": "mediawright.types.job",
    "Media": "mediawright.types.request",
    "MediawrightError": "mediawright.types.errors",
    "Request": "mediawright.types.request",
    "Studio": "mediawright.services.studio",
}

__all__ = [
    "Asset",
    "BlockingStudio",
    "Consent",
    "Job",
    "Media",
    "MediawrightError",
    "Request",
    "Studio",
    "__version__",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
