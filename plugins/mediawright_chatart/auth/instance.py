"""The name under which this machine signs in (§2.7): random and kept, or the vendor's formula for who is bound already."""

import hashlib
import platform

from mediawright.plugin import Context

PREFIX = "pro-chatart-skill-"
KEPT = "client_id"


def device_name(ctx: Context) -> str:
    """A name given by hand, the one kept, or a new random one. Kept apart: it doubles as the device code."""
    given = ctx.settings.get("client_id", "").strip()
    if given:
        return given
    if ctx.settings.get("stable_fingerprint") == "on":
        user = ctx.settings.get("user_name") or "None"
        return computed(user, platform.machine(), platform.platform(), platform.processor())
    kept = ctx.recall_secret(KEPT)
    if kept:
        return kept
    made = PREFIX + ctx.random_bytes(8).hex()
    ctx.keep_secret(KEPT, made)
    return made


def computed(username: str, machine: str, system: str, processor: str) -> str:
    """The formula of ChatArt's own tool: sixteen hex digits over four facts. A new kernel makes a new name."""
    facts = {"username": username, "machine": machine, "platform": system, "processor": processor}
    order = ("machine", "platform", "processor", "username")
    joined = "|".join(f"{name}={facts[name]}" for name in order)
    return PREFIX + hashlib.sha256(joined.encode()).hexdigest()[:16]
