"""A picture and a clip that are wished for at fal, and the way to its simulator."""

from collections.abc import Callable
from typing import Any

from mediawright import plugin as mw
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.fakes import FakeClock
from mediawright_fal.provider import FAL
from mediawright_fal.simulator.service import FalService

Start = Callable[..., tuple[FalService, dict[str, str]]]
PICTURE = mw.Request(
    operation=mw.Operation.TEXT_TO_IMAGE, prompt="a red fox", model="fal-ai/flux/schnell", provider="fal", seed=7
)
CLIP = PICTURE.with_(operation=mw.Operation.TEXT_TO_VIDEO, model="fal-ai/veo3.1")


def job(request: mw.Request, clock: FakeClock) -> mw.Job:
    return a_job(request, clock.now(), provider="fal")


def opened(opener: ContextOpener, environ: dict[str, str]) -> Any:
    return opener(FAL, job_id="job-1", **environ)
