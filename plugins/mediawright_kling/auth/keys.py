"""Keys brought by the person, and who is signed in (docs/contracts/kling.md §2.4, §2.8)."""

from collections.abc import AsyncIterator, Mapping

from mediawright.plugin import AuthAction, AuthDone, AuthEvent, AuthStatus, Context, InvalidRequest, Message, Problem
from mediawright_kling.auth import bearer, credential_sources, regions

NAME = "kling"
#: spellings a person or a flag may use → the credential's field
FIELDS = {
    "access_key_id": credential_sources.ACCESS_KEY,
    "access_key": credential_sources.ACCESS_KEY,
    "secret_access_key": credential_sources.SECRET_KEY,
    "secret_key": credential_sources.SECRET_KEY,
    "api_key": credential_sources.API_KEY,
}
FLAG_OF = {
    credential_sources.ACCESS_KEY: "access_key_id",
    credential_sources.SECRET_KEY: "secret_access_key",
    credential_sources.API_KEY: "api_key",
}


def status_of(ctx: Context) -> AuthStatus:
    """Who is signed in, without asking anybody."""
    credential = ctx.credential
    if credential is None:
        pending = ctx.recall("bind") is not None
        note = Message("kling.auth.pending", domain=NAME) if pending else None
        return AuthStatus(signed_in=False, note=note)
    return AuthStatus(signed_in=True, account=bearer.account_of(credential.values), source=credential.source)


async def bring(ctx: Context, action: AuthAction) -> AsyncIterator[AuthEvent]:
    """Keep keys given as values, or, without values, those of the environment. Nothing is sent.

    Raises InvalidRequest where a half is missing or a key has characters that no key has."""
    values = _named(action.values) or _of_environment(ctx)
    problems = _faults(values)
    if problems:
        raise InvalidRequest(*problems, provider=NAME)
    save(ctx, values)
    yield AuthDone(status=status_of(ctx), message=said_after(ctx, values, "kling.auth.imported"))


def said_after(ctx: Context, values: Mapping[str, str], key: str) -> Message:
    """What to say of saved keys: that they are used, or that others are found before them."""
    used = ctx.credential
    if used is None or all(used.values.get(name) == value for name, value in values.items()):
        return Message(key, domain=NAME)
    return Message("kling.auth.shadowed", {"source": used.source}, NAME)


def save(ctx: Context, values: Mapping[str, str]) -> None:
    """Keep a credential; what was known of the old one's region and clock is forgotten."""
    ctx.save_credential(values)
    ctx.keep(regions.KEPT, None)


def _named(values: Mapping[str, str]) -> dict[str, str]:
    return {FIELDS[name]: value.strip() for name, value in values.items() if name in FIELDS and value.strip()}


def _of_environment(ctx: Context) -> dict[str, str]:
    """The keys found by the usual order, a session token left out: it is never written down (§2.2)."""
    credential = ctx.credential
    found = dict(credential.values) if credential else {}
    return {name: value for name, value in found.items() if name in FLAG_OF}


def _faults(values: Mapping[str, str]) -> tuple[Problem, ...]:
    if not values.get(credential_sources.API_KEY):
        missing = [
            name for name in (credential_sources.ACCESS_KEY, credential_sources.SECRET_KEY) if not values.get(name)
        ]
        if missing:
            return tuple(_problem(name, "missing") for name in missing)
    return tuple(_problem(name, "odd") for name, value in values.items() if not _plain(value))


def _plain(value: str) -> bool:
    return value.isascii() and value.isprintable() and not any(character.isspace() for character in value)


def _problem(name: str, kind: str) -> Problem:
    return Problem(FLAG_OF[name], Message(f"kling.key.{kind}", {"option": FLAG_OF[name].replace("_", "-")}, NAME))


async def sign_out(ctx: Context) -> AsyncIterator[AuthEvent]:
    """Forget what we keep. A vendor's file and the environment are not ours to change: the status says what is left."""
    ctx.forget_credential()
    ctx.keep(regions.KEPT, None)
    status = status_of(ctx)
    key = "kling.auth.still" if status.signed_in else "kling.auth.out"
    yield AuthDone(status=status, message=Message(key, {"source": status.source or ""}, NAME))
