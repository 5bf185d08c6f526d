"""Poll an export once, for a process that only wants to know (`poll`)."""

from mediawright.plugin import Progress, State, Unreachable
from mediawright_nemovideo.chat.execution import Case
from mediawright_nemovideo.errors import error_of
from mediawright_nemovideo.export.render import output_of
from mediawright_nemovideo.handle import Phase
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.responses import Refusal, Rendering
from mediawright_nemovideo.service import poll_render
from mediawright_nemovideo.settings import PROVIDER


async def poll_export(case: Case) -> Progress:
    """RUNNING while `watch` still has something to decide; SUCCEEDED with a fresh link. Raises Unreachable."""
    found = await poll_render(case.api, case.handle.render_id)
    if isinstance(found, Refusal):
        if case.handle.phase is Phase.DONE:
            return Progress(state=State.FAILED, reason=say("reason.render"), provider_code=found.code)
        error = error_of(found, case.api.config, case.api.who, "render")
        raise error if isinstance(error, Unreachable) else Unreachable(say("error.server"), provider=PROVIDER)
    if found.status is Rendering.COMPLETED:
        return Progress(state=State.SUCCEEDED, outputs=(output_of(case, found),), task=case.handle.task())
    last = case.handle.submits >= case.api.config.bounds.render_submits
    if found.status is Rendering.FAILED and last:
        return Progress(state=State.FAILED, reason=say("reason.render"), provider_message=found.words or None)
    if found.status is Rendering.CANCELLED:
        return Progress(state=State.CANCELLED)
    return Progress(state=State.RUNNING, stage="export", percent=found.percent, task=case.handle.task())
