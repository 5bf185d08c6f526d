"""Who is calling: the attribution headers, the platform and the client id (docs/contracts/nemovideo.md §2.2, §3)."""

from pathlib import Path

from mediawright.plugin import Context
from mediawright_nemovideo.settings import Config

SOURCE = "text-to-video-kling-ai"
VERSION = "1.0.0"


def platform_of(source: str, install_path: str) -> str:
    """The platform's name: what was set, else what the install path tells, else unknown. Pure."""
    if source:
        return source
    path = install_path.replace("\\", "/")
    if "/.clawhub/" in path:
        return "clawhub"
    return "cursor" if "/.cursor/skills/" in path else "unknown"


def attribution(config: Config) -> dict[str, str]:
    """The three headers that go with every API call and nowhere else (N-R1, N-R2)."""
    here = str(Path(__file__).resolve())
    return {
        "X-Skill-Source": SOURCE,
        "X-Skill-Version": VERSION,
        "X-Skill-Platform": platform_of(config.skill_source, here),
    }


def client_id(ctx: Context, config: Config, *, fresh: bool = False) -> str:
    """The id that stays for ever: set or the vendor's own file, else ours, made and kept before it is used (N-R4)."""
    known = config.client_id or str(ctx.recall("client_id") or "")
    if known and not fresh:
        return known[: config.bounds.client_id_length]
    made = ctx.new_id()[: config.bounds.client_id_length]
    ctx.keep("client_id", made)
    return made
