"""What the tests of this provider share: a running simulator, contexts of the real core for one home, and requests."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request as Call
from urllib.request import urlopen

from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.context.protocol import Clock
from mediawright.files.inputs import measure
from mediawright.files.roots import Roots
from mediawright.paths import Home
from mediawright.plugin import (
    AuthAction,
    AuthEvent,
    AuthVerb,
    Job,
    Media,
    MediaInfo,
    MediaKind,
    Message,
    Operation,
    Problem,
    Progress,
    Request,
    Role,
    Shot,
    State,
    Task,
)
from mediawright.secrets.store import Store
from mediawright.testing.fakes import FakeClock, PredictableIds
from mediawright.types.constraints import check, choose_model, complete
from mediawright_kling import hooks
from mediawright_kling.request_body import Call as Built
from mediawright_kling.request_body import build, shown
from mediawright_kling.simulator.state import ServiceState

ACCESS, SECRET = "sim-access-key", "sim-not-a-secret"
URL = "https://media.example.com/one.jpg"
CLIP = "https://media.example.com/clip.mp4"


@dataclass
class Sim:
    """A running simulator and its insides."""

    url: str
    service_state: ServiceState

    def asked(self, start: str, method: str | None = None) -> list[dict[str, Any]]:
        """The recorded requests whose path starts so."""
        return [r for r in self.service_state.log if r["path"].startswith(start) and method in (None, r["method"])]

    @property
    def creates(self) -> int:
        return len(self.asked("/v1/", "POST"))

    def fault(self, kind: str, on: str = "* *", **more: Any) -> None:
        """Switch a fault on, the way anybody does it: by the switchboard."""
        self.post("/__sim/faults", {"kind": kind, "on": on, **more})

    def pass_time(self, seconds: float) -> None:
        self.service_state.clock.advance(seconds)

    def post(self, path: str, body: Any) -> Any:
        call = Call(self.url + path, json.dumps(body).encode(), {"content-type": "application/json"})
        with urlopen(call, timeout=10) as answer:
            return json.loads(answer.read())

    def create(self, path: str, **body: Any) -> tuple[int, dict[str, Any]]:
        """A create call by hand, with the simulator's API key: HTTP status and envelope."""
        return self.call("POST", path, body)

    def call(
        self, method: str, path: str, body: Any = None, bearer: str | None = "sim-api-key-not-a-secret"
    ) -> tuple[int, dict[str, Any]]:
        headers = {"content-type": "application/json"}
        if bearer is not None:
            headers["authorization"] = f"Bearer {bearer}" if bearer else ""
        data = None if body is None else json.dumps(body).encode()
        try:
            with urlopen(Call(self.url + path, data, headers, method=method), timeout=10) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            with error:
                return error.code, json.loads(error.read())

    def get(self, path: str) -> Any:
        with urlopen(self.url + path, timeout=10) as answer:
            return json.loads(answer.read())


@dataclass
class Harness:
    """Contexts for one home, and what was said into them."""

    contexts: Contexts
    cwd: Path
    said: list[Message] = field(default_factory=list)

    def open(self, job_id: str | None = None) -> PluginContext:
        return self.contexts.open(hooks.describe(), job_id=job_id, on_say=self.said.append)

    def measured(self, request: Request) -> Request:
        roots = Roots.of(self.cwd)
        return request.with_(media=tuple(measure(media, roots) for media in request.media))

    @property
    def keys_said(self) -> list[str]:
        return [message.key for message in self.said]


def contexts_for(root: Path, clock: FakeClock, environ: Mapping[str, str]) -> Contexts:
    """A home below `root` with exactly this environment."""
    given = {"HOME": str(root / "user"), "MEDIAWRIGHT_HOME": str(root / "home"), "MEDIAWRIGHT_ALLOW_LOOPBACK": "1"}
    used = {name: value for name, value in (given | dict(environ)).items() if value}
    home = Home.find(used)
    store = Store(home, lambda: None)
    return Contexts(home, Config(), used, clock, PredictableIds(), cwd=root / "work", store=store)


