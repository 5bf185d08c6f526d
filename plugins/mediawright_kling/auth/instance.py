"""Who this installation is towards the bind service (docs/contracts/kling.md §2.6)."""

import platform

from mediawright.plugin import Context

SYSTEMS = {"Darwin": "macOS", "Windows": "Windows", "Linux": "Linux"}
INSTANCE = "client_instance_id"


def device_fields(ctx: Context) -> dict[str, str]:
    """The identity part of init-sessions. The instance id is the vendor tool's where it has one, else made once."""
    host = ctx.settings.get("hostname") or platform.node() or "unknown"
    return {
        "skillId": ctx.settings["skill_id"],
        "skillVersion": ctx.settings["skill_version"],
        "clientInstanceId": instance_id(ctx),
        "deviceName": ctx.settings.get("device_name") or host,
        "platform": SYSTEMS.get(platform.system(), "unknown"),
        "hostname": host,
    }


def instance_id(ctx: Context) -> str:
    """A random UUID, created once and kept for good."""
    known = ctx.settings.get(INSTANCE) or ctx.recall(INSTANCE)
    if isinstance(known, str) and known:
        return known
    made = ctx.new_id()
    ctx.keep(INSTANCE, made)
    return made
