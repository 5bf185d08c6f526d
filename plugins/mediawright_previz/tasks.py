"""A job's rendering as the core sees it: accepted, looked at, watched, handed over."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path

from mediawright.plugin import (
    Context,
    InvalidRequest,
    LocalFault,
    Media,
    Message,
    Operation,
    Problem,
    Progress,
    Request,
    Sink,
    State,
)
from mediawright.sdk.typesetting import FontSet, find_fonts, has_cjk, installed_fonts
from mediawright_previz import assembling
from mediawright_previz.job_folder import Spec, Workshop
from mediawright_previz.labels import DOMAIN, Lang, drawn_language, phrase
from mediawright_previz.probe import probe
from mediawright_previz.provider import FREE
from mediawright_previz.render.clips import seconds_of
from mediawright_previz.render.pictures import UnreadableInput
from mediawright_previz.render.plan import Plan, make_plan
from mediawright_previz.render.takes import Step, Stopped, Tell, forget_chunks, frames_on_disk, path_of, render
from mediawright_previz.render.worker import steps


async def accept(ctx: Context, request: Request) -> None:
    """Keep what is to be rendered, and say once what the preview will not be able to show.

    Raises InvalidRequest for an input that cannot be decoded."""
    if request.operation is Operation.ASSEMBLE:
        _keep(ctx, request)
        return
    await asyncio.to_thread(_probe, request)
    fonts = await asyncio.to_thread(fonts_for, ctx)
    if fonts.cjk is None and has_cjk(all_words(request)):
        ctx.say(Message("previz.notice.no_cjk_font", domain=DOMAIN))
    if any(media.is_url for media in request.media):
        ctx.say(Message("previz.notice.links", domain=DOMAIN))
    _keep(ctx, request)


def _keep(ctx: Context, request: Request) -> None:
    media = tuple(_absolute(item) for item in request.media)
    Workshop(ctx.workdir).write_spec(Spec(request.with_(media=media), _language(ctx, request)))


def _probe(request: Request) -> None:
    """Open every local input once: a damaged one is refused now, not in the middle of the rendering."""
    for media in request.media:
        try:
            probe(media)
        except UnreadableInput as error:
            raise InvalidRequest(Problem("media", _error(error)), provider=DOMAIN) from error


def all_words(request: Request) -> str:
    return " ".join([request.prompt, *(shot.prompt for shot in request.shots)])


def _absolute(media: Media) -> Media:
    """A path that still holds when the rendering goes on from another folder."""
    return media if media.is_url else replace(media, source=str(Path(media.source).resolve()))


def _language(ctx: Context, request: Request) -> Lang:
    if ctx.lang in ("en", "zh"):
        return "zh" if ctx.lang == "zh" else "en"
    return "zh" if has_cjk(all_words(request)) else "en"


def fonts_for(ctx: Context) -> FontSet:
    """The fonts of the folders that the setting names, else of this machine."""
    folders = ctx.settings.get("fonts", "")
    if not folders:
        return installed_fonts()
    return find_fonts([Path(folder) for folder in folders.split(os.pathsep)])


def _plan(workshop: Workshop, fonts: FontSet) -> Plan:
    """The plan of the kept spec. Raises LocalFault, UnreadableInput."""
    spec = workshop.read_spec()
    return make_plan(spec.request, drawn_language(spec.lang, fonts.cjk is not None), seconds_of)


def _film(workshop: Workshop) -> Request | None:
    """The request of a film that is to be cut; None for a clip or a picture."""
    request = workshop.read_spec().request
    return request if request.operation is Operation.ASSEMBLE else None


async def poll_job(ctx: Context) -> Progress:
    """What the folder says: finished, cancelled, or to be rendered, with the share of finished files."""
    workshop = Workshop(ctx.workdir)
    if workshop.cancelled:
        return Progress(state=State.CANCELLED)
    if _film(workshop) is not None:
        return assembling.look(workshop)
    try:
        plan = await asyncio.to_thread(_plan, workshop, fonts_for(ctx))
    except UnreadableInput as error:
        return _failed(error)
    if workshop.done:
        return _succeeded(plan)
    ready = frames_on_disk(plan, workshop.folder)
    return Progress(state=State.RUNNING, percent=100 * ready // (plan.frames * plan.takes))


async def rendering(ctx: Context) -> AsyncIterator[Progress]:
    """Render, telling how far it is; the last progress is final. Raises LocalFault when the disk refuses."""
    workshop = Workshop(ctx.workdir)
    film = _film(workshop)
    if film is not None:
        async for progress in assembling.assembling(ctx, film):
            yield progress
        return
    first = await poll_job(ctx)
    if first.state is not State.RUNNING:
        yield first
        return
    fonts = await asyncio.to_thread(fonts_for, ctx)
    plan = await asyncio.to_thread(_plan, workshop, fonts)
    try:
        async with aclosing(steps(partial(_work, workshop, plan, fonts, ctx.new_id()))) as stream:
            async for step in stream:
                yield _running(plan, step)
    except UnreadableInput as error:
        yield _failed(error)
    except Stopped:
        forget_chunks(workshop.folder)
        yield Progress(state=State.CANCELLED)
    except OSError as error:
        raise LocalFault(Message("previz.error.disk", domain=DOMAIN), provider=DOMAIN) from error
    else:
        workshop.finish()
        yield _succeeded(plan)


def _work(workshop: Workshop, plan: Plan, fonts: FontSet, unique: str, tell: Tell) -> None:
    def watched(step: Step) -> None:
        if workshop.cancelled:
            raise Stopped
        tell(step)

    render(plan, workshop.folder, fonts, watched, unique)


async def hand_over(ctx: Context, progress: Progress, sink: Sink) -> None:
    """Give every finished file to the sink; a file that was handed over before is rendered once more."""
    workshop = Workshop(ctx.workdir)
    film = _film(workshop)
    if film is not None:
        await assembling.hand_over(ctx, film, progress, sink)
        return
    fonts = await asyncio.to_thread(fonts_for, ctx)
    plan = await asyncio.to_thread(_plan, workshop, fonts)
    for output in progress.outputs:
        path = path_of(plan, workshop.folder, output.index)
        if not path.exists():
            await asyncio.to_thread(render, plan, workshop.folder, fonts, lambda step: None, ctx.new_id())
        await sink.take(output, path)


def _running(plan: Plan, step: Step) -> Progress:
    return Progress(state=State.RUNNING, percent=step.percent, stage=_stage(plan, step))


def _stage(plan: Plan, step: Step) -> str | None:
    """Where it stands, where there is more than one place to stand."""
    parts = []
    if plan.takes > 1:
        parts.append(phrase(plan.lang, "previz.stage.take", number=step.take + 1, total=plan.takes))
    if len(plan.film) > 1:
        parts.append(phrase(plan.lang, "previz.stage.shot", number=step.scene + 1, total=len(plan.film)))
    return ", ".join(parts) or None


def _succeeded(plan: Plan) -> Progress:
    return Progress(state=State.SUCCEEDED, percent=100, outputs=plan.outputs(), charged=FREE)


def _failed(error: UnreadableInput) -> Progress:
    return Progress(state=State.FAILED, reason=_error(error))


def _error(error: UnreadableInput) -> Message:
    key = "previz.error.gone" if error.gone else "previz.error.unreadable"
    return Message(key, {"name": error.name}, domain=DOMAIN)
