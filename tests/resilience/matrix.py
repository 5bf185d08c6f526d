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

from tests.resilience.chaos import ChaosHarness

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
class InjectedFault:
    """One fault: how it is switched on (`times` None: for ever), and what is wished for while it is."""

    name: str
    arm: Callable[[Any, int | None], None]
    media_request: str = "clip"


@dataclass(frozen=True)
class Met:
    """How a request ended: exit code, stable word, and the words in both languages."""

    exit: int
    status: str
    en: str
    zh: str


JourneyRequest = Callable[[Studio, ChaosHarness], Awaitable[Response]]


async def clip(studio: Studio, chaos: ChaosHarness, **more: Any) -> Response:
    values = {"provider": chaos.target.name, "prompt": "a fox at dawn", "duration": 5, **more}
    consent = Consent(approve_cost=chaos.target.ceiling)
    job = await studio.run(studio.read("video", values), consent, timeout=chaos.patience, observer=NullObserver())
    return of_job(studio, job)


async def photo_clip(studio: Studio, chaos: ChaosHarness) -> Response:
    (studio.cwd / "photo.jpg").write_bytes(PHOTO.read_bytes())
    return await clip(studio, chaos, image=["photo.jpg"])


async def edit(studio: Studio, chaos: ChaosHarness) -> Response:
    """Something said into a project that has a clip."""
    media_request = studio.read(
        "edit", {"provider": chaos.target.name, "operation": "chat_edit", "prompt": "Lower the music"}
    )
    consent = Consent(approve_cost=chaos.target.ceiling)
    return of_job(studio, await studio.run(media_request, consent, timeout=chaos.patience, observer=NullObserver()))


async def history(studio: Studio, chaos: ChaosHarness) -> Response:
    return of_history(
        studio, chaos.target.name, await studio.accounts.history(chaos.target.name, Window(days=7), "en"), 1
    )


async def quota(studio: Studio, chaos: ChaosHarness) -> Response:
    return of_quota(studio, chaos.target.name, await studio.accounts.quota(chaos.target.name, Window(), "en"))


async def login(studio: Studio, chaos: ChaosHarness) -> Response:
    """A sign-in; the person approves as soon as the link is there."""
    link: AuthLink | None = None
    name, action = chaos.target.name, AuthAction(verb=AuthVerb.LOGIN)
    try:
        async for event in studio.accounts.act(name, action, timeout=chaos.patience):
            if isinstance(event, AuthLink):
                link = event
                approve(chaos)
            elif isinstance(event, AuthDone):
                return of_auth(studio, name, event)
    except MediawrightError as error:
        if error.code != "still_running" or link is None:
            raise
    assert link is not None
    return of_login(studio, name, link)


async def logout(studio: Studio, chaos: ChaosHarness) -> Response:
    async for event in studio.accounts.act(chaos.target.name, AuthAction(verb=AuthVerb.LOGOUT)):
        if isinstance(event, AuthDone):
            return of_auth(studio, chaos.target.name, event)
    raise AssertionError("a sign-out ends")


def approve(chaos: ChaosHarness) -> None:
    """The person's click on the sign-in page."""
    for login in chaos.service_state.logins.values():
        login.state, login.account = "APPROVED", chaos.service_state.new_account(login.identity_id)


REQUESTS: Mapping[str, JourneyRequest] = {
    "clip": clip,
    "photo": photo_clip,
    "edit": edit,
    "history": history,
    "quota": quota,
    "login": login,
    "logout": logout,
}
#: what has to be there before the fault is switched on
BEFORE: Mapping[str, JourneyRequest] = {"edit": clip, "history": clip, "logout": login}
#: keys in the environment that a run goes without: what is met there is the way in
LEFT_OUT = {"login": ("CHATARTPRO_",), "logout": ("CHATARTPRO_",)}


def met(chaos: ChaosHarness, folder: Path, injected: InjectedFault, times: int | None) -> Met:
    """The request in a fresh home, with the fault switched on."""
    chaos.service_state.reset()
    chaos.clear()
    shell = chaos.shell(folder)
    left_out = ("NEMO_TOKEN", *LEFT_OUT.get(injected.media_request, ()))
    env = shell.env | {"MEDIAWRIGHT_TEST_PACE": str(PACE)} | chaos.target.fast
    env = {name: value for name, value in env.items() if not name.startswith(left_out)}
    response, words = asyncio.run(_run(env, shell.cwd, chaos, injected, times))
    return Met(int(response.exit), response.status, words["en"], words["zh"])


async def _run(
    env: Mapping[str, str], cwd: Path, chaos: ChaosHarness, injected: InjectedFault, times: int | None
) -> tuple[Response, dict[str, str]]:
    async with Studio.open(env, cwd) as studio:
        if injected.media_request in BEFORE:
            await BEFORE[injected.media_request](studio, chaos)
        injected.arm(chaos, times)
        try:
            response = await REQUESTS[injected.media_request](studio, chaos)
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