def image(source: str = URL, role: Role = Role.REFERENCE, **more: Any) -> Media:
    return Media(kind=MediaKind.IMAGE, role=role, source=source, **more)


def clip(source: str = CLIP, role: Role = Role.BASE, **more: Any) -> Media:
    return Media(kind=MediaKind.VIDEO, role=role, source=source, **more)


def measured(media: Media, **info: Any) -> Media:
    facts: dict[str, Any] = {"media_type": "image/png", "size": 1000, "sha256": "", "width": 640, "height": 480} | info
    return Media(kind=media.kind, role=media.role, source=media.source, info=MediaInfo(**facts))


def video(prompt: str = "A cat runs through wet grass", **fields: Any) -> Request:
    """A request for a clip, as it was said. Lists of media are given as `media`."""
    media: Sequence[Media] = fields.pop("media", ())
    operation = Operation.IMAGE_TO_VIDEO if media else Operation.TEXT_TO_VIDEO
    return Request(operation=fields.pop("operation", operation), prompt=prompt, media=tuple(media), **fields)


def picture(prompt: str = "An orange cat on a windowsill", **fields: Any) -> Request:
    media: Sequence[Media] = fields.pop("media", ())
    operation = Operation.EDIT_IMAGE if media else Operation.TEXT_TO_IMAGE
    return Request(operation=fields.pop("operation", operation), prompt=prompt, media=tuple(media), **fields)


def series(**fields: Any) -> Request:
    return picture(operation=Operation.IMAGE_SERIES, **{"media": (image(),), **fields})


def element(media: Sequence[Media] = (), **options: Any) -> Request:
    """A request for an element made of one picture, unless told otherwise."""
    said = {"name": "Mia", "description": "A girl in a red coat", "ref_type": "image_refer"} | options
    said = {name: value for name, value in said.items() if value is not None}
    media = tuple(media) or (image(role=Role.CHARACTER),)
    return Request(operation=Operation.CREATE_ELEMENT, media=media, options=said)


def shots(*lengths: int, first: int = 1) -> tuple[Shot, ...]:
    return tuple(Shot(index=n, prompt=f"shot {n}", duration=length) for n, length in enumerate(lengths, first))


def story(*lengths: int, **fields: Any) -> Request:
    """A request for several shots of one's own."""
    return video("", multi_shot=True, shots=shots(*lengths), **fields)


def rules_of(request: Request) -> set[str | None]:
    """The numbers of the rules that speak against a request; None for a rule without a number."""
    return {problem.rule for problem in hooks.validate(request)}


def problem_of(request: Request, rule: str) -> Problem:
    """What the rule of that number says about a request."""
    return next(problem for problem in hooks.validate(request) if problem.rule == rule)


def sent(request: Request) -> Built:
    """What would be sent, with local files shown by name."""
    return build(hooks.complete(request), "job-1", shown)


def planned(request: Request) -> tuple[Request, list[Problem]]:
    """What core and plugin make of a request before a price is named. Raises InvalidRequest for the model."""
    provider = hooks.describe()
    request = hooks.complete(request)
    model = choose_model(provider, request)
    request = complete(request, model)
    return request, [*check(provider, model, request), *hooks.validate(request)]


def job_of(request: Request, clock: Clock, job_id: str = "job-1") -> Job:
    now = clock.now()
    return Job(
        id=job_id,
        request=hooks.complete(request),
        request_hash="",
        provider="kling",
        state=State.SUBMITTING,
        created_at=now,
        updated_at=now,
    )


async def until_done(ctx: PluginContext, sim: Sim, task: Task) -> Progress:
    """Poll to a verdict; the simulator's time passes between the polls."""
    for _ in range(20):
        progress = await hooks.poll(ctx, task)
        if progress.state in (State.SUCCEEDED, State.FAILED):
            return progress
        task = progress.task or task
        sim.pass_time(2)
    raise AssertionError("never finished")


async def acted(ctx: PluginContext, verb: AuthVerb, **more: Any) -> list[AuthEvent]:
    """All events of a sign-in action; its waits pass at once."""
    return [event async for event in hooks.auth(ctx, AuthAction(verb=verb, **more))]
