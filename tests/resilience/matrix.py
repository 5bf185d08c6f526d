"""Every fault that the simulators know, met once and for ever: how the command ends and what the person is told.

The runs go through the studio in this process, as the command line does, against the provider's simulator.
"""

import asyncio
import itertools
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.resilience.chaos import Arena

import mediawright
from mediawright.handlers.accounts import of_auth, of_history, of_login, of_quota
from mediawright.handlers.jobs import of_failure, of_job
from mediawright.handlers.response import Response
from mediawright.present.chat import chat
from mediawright.present.page import Page
from mediawright.runner.observer import NullObserver
from mediawright.services.approval import Consent
from mediawright.services.studio import Studio
from mediawright.types.auth import AuthAction, AuthDone, AuthLink, AuthVerb, Window
from mediawright.types.errors import MediawrightError

#: waits take so many times less
PACE = 200
#: a moment as pages show it, in both languages
WHEN = r"\d{1,2} [A-Z][a-z]{2} \d{2}:\d{2}|\d{1,2}月\d{1,2}日 \d{2}:\d{2}"
PHOTO = Path(mediawright.__file__).parent / "demo" / "photo.jpg"


@dataclass(frozen=True)
class Trouble:
    """One fault: how it is switched on (`times` None: for ever), and what is wished for while it is."""

    name: str
    arm: Callable[[Any, int | None], None]
    wish: str = "clip"


@dataclass(frozen=True)
class Met:
    """How a wish ended: exit code, stable word, and the words in both languages."""

    exit: int
    status: str
    en: str
    zh: str


Wish = Callable[[Studio, Arena], Awaitable[Response]]


async def clip(studio: Studio, arena: Arena, **more: Any) -> Response:
    values = {"provider": arena.target.name, "prompt": "a fox at dawn", "duration": 5, **more}
    consent = Consent(approve_cost=arena.target.ceiling)
    job = await studio.run(studio.read("video", values), consent, timeout=arena.patience, observer=NullObserver())
    return of_job(studio, job)


async def photo_clip(studio: Studio, arena: Arena) -> Response:
    (studio.cwd / "photo.jpg").write_bytes(PHOTO.read_bytes())
    return await clip(studio, arena, image=["photo.jpg"])


async def edit(studio: Studio, arena: Arena) -> Response:
    """Something said into a project that has a clip."""
    wish = studio.read("edit", {"provider": arena.target.name, "operation": "chat_edit", "prompt": "Lower the music"})
    consent = Consent(approve_cost=arena.target.ceiling)
    return of_job(studio, await studio.run(wish, consent, timeout=arena.patience, observer=NullObserver()))


async def history(studio: Studio, arena: Arena) -> Response:
    return of_history(
        studio, arena.target.name, await studio.accounts.history(arena.target.name, Window(days=7), "en"), 1
    )


async def quota(studio: Studio, arena: Arena) -> Response:
    return of_quota(studio, arena.target.name, await studio.accounts.quota(arena.target.name, Window(), "en"))


async def login(studio: Studio, arena: Arena) -> Response:
    """A sign-in; the person says yes as soon as the link is there."""
    link: AuthLink | None = None
    name, action = arena.target.name, AuthAction(verb=AuthVerb.LOGIN)
    try:
        async for event in studio.accounts.act(name, action, timeout=arena.patience):
            if isinstance(event, AuthLink):
                link = event
                approve(arena)
            elif isinstance(event, AuthDone):
                return of_auth(studio, name, event)
    except MediawrightError as error:
        if error.code != "still_running" or link is None:
            raise
    assert link is not None
    return of_login(studio, name, link)


async def logout(studio: Studio, arena: Arena) -> Response:
    async for event in studio.accounts.act(arena.target.name, AuthAction(verb=AuthVerb.LOGOUT)):
        if isinstance(event, AuthDone):
            return of_auth(studio, arena.target.name, event)
    raise AssertionError("a sign-out ends")


def approve(arena: Arena) -> None:
    """The person's click on the sign-in page."""
    for login in arena.world.logins.values():
        login.state, login.account = "APPROVED", arena.world.new_account(login.identity_id)


WISHES: Mapping[str, Wish] = {
    "clip": clip,
    "photo": photo_clip,
    "edit": edit,
    "history": history,
    "quota": quota,
    "login": login,
    "logout": logout,
}
#: what has to be there before the fault is switched on
BEFORE: Mapping[str, Wish] = {"edit": clip, "history": clip, "logout": login}
#: keys in the environment that a run goes without: what is met there is the way in
LEFT_OUT = {"login": ("CHATARTPRO_",), "logout": ("CHATARTPRO_",)}


def met(arena: Arena, folder: Path, trouble: Trouble, times: int | None) -> Met:
    """The wish in a fresh home, with the fault switched on."""
    arena.world.reset()
    arena.clear()
    shell = arena.shell(folder)
    left_out = ("NEMO_TOKEN", *LEFT_OUT.get(trouble.wish, ()))
    env = shell.env | {"MEDIAWRIGHT_TEST_PACE": str(PACE)} | arena.target.fast
    env = {name: value for name, value in env.items() if not name.startswith(left_out)}
    response, words = asyncio.run(_run(env, shell.cwd, arena, trouble, times))
    return Met(int(response.exit), response.status, words["en"], words["zh"])


async def _run(
    env: Mapping[str, str], cwd: Path, arena: Arena, trouble: Trouble, times: int | None
) -> tuple[Response, dict[str, str]]:
    async with Studio.open(env, cwd) as studio:
        if trouble.wish in BEFORE:
            await BEFORE[trouble.wish](studio, arena)
        trouble.arm(arena, times)
        try:
            response = await WISHES[trouble.wish](studio, arena)
        except MediawrightError as error:
            response = await of_failure(studio, error, "en")
        return response, {"en": told(response.page, "en"), "zh": told(response.page, "zh")}


def told(page: Page, lang: Any) -> str:
    """The sentences of an answer on one line, as far as its first link and without what differs from run to run."""
    lines = itertools.takewhile(lambda line: not line.startswith("http"), chat(page, lang).splitlines())
    words = " ".join(line for line in lines if not line.startswith(("📎", "•"))).strip()
    words = re.sub(r"https?://\S+", "<link>", words)
    words = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<number>", words)
    words = re.sub(r"[\d.]+ (min|s) so far|[\d.]+ (秒|分钟)(?=。)", "<time>", words)
    words = re.sub(WHEN, "<time>", words)
    return re.sub(r"\b\d{6,}\b", "<number>", words)
