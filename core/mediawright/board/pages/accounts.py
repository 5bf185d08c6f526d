"""Providers: who is signed in, the way in as a link and a picture to scan, what is left."""

import asyncio
from contextlib import suppress
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from mediawright.board.site import Site
from mediawright.board.views.accounts import balances_view, provider_view, sign_in_view
from mediawright.board.views.blocks import page_view
from mediawright.handlers.response import Response as Answer
from mediawright.handlers.sign_in import sign_in as follow
from mediawright.present.catalog import render
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthAction, AuthLink, AuthVerb, Quota, Window
from mediawright.types.errors import MediawrightError
from mediawright.types.message import Lang
from mediawright.types.provider import AuthKind

#: how long the page waits for a link, and how long a sign-in is followed (seconds)
LINK_S, FOLLOW_S = 15.0, 900.0


async def listing(site: Site, request: Request) -> Response:
    """Every provider that works, the ones that can be used first."""

    async def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        found = []
        for plugin in studio.registry.load_all():
            try:
                status = await studio.accounts.status(plugin.name, lang)
            except MediawrightError:
                status = None
            found.append(provider_view(plugin.provider, status, lang))
        found.sort(key=lambda view: (not view["ready"], view["title"]))
        failures = studio.registry.load_failures.values()
        broken = [{"name": failure.name, "why": render(failure.reason, lang)} for failure in failures]
        return {"providers": found, "broken": broken}

    return await site.shown(request, "providers.html", "providers", make)


async def balance(site: Site, request: Request) -> Response:
    """What is left at one provider, as a fragment: it is asked over the network, so nothing else waits for it."""
    lang, name = site.lang(request), request.path_params["name"]

    async def work(studio: Studio) -> Quota:
        return await studio.accounts.quota(name, Window(), lang)

    try:
        found = await site.work.read_only(work)
    except MediawrightError as error:
        answer = await site.work.failure(error, lang)
        text = site.templates.text("fragments/answer_only.html", lang, answer=page_view(answer.page, lang))
    else:
        text = site.templates.text("fragments/balances.html", lang, view=balances_view(found, lang))
    return HTMLResponse(text)


async def sign_in(site: Site, request: Request, form: FormData) -> Response:
    """Begin a sign-in, or take up the pending one, and show its link."""
    lang, name = site.lang(request), request.path_params["name"]
    shown: asyncio.Future[AuthLink | None] = asyncio.get_running_loop().create_future()

    def show(link: AuthLink) -> None:
        if not shown.done():
            shown.set_result(link)

    async def work(studio: Studio) -> Answer:
        try:
            return await follow(studio, name, AuthAction(verb=AuthVerb.LOGIN, lang=lang), FOLLOW_S, show=show)
        finally:
            if not shown.done():
                shown.set_result(None)

    following = asyncio.create_task(site.work.answer(work, lang))
    site.work.follow(f"sign-in {name}", following)
    with suppress(TimeoutError):
        link = await asyncio.wait_for(asyncio.shield(shown), LINK_S)
        if link is not None:
            site.work.links[name] = link
            return site.to(f"/providers/{name}/sign-in")
    if following.done():
        return site.led_to(request, following.result())
    return site.to("/providers")


async def way_in(site: Site, request: Request) -> Response:
    """The link of a pending sign-in, to be opened here or scanned with a phone."""
    name = request.path_params["name"]
    link = site.work.links.get(name)
    if link is None:
        return site.to("/providers")

    def make(studio: Studio, lang: Lang) -> dict[str, Any]:
        return {"name": name, "view": sign_in_view(studio.registry.load(name).provider, link, lang)}

    return await site.shown(request, "sign_in_provider.html", "providers", make)


async def state(site: Site, request: Request) -> Response:
    """Is somebody signed in by now? For the page that waits for it."""
    lang, name = site.lang(request), request.path_params["name"]

    async def work(studio: Studio) -> bool:
        plugin = studio.registry.load(name)
        by_link = AuthKind.DEVICE in plugin.provider.auth
        return by_link and bool((await studio.accounts.status(name, lang)).signed_in)

    try:
        return JSONResponse({"signed_in": await site.work.read_only(work)})
    except MediawrightError:
        return JSONResponse({"signed_in": False})
