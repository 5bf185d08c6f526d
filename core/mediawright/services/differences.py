"""How a finished job's files differ from what was asked and paid for: said plainly, never passed over."""

from collections.abc import Iterator
from pathlib import Path

from mediawright.files.mp4 import track_kinds
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message
from mediawright.types.operations import MediaKind

#: a length may differ by a second, or by this share of what was asked
SECONDS, SHARE = 1.0, 0.1
#: a ratio may differ by this share: providers round to multiples of eight or sixteen pixels
RATIO_SHARE = 0.05


def differences(job: Job) -> list[Message]:
    """What a person would otherwise find out by opening the files: number, twins, length, shape, missing sound. Blocking."""
    if not job.assets:
        return []
    return [*_number(job), *_twins(job.assets), *_length(job), *_shape(job), *_sound(job)]


def _number(job: Job) -> Iterator[Message]:
    wanted = job.request.count
    if wanted is not None and len(job.assets) < wanted:
        yield Message("differs.fewer", {"found": len(job.assets), "wanted": wanted})


def _twins(assets: tuple[Asset, ...]) -> Iterator[Message]:
    if len({asset.sha256 for asset in assets}) < len(assets):
        yield Message("differs.twins")


def _length(job: Job) -> Iterator[Message]:
    wanted = job.request.duration
    for asset in job.assets if wanted is not None else ():
        found = asset.duration if asset.kind is MediaKind.VIDEO else None
        if found is not None and wanted is not None and abs(found - wanted) > max(SECONDS, SHARE * wanted):
            yield Message("differs.length", {"found": round(found, 1), "wanted": wanted})
            return


def _shape(job: Job) -> Iterator[Message]:
    across, colon, down = (job.request.aspect_ratio or "").partition(":")
    if not (colon and across.isdigit() and down.isdigit() and int(across) and int(down)):
        return
    wanted = int(across) / int(down)
    for asset in job.assets:
        if asset.width and asset.height and abs(asset.width / asset.height / wanted - 1) > RATIO_SHARE:
            found = f"{asset.width}×{asset.height}"
            yield Message("differs.shape", {"found": found, "wanted": job.request.aspect_ratio})
            return


def _sound(job: Job) -> Iterator[Message]:
    for asset in job.assets if job.request.sound else ():
        kinds = track_kinds(Path(asset.path)) if asset.kind is MediaKind.VIDEO else frozenset()
        if b"vide" in kinds and b"soun" not in kinds:
            yield Message("differs.silent")
            return
