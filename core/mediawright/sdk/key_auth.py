"""Sign-in by a key made on the service's site: from the environment, a file, or brought with `auth import`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from hashlib import sha256

from mediawright.plugin import Context
from mediawright.sdk.error_table import sentence
from mediawright.types.auth import AuthAction, AuthDone, AuthEvent, AuthStatus, AuthVerb
from mediawright.types.errors import SignInNeeded, Unreachable
from mediawright.types.provider import EnvSource, Provider

#: asks the service, for free, whether it takes these keys; raises SignInNeeded where not, Unreachable where it is silent
Probe = Callable[[Context, Mapping[str, str]], Awaitable[None]]


async def sign_in(ctx: Context, action: AuthAction, key_page: str, probe: Probe | None) -> AsyncIterator[AuthEvent]:
    """Yield the events of one action. STATUS, LOGOUT and SWITCH ask no network.

    A key is tried before it is kept; a service that cannot be reached just now keeps nobody from bringing one.
    """
    provider = ctx.provider
    if action.verb is AuthVerb.IMPORT:
        values = brought(provider, action.values)
        if not values:
            raise key_needed(provider, key_page)
        await _tried(ctx, values, probe)
        ctx.save_credential(values)
    elif action.verb is AuthVerb.LOGOUT:
        ctx.forget_credential()
    found = ctx.credential
    if found is None and action.verb not in (AuthVerb.STATUS, AuthVerb.LOGOUT):
        raise key_needed(provider, key_page)
    if found is not None and action.verb is AuthVerb.RENEW:
        raise key_refused(provider, key_page)
    if found is not None and action.verb is AuthVerb.LOGIN:
        await _tried(ctx, found.values, probe)
    yield AuthDone(status=AuthStatus(signed_in=found is not None, source=found.source if found else None))


def brought(provider: Provider, values: Mapping[str, str]) -> dict[str, str]:
    """Return the first whole set of fields among the given values; empty where none is whole."""
    for source in provider.credentials:
        fields = source.fields if isinstance(source, EnvSource) else dict.fromkeys(source.fields, "")
        if fields and all(values.get(name, "").strip() for name in fields):
            return {name: values[name].strip() for name in fields}
    return {}


def key_needed(provider: Provider, key_page: str) -> SignInNeeded:
    return SignInNeeded(sentence(provider, "key_needed", {"link": key_page}), provider=provider.name)


def key_refused(provider: Provider, key_page: str) -> SignInNeeded:
    return SignInNeeded(sentence(provider, "key_refused", {"link": key_page}), provider=provider.name)


def remember_region(ctx: Context, values: Mapping[str, str], region: str) -> None:
    """Keep the region that takes these keys, so that they are never tried again elsewhere."""
    ctx.keep("region", {"key": _mark(values), "region": region})


def remembered_region(ctx: Context) -> str:
    """Return the region that took the keys in use; "" where these keys were never tried."""
    kept = ctx.recall("region") or {}
    known = ctx.credential is not None and kept.get("key") == _mark(ctx.credential.values)
    return str(kept["region"]) if known else ""


def _mark(values: Mapping[str, str]) -> str:
    """Return what tells these keys from others and says nothing of them."""
    return sha256("\0".join(f"{name}={values[name]}" for name in sorted(values)).encode()).hexdigest()[:8]


async def _tried(ctx: Context, values: Mapping[str, str], probe: Probe | None) -> None:
    if probe is None:
        return
    try:
        await probe(ctx, values)
    except Unreachable as error:
        ctx.debug("the key could not be tried", error=error.code)
