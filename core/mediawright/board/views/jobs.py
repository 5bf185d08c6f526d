"""Jobs as rows and as a page: the state, the provider's own word on it, how long it usually takes. Pure."""

from datetime import datetime

from mediawright.board.views.blocks import View
from mediawright.board.views.results import model_words, price_words
from mediawright.present.catalog import render
from mediawright.present.pages.fields import Providers
from mediawright.present.values import duration, moment, span
from mediawright.types.job import Job, Progress
from mediawright.types.message import Lang, Message
from mediawright.types.states import FINAL, IN_FLIGHT, State

#: how a state looks
TONES = {
    State.DONE: "good",
    State.FAILED: "bad",
    State.UNCERTAIN: "warn",
    State.EXPIRED: "quiet",
    State.CANCELLED: "quiet",
}
#: states from which a person can ask for an end
STOPPABLE = IN_FLIGHT | {State.QUOTED, State.APPROVED, State.SUBMITTING, State.UNCERTAIN}
#: states from which a job can be carried on by hand
RESUMABLE = IN_FLIGHT | {State.APPROVED, State.SUBMITTING, State.UNCERTAIN, State.FAILED}


def job_view(
    job: Job,
    providers: Providers,
    lang: Lang,
    *,
    now: datetime,
    usual: tuple[float, float] | None = None,
    progress: Progress | None = None,
    held: bool = False,
) -> View:
    """One job. `usual` in seconds; `progress`: the provider's last word, where this process hears it; `held`: some process
    works on it."""
    began = job.submitted_at or job.created_at
    ended = job.finished_at or (job.updated_at if job.state in FINAL else None)
    running = job.state in IN_FLIGHT
    return {
        "job": job.id,
        "short": job.id[:8],
        "state": job.state.value,
        "state_words": render(Message(f"state.{job.state.value}"), lang),
        "tone": TONES.get(job.state, "plain"),
        "operation": render(Message(f"operation.{job.request.operation.value}"), lang),
        "model": model_words(job, providers, lang),
        "prompt": job.request.prompt.strip(),
        "price": price_words(job, lang),
        "when": moment(job.created_at, lang),
        "running": running,
        "percent": None if progress is None or progress.percent is None else round(progress.percent),
        "stage": (progress.stage or "") if progress is not None else "",
        "usual": span(usual[0], usual[1], lang) if usual and job.state not in FINAL else "",
        "high": round(usual[1]) if usual and running else 0,
        "since": round(began.timestamp()) if running else 0,
        "took": duration(max(0.0, (ended - began).total_seconds()), lang) if ended and job.submitted_at else "",
        "elapsed": duration(max(0.0, (now - began).total_seconds()), lang) if running else "",
        "reason": render(job.reason, lang) if job.reason is not None else "",
        "provider_message": job.provider_message or "",
        "stoppable": job.state in STOPPABLE,
        "resumable": job.state in RESUMABLE and not held,
        "files": len(job.assets),
    }


def fingerprint(view: View) -> tuple[object, ...]:
    """What of a row is worth telling anew when it changes."""
    return tuple(view[name] for name in ("state", "percent", "stage", "files", "resumable", "reason"))
