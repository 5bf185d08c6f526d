"""The sign-in: init, the token endpoint in its four ways of saying "not yet", unbinding, and the page a person sees."""

import asyncio
import html
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

from mediawright_chatart.simulator.state import Account, Login, ServiceState
from mediawright_chatart.simulator.tasks import success

Said = tuple[int, Any]

LONG_POLL_STEP = 0.05
FORM = """<form method="post"><p><button class="yes" name="answer" value="approve">Sign in and allow</button>
<button class="no" name="answer" value="refuse">Refuse</button></p></form>"""


def init(service_state: ServiceState, body: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """Begin a sign-in for a device's name."""
    given = str(body.get("identity_id", ""))
    identity = f"{given}-server" if service_state.options.other_identity else given
    service_state.logins[identity] = Login(identity, service_state.now)
    plain = f"{origin}/skill/authorize"
    answer = {
        "identity_id": identity,
        "verification_uri": f"{plain}?identity_id={identity}" if service_state.options.link_only_plain else plain,
        "verification_uri_complete": f"{plain}?identity_id={identity}",
        "token_endpoint": f"{origin}/web/xskill/token",
        "interval": service_state.options.interval,
        "expires_in": service_state.options.expires_in,
    }
    if service_state.options.link_only_plain:
        del answer["verification_uri_complete"]
    return success(answer)


async def token(service_state: ServiceState, body: Mapping[str, Any]) -> Said:
    """One question of a waiting client."""
    login = service_state.logins.get(str(body.get("identity_id", "")))
    if login is None:
        return 404, {"code": 404, "message": "unknown"}
    if service_state.options.pending_mode == "longpoll":
        await _held(service_state, login)
    if (service_state.now - login.created).total_seconds() > max(600, service_state.options.expires_in):
        return 410, {"code": 410, "message": "expired"}
    if login.state == "DENIED":
        return 403, {"code": 403, "message": "denied"}
    if login.state == "APPROVED" and login.account:
        return 200, _granted(service_state, login.account)
    return _pending(service_state)


async def _held(service_state: ServiceState, login: Login) -> None:
    """Keep the request open until something happens, counted in the simulator's own time and a few real steps."""
    began = service_state.now
    while login.state == "INITIATED" and (service_state.now - began).total_seconds() < service_state.options.hold_s:
        await asyncio.sleep(LONG_POLL_STEP)
        if service_state.options.clock == "manual":
            return


def _pending(service_state: ServiceState) -> Said:
    mode = service_state.options.pending_mode
    if mode == "code":
        return 200, {"code": 20001, "message": "waiting for the user", "data": {}}
    if mode == "rfc8628":
        return 400, {"error": "authorization_pending"}
    return (204, None) if mode == "longpoll" else (202, {"code": 202, "message": "pending", "data": {}})


def _granted(service_state: ServiceState, account: Account) -> dict[str, Any]:
    data: dict[str, Any] = {
        "member_id": account.member_id,
        "api_key": account.key,
        "identity_id": account.identity_id,
        "email": "lin@example.com",
        "name": account.name,
        "team_id": "",
        "role": "",
        "charge_type": "pro",
        "remain_credit": account.balance,
        "token": "sim-web-token",
    }
    if service_state.options.old_login_names:
        data["uid"], data["api_keys"] = data.pop("member_id"), [data.pop("api_key")]
    answer = success(data)
    return answer | {"code": "200"} if service_state.options.code_as_text else answer


def answer(service_state: ServiceState, identity: str, word: str) -> str:
    """The person's answer on the page, or the control API's: approve, refuse or expire. Raises KeyError."""
    login = service_state.logins[identity]
    if word == "approve":
        login.state, login.account = "APPROVED", service_state.new_account(identity)
    elif word == "refuse":
        login.state = "DENIED"
    elif word == "expire":
        del service_state.logins[identity]
        return "EXPIRED"
    else:
        raise KeyError(word)
    return login.state


def unbind(account: Account) -> dict[str, Any]:
    account.bound = False
    return {"code": 200, "msg": "success", "data": True}


def page(service_state: ServiceState, identity: str) -> tuple[int, str]:
    """What the browser shows for a link."""
    login = service_state.logins.get(identity)
    if login is None:
        return 404, _filled("This link is no longer valid", "Please ask for a new one.")
    words = {
        "INITIATED": ("Sign in to ChatArt", "An assistant would like to use ChatArt in your name.", FORM),
        "APPROVED": ("You are signed in", "You can close this page and go back to the chat.", ""),
        "DENIED": ("Refused", "The assistant was not allowed to use your account.", ""),
    }
    title, text, form = words[login.state]
    return 200, _filled(title, text, form)


def _filled(title: str, text: str, form: str = "") -> str:
    frame = Template(files(__package__).joinpath("sign_in.html").read_text("utf-8"))
    return frame.substitute(title=html.escape(title), text=html.escape(text), form=form)
