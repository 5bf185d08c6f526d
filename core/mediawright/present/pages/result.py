"""The page after: the file or link first, what was measured of it, what it cost, and what can be done next."""

from collections.abc import Mapping

from mediawright.commands.action import Next
from mediawright.present.page import Block, File, FrontEnd, Link, Page, Row, Rows, Section, Words
from mediawright.present.pages.fields import asset_rows, field_row, kind_of, say, sum_words, title_of, with_provider
from mediawright.types.job import Asset, Job
from mediawright.types.message import Message, Text
from mediawright.types.money import Amount
from mediawright.types.operations import Operation

#: what stands before a draft
DRAWN = "📝"


def result(
    job: Job,
    *,
    provider: Text,
    model: Text | None = None,
    links: Mapping[int, str] | None = None,
    balance: Amount | None = None,
    free: bool = False,
    draft: bool = False,
    next: tuple[Next, ...] = (),
) -> Page:
    """What was made, or a `draft` of it, which is never called the thing itself.

    `links`: public addresses by output index (never a signed one); `balance`: what is left now."""
    links = links or {}
    body: list[Block] = []
    if job.subject_id is not None:
        # of a saved voice a sample may have come beside its id
        name = "voice" if job.request.operation is Operation.CLONE_VOICE else "subject"
        body.append(Rows((field_row(name, str(job.request.options.get("name") or job.subject_id)),)))
    if len(job.assets) == 1:
        body += _one(job.assets[0], links.get(0))
        body.append(Rows((*asset_rows(job.assets[0]), *_shared(job, provider, model, balance, free))))
    else:
        for number, asset in enumerate(job.assets, 1):
            body += _one(asset, links.get(number - 1), number)
            body.append(Rows(tuple(asset_rows(asset))))
        body.append(_together(job, Rows(tuple(_shared(job, provider, model, balance, free)))))
    return Page(
        name="result",
        emoji=DRAWN if draft else kind_of(job.request.operation).emoji,
        title=_title(job, draft),
        body=(
            *body,
            Rows((field_row("job", job.id),), only=FrontEnd.TERMINAL),
        ),
        close=say("result.draft") if draft else _close(job, free),
        data={"job": job, "assets": job.assets, "charged": job.charged, "balance": balance},
        next=next,
    )


def _title(job: Job, draft: bool) -> Message:
    if draft:
        return say("title.result.draft", operation=say(f"operation.{job.request.operation}"))
    return title_of("result", job.request.operation, len(job.assets) > 1)


def _together(job: Job, shared: Rows) -> Block:
    """What holds for all results is not mistaken for a fact of the last one."""
    return Section(say("result.all"), (shared,)) if job.assets else shared


def _one(asset: Asset, link: str | None, number: int | None = None) -> list[Block]:
    blocks: list[Block] = [File(asset, number)]
    if link is not None:
        blocks.append(Link(link, say("label.link", number=number) if number else say(f"label.link_{asset.kind.value}")))
    return blocks


def _shared(job: Job, provider: Text, model: Text | None, balance: Amount | None, free: bool) -> list[Row]:
    named: Words = with_provider(model or job.request.model, provider)
    rows = [field_row("model", named)]
    if free:
        rows.append(field_row("cost", say("price.free")))
    elif job.charged is not None:
        rows.append(field_row("cost", sum_words(job.charged)))
    elif job.quote is not None and job.quote.price.amount is not None:
        rows.append(field_row("cost", say("price.quoted", amount=job.quote.price.amount)))
    if balance is not None and not free:
        rows.append(field_row("balance", say("price.exact", amount=balance)))
    return rows


def _close(job: Job, free: bool) -> Message:
    if job.subject_id is not None:
        return say("result.voice" if job.request.operation is Operation.CLONE_VOICE else "result.subject")
    return say("result.adjust_free" if free else "result.adjust")
