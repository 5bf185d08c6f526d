"""How a simulator behaves: `mediawright simulate kling --option time_scale=20` (docs/reference/providers/kling.md)."""

from typing import Literal

from mediawright.plugin import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The switches. Seconds are simulated ones; `time_scale` of them pass in one real second. `clock` "manual" stands
    still until `POST /__sim/clock` moves it."""

    time_scale: float = 1.0
    clock: Literal["running", "manual"] = "running"
    profile: Literal["quick", "realistic"] = "quick"  # §17
    http_200_errors: bool = False  # refusals with HTTP 200 (§3.1)
    strict_elements: bool = False  # an image element needs one to three further pictures (§10)
    strict_keys: bool = False  # unknown body keys are refused (§19.2)
    duplicate: Literal["refuse", "existing"] = "refuse"  # what an external id seen before does (§4.5)
    unknown_task: Literal["1201", "1203"] = "1201"  # the code for a task that is not there (kling-more.md K-C1)
    video_slots: int = 5
    image_slots: int = 9
    slots_by_model: bool = False  # C-21
    video_units: float = 1000.0
    image_units: float = 5000.0
    access_key: str = "sim-access-key"
    secret_key: str = "sim-not-a-secret"
    api_key: str = "sim-api-key-not-a-secret"
    faces: int = 1  # faces in every clip
    media_scale: int = 1  # how many times larger than 160x90 its clips and pictures are
    session_life_s: float = 86_400.0  # of found faces and of a selection (kling-more.md §6.1)
    webhook_secret: str = ""  # signs the reports of tasks (kling-more.md C)
    bind: Literal["page", "approve"] = "page"  # approve: every device is let in at its second question
    bind_life_s: float = 600.0
    poll_after_s: float = 2.0
    hang_s: float = 600.0  # real seconds that a silent answer takes
