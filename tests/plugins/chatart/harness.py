"""What the tests of this provider share: a running simulator, contexts of the real core for one home, and requests."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.files.inputs import measure
from mediawright.files.outputs import FileSink
from mediawright.files.roots import Roots
from mediawright.paths import Home
from mediawright.plugin import (
    Amount,
    Asset,
    Job,
    Media,
    MediaInfo,
    MediaKind,
    Message,
    Operation,
    Output,
    Problem,
    Progress,
    Request,
    Role,
    State,
    Task,
)
from mediawright.secrets.store import Store
from mediawright.testing.fakes import FakeClock, PredictableIds
from mediawright.types.constraints import check, choose_model, complete
from mediawright.types.money import Approval, ApprovalKind
from mediawright_chatart import hooks
from mediawright_chatart.provider import provider
from mediawright_chatart.simulator.faults import FaultBox
from mediawright_chatart.simulator.state import ServiceState

KEY, IDENTITY = "sim-key-not-a-real-secret", "sim-identity"


class Switch:
    """One server for all tests, each with a service of its own behind it."""

    app: Any = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@dataclass
class Sim:
    """A running simulator and its insides."""

    url: str
    service_state: ServiceState
    faults: FaultBox

    def asked(self, path: str, method: str | None = None) -> list[dict[str, Any]]:
        """The recorded requests whose path starts so."""
        log = self.service_state.log
        return [r for r in log if r["path"].startswith(path) and method in (None, r["method"])]

    @property
    def submits(self) -> int:
        return len(self.asked("/web/video/generate-video")) + len(self.asked("/web/art/create"))


@dataclass
class Harness:
    """Contexts for one home, and what was said into them."""

    contexts: Contexts
    cwd: Path
    said: list[Message] = field(default_factory=list)

    def open(self, job_id: str | None = None, **more: Any) -> PluginContext:
        return self.contexts.open(provider(), job_id=job_id, on_say=self.said.append, **more)

    def measured(self, request: Request) -> Request:
        roots = Roots.of(self.cwd)
        return request.with_(media=tuple(measure(media, roots) for media in request.media))


def contexts_for(sim: Sim | None, root: Path, clock: FakeClock, signed_in: bool, environ: dict[str, str]) -> Contexts:
    """A home below `root`, pointed at the simulator and, if wished, signed in by the environment."""
    given = {"HOME": str(root / "user"), "MEDIAWRIGHT_HOME": str(root / "home"), "MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}
    if sim:
        given |= {"CHATART_BASE_URL": sim.url, "CHATART_OSS_ENDPOINT": sim.url, "CHATART_CDN_BASE": f"{sim.url}/cdn/"}
    if signed_in:
        given |= {"CHATARTPRO_API_KEY": KEY, "CHATARTPRO_UID": IDENTITY}
    used = {name: value for name, value in (given | environ).items() if value}
    home = Home.find(used)
    store = Store(home, lambda: None)
    return Contexts(home, Config(), used, clock, PredictableIds(), cwd=root / "work", store=store)


def media_request(operation: Operation = Operation.TEXT_TO_VIDEO, **fields: Any) -> Request:
    """A request with words, filled in like the core does: model, defaults."""
    return filled(Request(operation=operation, prompt=fields.pop("prompt", "a tram in the rain"), **fields))


def filled(request: Request) -> Request:
    request = hooks.complete(request)
    return complete(request, choose_model(provider(), request))


def found_problems(request: Request) -> list[Problem]:
    """What core and plugin say of a completed request."""
    model = choose_model(provider(), request)
    return [*check(provider(), model, request), *hooks.validate(request)]


def image(source: str, role: Role = Role.REFERENCE, **more: Any) -> Media:
    return Media(kind=MediaKind.IMAGE, role=role, source=source, **more)


def clip(source: str, role: Role = Role.SOURCE, **more: Any) -> Media:
    return Media(kind=MediaKind.VIDEO, role=role, source=source, **more)


CLIP_FACTS: dict[str, Any] = {
    "media_type": "video/mp4",
    "size": 1000,
    "sha256": "0" * 64,
    "width": 1280,
    "height": 720,
    "duration": 5.0,
}
PICTURE_FACTS: dict[str, Any] = {
    "media_type": "image/png",
    "size": 1000,
    "sha256": "1" * 64,
    "width": 640,
    "height": 480,
}


def clip_info(**facts: Any) -> MediaInfo:
    """Measured facts of a clip that nobody really has."""
    return MediaInfo(**(CLIP_FACTS | facts))


def picture_info(**facts: Any) -> MediaInfo:
    return MediaInfo(**(PICTURE_FACTS | facts))


def job_of(request: Request, clock: FakeClock, *, job_id: str = "job-1", ceiling: int | None = None) -> Job:
    limit = None if ceiling is None else Amount(Decimal(ceiling), "credits")
    now = clock.now()
    approval = Approval(
        kind=ApprovalKind.PERSON, request_hash="", ceiling=limit, at=now, expires_at=now + timedelta(hours=1)
    )
    return Job(
        id=job_id,
        request=request,
        request_hash="",
        provider="chatart",
        state=State.SUBMITTING,
        created_at=now,
        updated_at=now,
        approval=approval,
    )


async def until_done(ctx: PluginContext, task: Task, polls: int = 20) -> Progress:
    """Poll to a verdict; time passes between the polls."""
    for _ in range(polls):
        progress = await hooks.poll(ctx, task)
        if progress.state in (State.SUCCEEDED, State.FAILED):
            return progress
        task = progress.task or task
        await ctx.clock.sleep(30)
    raise AssertionError("never finished")


class Keeping(FileSink):
    """The core's own sink, remembering what it delivered."""

    def __init__(self, sink: FileSink) -> None:
        self.__dict__.update(sink.__dict__)
        self.assets: list[Asset] = []

    async def fetch(self, output: Output, url: str | None = None, **more: Any) -> Asset:
        self.assets.append(await super().fetch(output, url, **more))
        return self.assets[-1]
