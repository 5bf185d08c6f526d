"""Signing in, out and over (§2), as the core's stream of events: link first, then waits that the core sleeps."""

from collections.abc import AsyncIterator

from mediawright.plugin import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthLink,
    AuthStatus,
    AuthVerb,
    AuthWaiting,
    Context,
    Credential,
    InvalidRequest,
    MediawrightError,
    Message,
    Problem,
    Rejected,
    SignInNeeded,
)
from mediawright_chatart import client
from mediawright_chatart.auth import device_flow
from mediawright_chatart.auth.device_flow import Session
from mediawright_chatart.auth.token_responses import Outcome, masked
from mediawright_chatart.auth.welcome import welcome
from mediawright_chatart.client import ENDED
from mediawright_chatart.errors import say
from mediawright_chatart.provider import NAME

UNBIND_PATH = "/user/get-unbind-device"
NOTHING_BOUND = "1053"
WELCOMED = "welcomed"
SECRETS = ("api_key", "identity_id")


async def auth(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """All verbs of the contract. Raises SignInNeeded, Rejected, Unreachable, InvalidRequest."""
    if action.verb is AuthVerb.STATUS:
        yield AuthDone(status=status(ctx))
    elif action.verb is AuthVerb.IMPORT:
        yield imported(ctx, action)
    elif action.verb is AuthVerb.LOGOUT:
        yield await logout(ctx, action.force)
    elif action.verb is AuthVerb.RENEW:
        if ctx.credential is not None:
            ctx.keep(ENDED, client.mark(ctx.credential))
        raise await ended(ctx, "chatart.auth.ended", device_flow.pending(ctx))
    else:
        async for event in login(ctx, action):
            yield event


def status(ctx: Context, credential: Credential | None = None) -> AuthStatus:
    """Who is signed in, without any call; a key is shown masked."""
    found = credential or ctx.credential
    waiting = say("chatart.auth.pending") if device_flow.pending(ctx) else None
    if found is None:
        return AuthStatus(signed_in=False, note=waiting)
    values = found.values
    shown = [values.get("name"), values.get("email"), masked(values["api_key"])]
    account = " · ".join(text for text in shown if text)
    if credential is None and client.is_over(ctx):
        note = waiting or say("chatart.error.signed_out")
        return AuthStatus(signed_in=False, account=account, source=found.source, note=note)
    return AuthStatus(signed_in=True, account=account, source=found.source, note=waiting)


def imported(ctx: Context, action: AuthAction) -> AuthDone:
    """A key pair given by the person; both halves or nothing."""
    given = {name: value.strip() for name, value in action.values.items() if value.strip()}
    if "uid" in given and "identity_id" not in given:
        given["identity_id"] = given.pop("uid")
    missing = tuple(name for name in SECRETS if name not in given)
    if missing:
        raise InvalidRequest(Problem("values", say("chatart.auth.both_needed"), "§1.2", missing), provider=NAME)
    return signed_in(ctx, given)


def signed_in(ctx: Context, account: dict[str, str]) -> AuthDone:
    """Keep a new credential in place of the old one and say whose it is."""
    ctx.save_credential(account)
    ctx.keep(ENDED, None)
    ctx.keep(WELCOMED, True)
    used = ctx.credential or Credential(values=account, source=NAME)
    # an account given from outside or by ChatArt's own tool comes first: say so, or the new one seems lost
    shadowed = used.values.get("api_key") != account["api_key"]
    state = status(ctx, used)
    name = account.get("name") or account.get("email") or masked(account["api_key"])
    key = "chatart.auth.done_but_other" if shadowed else "chatart.auth.done"
    return AuthDone(status=state, message=say(key, account=name))


# --- signing in -----------------------------------------------------------------------------------------------------------


async def login(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """Take up the pending sign-in or begin one; the old account stays in place until the new one is there (§2.6)."""
    switching = action.verb is AuthVerb.SWITCH
    fresh = action.force or switching
    session = None if fresh else device_flow.pending(ctx)
    if not fresh and session is None and ctx.credential is not None and not client.is_over(ctx):
        yield AuthDone(status=status(ctx), message=say("chatart.auth.already"))
        return
    if session is None:
        await let_go(ctx)
        session = await device_flow.start(ctx)
    else:
        session, found = await device_flow.step(ctx, session)
        if found.outcome is Outcome.DONE:
            yield signed_in(ctx, found.account)
            return
        if found.outcome is Outcome.OVER:
            session = await device_flow.start(ctx)
    yield link_of(ctx, session, switching)
    async for event in waiting(ctx, session):
        yield event


def link_of(ctx: Context, session: Session, switching: bool) -> AuthLink:
    message = welcome(first=not ctx.recall(WELCOMED), switching=switching)
    return AuthLink(
        verification_uri=session.link,
        verification_uri_complete=session.link,
        interval=session.interval,
        expires_in=max(0.0, session.left(ctx.clock.now())),
        message=message,
    )


async def waiting(ctx: Context, session: Session) -> AsyncIterator[AuthEvent]:
    """Wait, ask, until it is done, over or out of time."""
    while True:
        left = session.left(ctx.clock.now())
        if left <= 0:
            device_flow.keep(ctx, None)
            raise await ended(ctx, "chatart.auth.not_completed")
        yield AuthWaiting(wait_s=min(session.interval, left))
        kept = device_flow.pending(ctx)
        if kept is None and session.left(ctx.clock.now()) > 0:
            # another process of this home has finished it
            yield AuthDone(status=status(ctx))
            return
        session, found = await device_flow.step(ctx, kept or session)
        if found.outcome is Outcome.DONE:
            yield signed_in(ctx, found.account)
            return
        if found.outcome is Outcome.OVER:
            raise await ended(ctx, "chatart.auth.not_completed")


async def ended(ctx: Context, key: str, session: Session | None = None) -> SignInNeeded:
    """The sign-in is over: a sentence with a fresh link, or without one where none could be made."""
    try:
        session = session or await device_flow.start(ctx)
    except MediawrightError:
        return SignInNeeded(say(f"{key}_no_link"), provider=NAME)
    return SignInNeeded(say(key), provider=NAME, data={"verification_uri": session.link})


# --- signing out ----------------------------------------------------------------------------------------------------------


async def logout(ctx: Context, force: bool) -> AuthDone:
    """End the device's binding, then forget the account; a refusal keeps it unless forced (§2.6)."""
    device_flow.keep(ctx, None)
    credential = ctx.credential
    if credential is None:
        return AuthDone(status=status(ctx), message=say("chatart.auth.was_out"))
    if from_outside(credential):
        raise InvalidRequest(Problem("provider", say("chatart.auth.given_from_outside"), "§2.6"), provider=NAME)
    try:
        code, done = await unbind(ctx, credential)
    except MediawrightError:
        code, done = None, False
    if not done and not force:
        raise Rejected(say("chatart.auth.logout_failed"), provider=NAME, provider_code=code)
    ctx.forget_credential()
    ctx.keep(ENDED, client.mark(credential))  # ChatArt's own tool's file may still hold it
    still = AuthStatus(signed_in=False)
    message: Message = say("chatart.auth.out" if done else "chatart.auth.out_here_only")
    return AuthDone(status=still, message=message)


async def let_go(ctx: Context) -> None:
    """Before a new sign-in the old device binding is ended where it can be; login goes on regardless."""
    credential = ctx.credential
    if credential is None or from_outside(credential) or client.is_over(ctx):
        return
    try:
        if (await unbind(ctx, credential))[1]:
            ctx.keep(ENDED, client.mark(credential))
    except MediawrightError as error:
        ctx.debug("the old sign-in could not be ended", code=error.code)


async def unbind(ctx: Context, credential: Credential) -> tuple[str | None, bool]:
    """Whether the service let the device go; nothing bound any more counts as done. Raises Unreachable."""
    reply = await client.post(ctx, UNBIND_PATH, credential)
    done = reply.code == NOTHING_BOUND or (reply.ok and reply.data is True)
    return reply.code, done


def from_outside(credential: Credential) -> bool:
    """A pair that was given for this session only: never used to unbind a device (§2.6)."""
    return credential.source.lower().startswith(("env", "explicit", "argument")) or "CHATART" in credential.source
