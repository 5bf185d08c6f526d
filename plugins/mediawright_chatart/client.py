"""Calls to ChatArt's API: the six headers, the envelope around every answer, and polls that survive a picky proxy."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mediawright.plugin import Answer, Context, Credential, SignInNeeded
from mediawright_chatart.provider import NAME

#: seconds for one call, the connection included (§3)
PATIENCE = 60.0
#: kept while the service says that the sign-in is over
ENDED = "sign_in_ended"
#: HTTP answers of something between us and ChatArt that does not like a GET with a body
BODY_REFUSED = frozenset({400, 405, 411, 413, 415})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer with its envelope opened. `code` is text whatever its type was (C-R7), None where there was none.

    `data` is {} where it is missing or null; HTTP 200 alone says nothing (C-R8). `whole` is the envelope itself: an answer
    without `data` may hold its fields there (§4.1).
    """

    http: int
    code: str | None
    text: str = ""
    data: Any = field(default_factory=dict)
    whole: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.code == "200" and self.http < 400

    @property
    def fields(self) -> Mapping[str, Any]:
        """`data` where it is an object, else nothing."""
        return self.data if isinstance(self.data, dict) else {}


def read(answer: Answer) -> Reply:
    """Open the envelope; a body that is no JSON object has no code (§4.1)."""
    try:
        whole = answer.json()
    except ValueError:
        return Reply(http=answer.status, code=None)
    if not isinstance(whole, dict):
        return Reply(http=answer.status, code=None)
    code, data = whole.get("code"), whole.get("data")
    text = whole.get("message") or whole.get("msg") or ""
    return Reply(
        http=answer.status,
        code=None if code is None or isinstance(code, (dict, list)) else str(code),
        text=text if isinstance(text, str) else "",
        data={} if data is None else data,
        whole=whole,
    )


def signed_in(ctx: Context) -> Credential:
    """The credential in use. Raises SignInNeeded where there is none."""
    credential = ctx.credential
    if credential is None:
        raise SignInNeeded(provider=NAME)
    return credential


def headers(credential: Credential) -> dict[str, str]:
    """What every call carries, those with an empty body too (§3). Never sent anywhere but to the API (C-R4)."""
    return {
        "Xskill-Authorization": f"Bearer {credential.values['api_key']}",
        "Identity-Id": credential.values["identity_id"],
        "Content-Type": "application/json",
        "Language": "EN",
        "Skill": "1",
        "App-Type": "2",
    }


def url(ctx: Context, path: str) -> str:
    return ctx.settings["base_url"].rstrip("/") + path


async def get(ctx: Context, path: str, arguments: Mapping[str, Any]) -> Reply:
    """A poll whose arguments travel in the query and in the JSON body (C-R9), and without the body where one is refused."""
    query = {name: str(value) for name, value in arguments.items()}
    sent = headers(signed_in(ctx))
    reply = read(await ctx.get(url(ctx, path), params=query, headers=sent, json=dict(arguments), timeout=PATIENCE))
    if reply.http in BODY_REFUSED and reply.code is None:
        reply = read(await ctx.get(url(ctx, path), params=query, headers=sent, timeout=PATIENCE))
    return heard(ctx, reply)


async def post(ctx: Context, path: str, credential: Credential | None = None) -> Reply:
    """A POST without a body that may be repeated: a poll, an upload policy, an unbinding."""
    sent = headers(credential or signed_in(ctx))
    return heard(ctx, read(await ctx.post(url(ctx, path), headers=sent, timeout=PATIENCE)))


def sign_in_ended(reply: Reply) -> bool:
    """The service no longer knows us, by its own code or by the HTTP status alone."""
    return reply.code == "401" or (reply.code in (None, "200") and reply.http in (401, 403))


def heard(ctx: Context, reply: Reply) -> Reply:
    """Remember whether this sign-in still holds, so that the next one does not take it for good."""
    if sign_in_ended(reply):
        ctx.keep(ENDED, mark(signed_in(ctx)))
    elif reply.ok and ctx.recall(ENDED):
        ctx.keep(ENDED, None)
    return reply


def mark(credential: Credential) -> str:
    """What tells one account's key from another's without saying it."""
    return hashlib.sha256(credential.values["api_key"].encode()).hexdigest()[:12]


def is_over(ctx: Context) -> bool:
    """Whether the service said that the sign-in in use has ended."""
    return ctx.credential is not None and ctx.recall(ENDED) == mark(ctx.credential)
