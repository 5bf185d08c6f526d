"""What is known of one wait, in words: the stage, the time gone by, and when a person should hear of it."""

from mediawright.context.protocol import Clock
from mediawright.present.catalog import has
from mediawright.present.clean import clean
from mediawright.present.page import Words
from mediawright.present.values import Span
from mediawright.types.job import Job, Progress
from mediawright.types.message import Message
from mediawright.types.states import State

#: seconds between two sentences that are worth passing on to a chat
PASS_ON = 120.0

_STAGE_OF: dict[State, str] = {
    State.APPROVED: "submitting",
    State.SUBMITTING: "submitting",
    State.SUBMITTED: "queued",
    State.RUNNING: "running",
    State.SUCCEEDED: "downloading",
    State.DOWNLOADING: "downloading",
    State.UNKNOWN: "running",
}


class Wait:
    """The state behind every view. Elapsed time counts from the submit, so a resumed wait goes on where it was."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.monotonic()
        self._next_sentence = PASS_ON
        self.job: Job | None = None
        self.expected: tuple[float, float] | None = None
        self.progress: Progress | None = None

    def start(self, job: Job, expected: tuple[float, float] | None) -> None:
        """Begin to count."""
        gone = (self._clock.now() - job.submitted_at).total_seconds() if job.submitted_at else 0.0
        self._began = self._clock.monotonic() - max(0.0, gone)
        self._next_sentence = self.elapsed + PASS_ON
        self.job, self.expected = job, expected
        self.progress = Progress(state=job.state)

    def see(self, progress: Progress) -> bool:
        """Take a poll in; True when the stage is another than before."""
        before, self.progress = self.stage_word, progress
        return self.stage_word != before

    @property
    def elapsed(self) -> float:
        """Seconds since the submit."""
        return self._clock.monotonic() - self._began

    @property
    def percent(self) -> float | None:
        """0–100, only where the provider says it."""
        return self.progress.percent if self.progress else None

    @property
    def late(self) -> bool:
        return self.expected is not None and self.elapsed > self.expected[1]

    @property
    def stage_word(self) -> str:
        """The stage as a stable word: the provider's own where it gives one."""
        if self.progress is None:
            return "running"
        return self.progress.stage or _STAGE_OF.get(self.progress.state, self.progress.state.value)

    @property
    def stage(self) -> Words:
        """The stage in words: the provider's sentence for it, else the core's, else that of the state."""
        word, domain = self.stage_word, self.job.provider if self.job else None
        before = self.progress.data.get("queue_position") if self.progress else None
        if isinstance(before, int) and before > 0:
            return Message("stage.queued_behind", {"n": before})
        if domain and has(f"{domain}.stage.{word}", domain):
            return Message(f"{domain}.stage.{word}", domain=domain)
        if has(f"stage.{word}"):
            return Message(f"stage.{word}")
        state = self.progress.state if self.progress else State.RUNNING
        known = _STAGE_OF.get(state)
        return Message(f"stage.{known}") if known else Message(f"state.{state.value}")

    @property
    def line(self) -> Message:
        """ "Making it, 30 s of about 5–10 min"."""
        stage = self.stage
        if self.percent is not None:
            stage = Message("progress.stage_percent", {"stage": stage, "percent": self.percent})
        values: dict[str, object] = {"stage": stage, "elapsed": round(self.elapsed)}
        if self.expected is None:
            return Message("progress.line", values)
        return Message("progress.line_of", {**values, "span": Span(*self.expected)})

    def sentence(self) -> Message | None:
        """Every two minutes: something that can be passed on to the chat as it is. None in between."""
        if self.elapsed < self._next_sentence:
            return None
        self._next_sentence = self.elapsed + PASS_ON
        values: dict[str, object] = {"elapsed": round(self.elapsed)}
        if self.late:
            return Message("progress.passed_on_late", values)
        if self.percent is not None:
            return Message("progress.passed_on_percent", {**values, "percent": self.percent})
        if self.expected is not None:
            return Message("progress.passed_on", {**values, "span": Span(*self.expected)})
        return Message("progress.passed_on_open", values)


def spoken(progress: Progress) -> str:
    """A piece of what a talking provider says, as it comes; "" where it is none."""
    piece = progress.data.get("text") if progress.stage == "text" else None
    return clean(str(piece)).strip() if piece else ""
