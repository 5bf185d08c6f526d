"""The sentence for an end, in the language of the conversation that the job came from."""

from collections.abc import Sequence
from typing import Any

from mediawright.present.pages.fields import title_of
from mediawright.types.job import Event, Job
from mediawright.types.message import Message
from mediawright.types.notices import STOPPED, Ending
from mediawright.types.provider import Provider
from mediawright.types.states import State


def sentence(job: Job, ending: Ending, provider: Provider | None, events: Sequence[Event] = ()) -> Message:
    """What happened, as one sentence without a provider's own words. `events` tell why a job stopped."""
    work = Message(f"operation.{job.request.operation.value}")
    values: dict[str, Any] = {"work": work, "provider": provider.title if provider else job.provider}
    match ending:
        case Ending.DONE:
            if provider is not None and provider.drafts(job.request.operation):
                return Message("title.result.draft", {"operation": work})
            return title_of("result", job.request.operation, len(job.assets) > 1)
        case Ending.FAILED:
            return Message("notify.failed", values)
        case Ending.CANCELLED:
            return Message("notify.expired" if job.state is State.EXPIRED else "notify.cancelled", values)
        case Ending.NEEDS_PERSON:
            if job.state is State.UNCERTAIN:
                return Message("notify.uncertain", values)
            signed_out = _stop(events) == "sign_in_needed"
            return Message("notify.sign_in" if signed_out else "notify.stopped", values)


def _stop(events: Sequence[Event]) -> str:
    """The code of what stopped a job the last time."""
    return next((str(event.data.get("error", "")) for event in reversed(events) if event.kind == STOPPED), "")
