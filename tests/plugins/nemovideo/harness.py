"""The simulated service, contexts of the real core wired to it, and a driver that does what the runner does."""

import asyncio
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mediawright.clock import SystemClock, SystemIds
from mediawright.config import Config
from mediawright.context.factory import Contexts
from mediawright.context.plugin import PluginContext
from mediawright.context.protocol import Clock, Ids
from mediawright.paths import Home
from mediawright.plugin import (
    Busy,
    Job,
    Message,
    Operation,
    Progress,
    Request,
    State,
    Task,
    plain,
    restore,
)
from mediawright.present.catalog import render
from mediawright.testing.builders import a_job
from mediawright_nemovideo import hooks
from mediawright_nemovideo.chat import live_stream
from mediawright_nemovideo.provider import NEMOVIDEO

#: a second of the service takes this long
SCALE = 0.002
VERDICTS = (State.SUCCEEDED, State.FAILED, State.CANCELLED)


@dataclass(frozen=True)
class Sim:
    """A running simulator, spoken to by its own switches."""

    url: str

    def fault(self, name: str, times: int | None = None, **numbers: Any) -> None:
        self.call("faults", {"name": name, "times": times, **numbers})

    def log(self) -> dict[str, Any]:
        return dict(self.call("log"))

    def sent(self, path: str) -> list[dict[str, Any]]:
        """The requests whose path holds a text, in order."""
        return [entry for entry in self.log()["requests"] if path in entry["path"]]

    @property
    def messages(self) -> list[str]:
        """The messages that the service took, in order."""
        taken = [entry for entry in self.sent("/run_sse") if entry["accepted"]]
        return [entry["body"]["new_message"]["parts"][0]["text"] for entry in taken]

    @property
    def charges(self) -> int:
        return len(self.log()["charges"])

    def user(self, credits: int = 500) -> str:
        """The bearer of a registered user."""
        return str(self.call("users", {"credits": credits})["token"])

    def call(self, name: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/__sim/{name}", data, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@dataclass
class Outcome:
    """What a driven job came to. `polls` are all progresses, `said` the notices, in order."""

    job: Job
    task: Task
    polls: list[Progress] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)

    @property
    def last(self) -> Progress:
        return self.polls[-1]

    @property
    def keys(self) -> list[str]:
        """The keys of everything that was told, without the provider's name."""
        notes = [*self.said, *(look.note for look in self.polls if look.note)]
        return [message.key.removeprefix("nemovideo.") for message in notes]

    @property
    def reason(self) -> str:
        """The key of the reason of a failure."""
        return self.last.reason.key.removeprefix("nemovideo.") if self.last.reason else ""

    @property
    def words(self) -> str:
        """The live text."""
        return "".join(str(look.data["text"]) for look in self.polls if look.stage == "text")

    def told(self, lang: Any = "en") -> str:
        """The closing sentence."""
        message = self.last.note or self.last.reason
        return render(message, lang) if message else ""


class Harness:
    """One machine: a home folder, contexts, and the driver."""

    def __init__(self, contexts: Contexts, folder: Path) -> None:
        self.contexts = contexts
        self.folder = folder
        self.said: list[Message] = []

    def ctx(self, job: str | None = None, lang: str = "en") -> PluginContext:
        return self.contexts.open(NEMOVIDEO, lang=lang, job_id=job, on_say=self.said.append)

    async def submit(self, request: Request, *, job: Job | None = None, lang: str = "en") -> Outcome:
        """As the runner: an explicit "later" is waited for, anything else comes out."""
        self.said.clear()
        job = job or a_job(request, at=datetime.now(UTC), provider="nemovideo", id=SystemIds().new_id())
        ctx = self.ctx(job.id, lang)
        for _ in range(4):
            try:
                return Outcome(job, await hooks.submit(ctx, job), said=list(self.said))
            except Busy as busy:
                last = busy
                await asyncio.sleep(busy.retry_after or 0.01)
        raise last

    async def follow(self, outcome: Outcome) -> Outcome:
        """Watch to the verdict, keeping the handle as the ledger does."""
        stream = hooks.watch(self.ctx(outcome.job.id), outcome.task)
        async for progress in stream:
            outcome.polls.append(progress)
            outcome.task = progress.task or outcome.task
            if progress.state in VERDICTS:
                break
            if progress.look_again_s:
                await asyncio.sleep(progress.look_again_s)
        await stream.aclose()  # type: ignore[attr-defined]
        outcome.said = list(self.said)
        return outcome

    async def made(self) -> Outcome:
        """A finished clip in the open project."""
        return await self.run(generation())

    async def run(self, request: Request, lang: str = "en") -> Outcome:
        return await self.follow(await self.submit(request, lang=lang))

    def killed(self, outcome: Outcome) -> Outcome:
        """The process is gone: its open streams with it; what the ledger holds is left."""
        live_stream.release(outcome.job.id)
        return Outcome(outcome.job, restore(Task, plain(outcome.task)))

    async def fetch(self, outcome: Outcome) -> list[Path]:
        """Bring the results of a succeeded outcome home."""
        sink = self.contexts.sink(outcome.job.id, self.folder / "out")
        await hooks.download(self.ctx(outcome.job.id), outcome.task, outcome.last, sink)
        return sorted((self.folder / "out").glob("*.mp4"))


def contexts_for(
    url: str,
    root: Path,
    environ: Mapping[str, str] | None = None,
    ids: Ids | None = None,
    clock: Clock | None = None,
) -> Contexts:
    """The real core's contexts on a home of their own, speaking to a simulator."""
    (root / "work").mkdir(exist_ok=True)
    service_state = {
        "HOME": str(root / "user"),
        "MEDIAWRIGHT_HOME": str(root / "home"),
        "MEDIAWRIGHT_ALLOW_LOOPBACK": "1",
        "MEDIAWRIGHT_KEYRING": "0",
        "NEMO_API_URL": url,
        "NEMO_TIME_SCALE": str(SCALE),
        **(environ or {}),
    }
    return Contexts(
        Home.find(service_state), Config(), service_state, clock or SystemClock(), ids or SystemIds(), cwd=root / "work"
    )


def generation(prompt: str = "a red fox trotting over fresh snow at sunrise", **changes: Any) -> Request:
    return replace(Request(operation=Operation.TEXT_TO_VIDEO, prompt=prompt, provider="nemovideo"), **changes)


def talk(text: str, **options: Any) -> Request:
    return Request(operation=Operation.CHAT_EDIT, prompt=text, provider="nemovideo", options=options)


def exporting(**options: Any) -> Request:
    return Request(operation=Operation.EXPORT, provider="nemovideo", options=options)
