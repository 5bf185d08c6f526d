"""The endpoints by name (docs/contracts/nemovideo.md §4, §6–§9). Each gives its payload or what was refused."""

from decimal import Decimal
from typing import Any
from urllib.parse import quote

from mediawright.plugin import Amount, Answer, MediawrightError, dataclass, is_task_id
from mediawright_nemovideo.client import Api
from mediawright_nemovideo.draft.state import State, read_state
from mediawright_nemovideo.responses import Fault, Refusal, Render, about_session, read, read_render
from mediawright_nemovideo.settings import APP, UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """§8: `available` is spendable, `frozen` reserved for what runs."""

    available: float = 0.0
    frozen: float = 0.0

    @property
    def total(self) -> float:
        return self.available + self.frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Ids are text (N-R27)."""

    session_id: str
    task_id: str = ""
    user_id: str = ""


def credits_amount(value: float) -> Amount:
    """A number of credits as the core's amount."""
    return Amount(Decimal(str(value)).normalize() + 0, UNIT)


async def create_session(api: Api, name: str, language: str) -> Session | Refusal:
    """A new session, always (§4.1)."""
    answer = await api.post("/api/tasks/me/with-session/nemo_agent", {"task_name": name, "language": language})
    found = read(answer)
    if isinstance(found, Refusal):
        return found
    data = found if isinstance(found, dict) else {}
    session = str(data.get("session_id") or "")
    if not is_task_id(session):
        return _unreadable(answer)
    return Session(session_id=session, task_id=str(data.get("task_id") or ""), user_id=str(data.get("user_id") or ""))


async def session_state(api: Api, session_id: str) -> State | Refusal:
    """The session's state now (§7)."""
    found = read(await api.get(f"/api/state/{APP}/me/{quote(session_id, safe='')}/latest"))
    return about_session(found) if isinstance(found, Refusal) else read_state(found)


async def credits(api: Api) -> Credits | Refusal:
    """What is left (§8). Negative or missing numbers are 0."""
    found = read(await api.get("/api/credits/balance/simple"))
    if isinstance(found, Refusal):
        return found
    data = found if isinstance(found, dict) else {}
    return Credits(available=_count(data.get("available")), frozen=_count(data.get("frozen")))


async def claim_link(api: Api, task_id: str, session_id: str) -> str | None:
    """The project's page in a browser (§4.2), fetched when it is to be shown; None where there is none. Never a link
    that holds the bearer (N-R3)."""
    try:
        found = read(await api.post("/api/auth/claim-token", {"task_id": task_id, "session_id": session_id}))
    except MediawrightError:
        return None
    token = found.get("claim_token") if isinstance(found, dict) else None
    if not isinstance(token, str) or not token or token.startswith("nmv_usr_"):
        return None
    return f"{api.config.web_url}/workspace/claim?ct={quote(token, safe='')}"


def render_body(render_id: str, session_id: str, draft: Any, resolution: str | None) -> dict[str, Any]:
    """§9.2: `sessionId` is the only camelCase key; the draft goes back as the object it came as (N-R18, N-R19)."""
    output = {"format": "mp4", "quality": "high"}
    if resolution:
        output["resolution"] = resolution
    return {"id": render_id, "sessionId": session_id, "draft": draft, "output": output}


async def submit_render(api: Api, body: dict[str, Any], *, submitting: bool) -> Render | Refusal:
    """Start an export, which costs no credits (§9).

    `submitting`: the export is the job itself, started by the `submit` hook. The export at the end of a paid turn is
    started while the turn is watched, where no spending request is allowed, so it goes out as a free one, once.
    Raises Uncertain or Unreachable when the answer was lost.
    """
    send = api.post_once if submitting else api.post_free_once
    return read_render(await send("/api/render/proxy/lambda", body))


async def poll_render(api: Api, render_id: str) -> Render | Refusal:
    """Poll an export once."""
    return read_render(await api.get(f"/api/render/proxy/lambda/{quote(render_id, safe='')}"))


async def cancel_render(api: Api, render_id: str) -> bool:
    """Ask for an end; any 2xx without an error is an approval (§9.5)."""
    found = read(await api.post(f"/api/render/proxy/lambda/{quote(render_id, safe='')}/cancel"))
    return not isinstance(found, Refusal)


def download_path(render_id: str) -> str:
    """The fallback that streams the file (§9.5); no `lambda` in it."""
    return f"/api/render/proxy/{quote(render_id, safe='')}/download"


def _count(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return 0.0
    return max(0.0, float(value))


def _unreadable(answer: Answer) -> Refusal:
    return Refusal(fault=Fault.SERVER, code=str(answer.status))
