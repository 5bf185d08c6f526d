"""The file itself, and stopping an export (docs/contracts/nemovideo.md §9.5)."""

from mediawright.plugin import Context, Output, Progress, Sink, Task, Unreachable
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.handle import Handle, Phase
from mediawright_nemovideo.responses import render_url
from mediawright_nemovideo.service import cancel_render, download_path


async def fetch(ctx: Context, task: Task, progress: Progress, sink: Sink) -> None:
    """Every output, by its direct link without any of our headers; where that gives no clip, by the service (N-R2).

    Raises what the sink raises when neither way gives the file.
    """
    api, handle = Api.of(ctx, settled=True), Handle.of(task)
    for output in progress.outputs:
        if not output.extra.get("fallback"):
            try:
                await sink.fetch(output)
                continue
            except Unreachable as error:
                ctx.debug("direct link unusable", code=error.code)
        await _fallback(api, handle, output, sink)


async def _fallback(api: Api, handle: Handle, output: Output, sink: Sink) -> None:
    """The download endpoint streams the file, or names a link to it."""
    url = api.config.url(download_path(handle.render_id))
    headers = await api.headers()
    async with api.ctx.stream("GET", url, headers=headers) as stream:
        named = ""
        if "json" in stream.headers.get("content-type", ""):
            named = _named(await stream.read())
    if named:
        await sink.fetch(output, named)
    else:
        await sink.fetch(output, url, headers=headers, trusted=True)


def _named(content: bytes) -> str:
    import json

    try:
        body = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    return render_url(body) if isinstance(body, dict) else ""


async def cancel(ctx: Context, task: Task) -> bool:
    """An export can be stopped; a turn cannot: closing the stream does not end it (§5.5)."""
    handle = Handle.of(task)
    if handle.phase is not Phase.EXPORT or not handle.render_id:
        return False
    return await cancel_render(Api.of(ctx, settled=True), handle.render_id)
