"""The API key, which alone opens the new standard (docs/contracts/kling-more.md §1, K-N1)."""

from collections.abc import Mapping

from mediawright.plugin import Context, Message, SignInNeeded
from mediawright_kling.auth import bearer, credential_sources, regions

NAME = "kling"
NEEDED = "api_key_needed"


def api_key_of(ctx: Context) -> Mapping[str, str]:
    """The credential for a new path. A token of three parts is a signed one, and counts as access keys here.

    Raises SignInNeeded, before any call, where only access keys are at hand; nobody is signed in by it.
    """
    values = ctx.credential.values if ctx.credential else {}
    token = bearer.strip_scheme(values.get(credential_sources.TOKEN, ""))
    key = values.get(credential_sources.API_KEY, "").strip() or (token if token.count(".") != 2 else "")
    key = key or ctx.settings.get("api_key", "").strip()
    if key:
        return {credential_sources.API_KEY: key}
    base = regions.known_base(ctx)
    region = (regions.region_of(base) if base else None) or regions.REGIONS[0]
    raise SignInNeeded(
        Message("kling.auth.api_key_needed", {"console": region.console}, NAME),
        provider=NAME,
        provider_code=NEEDED,
        next=("mediawright auth configure kling",),
    )
