"""Results as cards: what a gallery, a comparison and a job's own page show of each file. Pure."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath

from mediawright.board.views.blocks import View
from mediawright.ledger.results import Result
from mediawright.present.catalog import render
from mediawright.present.pages.fields import Providers, model_in, sum_words, title_in, with_provider
from mediawright.present.values import duration, moment, size
from mediawright.types.job import Asset, Job
from mediawright.types.message import Lang, Message
from mediawright.types.operations import MediaKind, Operation

#: what can be made from a result, by its kind; shown where any provider can do it
USES: dict[MediaKind, tuple[Operation, ...]] = {
    MediaKind.IMAGE: (
        Operation.IMAGE_TO_VIDEO,
        Operation.EDIT_IMAGE,
        Operation.UPSCALE_IMAGE,
        Operation.REMOVE_BACKGROUND,
        Operation.OUTPAINT,
    ),
    MediaKind.VIDEO: (
        Operation.EXTEND_VIDEO,
        Operation.EDIT_VIDEO,
        Operation.UPSCALE_VIDEO,
        Operation.VIDEO_TO_AUDIO,
    ),
    MediaKind.AUDIO: (Operation.TRANSCRIBE,),
}


def cards(results: Sequence[Result], providers: Providers, lang: Lang) -> list[View]:
    """One card per file, jobs in the order given."""
    return [card for result in results for card in cards_of(result, providers, lang)]


def cards_of(result: Result, providers: Providers, lang: Lang) -> Iterator[View]:
    """The cards of one job."""
    job = result.job
    shared = {
        "job": job.id,
        "prompt": job.request.prompt.strip(),
        "operation": render(Message(f"operation.{job.request.operation.value}"), lang),
        "model": model_words(job, providers, lang),
        "price": price_words(job, lang),
        "when": moment(job.finished_at or job.created_at, lang),
        "favourite": result.favourite,
        "tags": list(result.tags),
        "thread": result.thread,
        "of": len(job.assets),
    }
    for number, asset in enumerate(job.assets, 1):
        yield {**shared, "number": number, "key": f"{job.id}:{number}", **_file(asset, lang)}


def _file(asset: Asset, lang: Lang) -> View:
    shape = f"{asset.width}×{asset.height}" if asset.width and asset.height else ""
    timed = asset.duration and asset.kind in (MediaKind.VIDEO, MediaKind.AUDIO)
    return {
        "kind": asset.kind.value,
        "type": asset.media_type,
        "name": render(PurePath(asset.path).name, lang),
        "path": asset.path,
        "size": size(asset.size),
        "shape": shape,
        "width": asset.width or 16,
        "height": asset.height or 9,
        "seconds": duration(asset.duration, lang) if timed and asset.duration else "",
        "stamp": asset.sha256[:12],
    }


def model_words(job: Job, providers: Providers, lang: Lang) -> str:
    """ "Model (Provider)"."""
    return render(
        with_provider(model_in(providers, job.provider, job.request), title_in(providers, job.provider)), lang
    )


def price_words(job: Job, lang: Lang) -> str:
    """What it cost; else what it was quoted at; "" where nobody knows."""
    if job.charged is not None:
        return render(sum_words(job.charged), lang)
    price = job.quote.price if job.quote is not None else None
    if price is None or price.amount is None:
        return ""
    return render(Message("price.free") if price.free else Message("price.quoted", {"amount": price.amount}), lang)


def uses(kind: str, providers: Providers, lang: Lang) -> list[View]:
    """What can be made from a result of this kind here."""
    able = {operation for provider in providers.values() for operation in provider.operations}
    found = [operation for operation in USES.get(MediaKind(kind), ()) if operation in able]
    return [{"value": op.value, "label": render(Message(f"operation.{op.value}"), lang)} for op in found]
