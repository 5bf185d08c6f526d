"""One job while it is followed: its handle, what was last seen, and the polls it takes."""

from dataclasses import field
from typing import Any

from mediawright.plugin import Amount, Context, Message, Progress, State, Task, Unreachable, dataclass
from mediawright_nemovideo import turn_records
from mediawright_nemovideo.chat.screen import Cleaned, translate
from mediawright_nemovideo.chat.screen_patterns import Want
from mediawright_nemovideo.chat.turn import Ending
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.draft.difference import Change, changed, difference
from mediawright_nemovideo.draft.state import State as Draft
from mediawright_nemovideo.draft.state import snapshot
from mediawright_nemovideo.draft.timeline import bars
from mediawright_nemovideo.handle import Handle
from mediawright_nemovideo.responses import Fault, Refusal, refusal_of
from mediawright_nemovideo.service import Credits, credits, credits_amount, session_state
from mediawright_nemovideo.settings import Clocks

#: characters of the agent's words that are stored with a job
SAID = 2000


@dataclass(slots=True)
class Case:
    """`ending` is set when the turn stopped, `found` when its result is there, `seen` is the latest state."""

    api: Api
    handle: Handle
    ending: Ending | None = None
    found: bool = False
    seen: Draft | None = None
    reply: Cleaned = field(default_factory=lambda: Cleaned(""))
    error: Refusal | None = None
    lost_session: bool = False
    after: Credits | None = None
    final: bool = False

    @classmethod
    def of(cls, ctx: Context, task: Task) -> "Case":
        case = cls(Api.of(ctx, settled=True), Handle.of(task))
        case._recall()
        return case

    @property
    def ctx(self) -> Context:
        return self.api.ctx

    @property
    def clocks(self) -> Clocks:
        return self.api.config.clocks

    def running(self, stage: str, **more: Any) -> Progress:
        """A poll that says: under way. It carries the handle as it is now, for the ledger."""
        return Progress(state=State.RUNNING, stage=stage, task=self.handle.task(), **more)

    def change(self, **changes: Any) -> None:
        self.handle = self.handle.with_(**changes)

    def stopped(self, ending: Ending, transcript: str, error: Refusal | None) -> None:
        """The stream is over: remember how, for this process and the next."""
        self.ending, self.reply, self.error = ending, translate(transcript), error
        self.change(
            ended=ending.value,
            said=self.reply.text[:SAID],
            wants=tuple(sorted(want.value for want in self.reply.wants)),
            error_code=error.code if error else "",
            error_words=error.words if error else "",
        )

    def _recall(self) -> None:
        if not self.handle.ended:
            return
        self.ending = Ending(self.handle.ended)
        self.reply = Cleaned(self.handle.said, frozenset(Want(want) for want in self.handle.wants))
        if self.ending is Ending.ERROR:
            self.error = refusal_of(self.handle.error_code, self.handle.error_words)

    async def poll(self) -> bool:
        """Read the state. False: it could not be read now. Raises SignInNeeded when a renewed token is refused too."""
        try:
            found = await session_state(self.api, self.handle.session_id)
        except Unreachable:
            return False
        if isinstance(found, Refusal):
            if found.fault is Fault.TOKEN:
                self.api.must(found)
            self.lost_session = self.lost_session or found.fault is Fault.SESSION
            return False
        self.seen = found
        return True

    async def count(self) -> Credits | None:
        """What is left now; None where it could not be read."""
        try:
            found = await credits(self.api)
        except Unreachable:
            return None
        return None if isinstance(found, Refusal) else found

    @property
    def changed(self) -> bool:
        return (
            bool(self.handle.baseline) and self.seen is not None and changed(self.handle.baseline, snapshot(self.seen))
        )

    @property
    def satisfied(self) -> bool:
        """Is there what the job is for? A clip on a timeline that is not the old one; for a talk, any change."""
        if not self.handle.generation:
            return self.changed
        if self.seen is None or not self.seen.exportable:
            return False
        return bool(snapshot(self.seen)["tracks"] != self.handle.baseline.get("tracks"))

    @property
    def new_media(self) -> bool:
        """Did a clip come out that was not there before?"""
        old = set(self.handle.baseline.get("media", ()))
        return self.seen is not None and not set(snapshot(self.seen)["media"]) <= old

    @property
    def changes(self) -> tuple[Change, ...]:
        return difference(self.handle.baseline, snapshot(self.seen)) if self.changed and self.seen is not None else ()

    async def charge(self) -> Amount | None:
        """The real cost: credits before minus credits now. None where another turn spent from them at the same time."""
        self.after = await self.count()
        if self.after is None or not turn_records.ran_alone(self.ctx, self.handle):
            return None
        return credits_amount(max(0.0, self.handle.available + self.handle.frozen - self.after.total))

    def data(self) -> dict[str, Any]:
        """What `--json` shows of the turn."""
        found: dict[str, Any] = {"project": self.handle.project}
        if self.reply.text:
            found["reply"] = self.reply.text
        if self.reply.wants:
            found["asked_for"] = sorted(want.value for want in self.reply.wants)
        if self.seen is not None:
            found |= {"tracks": bars(self.seen.tracks), "changes": [change.plain() for change in self.changes]}
        if self.after is not None:
            found["credits"] = {"before": self.handle.available, "after": self.after.available}
        return found

    def failed(self, reason: Message, *, code: str | None = None, words: str | None = None, **more: Any) -> Progress:
        """The verdict no."""
        self.final = True
        turn_records.finished(self.ctx, self.handle)
        return Progress(
            state=State.FAILED,
            reason=reason,
            provider_code=code,
            provider_message=words or None,
            task=self.handle.task(),
            data=self.data(),
            **more,
        )
