"""Make the page of every environment variable that the core and the installed providers read."""

from mediawright.plugins.discover import Registry
from mediawright.skill.environment import Variable, common, declared
from mediawright.skill.render_context import gather
from mediawright.types.provider import Audience

INTRO = """Every variable is optional. One that is marked as a secret holds a key or a token: hosts hide its value, and it
appears in no output. Skills and manifests publish the first table only.
"""
#: who sets it → heading and text
TABLES = {
    Audience.USER: ("For users", ""),
    Audience.INTERNAL: (
        "For the system, support and vendors' tools",
        "Set by the operating system or by a vendor's own tool, or an override for support; not part of any promise.\n",
    ),
    Audience.TEST: ("For simulators and tests", ""),
}


def environment_page() -> str:
    """Return the whole page below its note."""
    context = gather(Registry.installed({}))
    names = declared(context, context.voices)
    parts = ["# Environment variables\n", INTRO]
    for audience, (heading, text) in TABLES.items():
        rows = [_row(name, found) for name, found in names.items() if found.audience is audience]
        parts += [
            f"## {heading}\n",
            *([text] if text else []),
            "| name | for | secret |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    shared = [f"| `{name}` | {use} |" for name, use in common(context).items()]
    parts += ["## Read by every program of a terminal\n", "| name | for |", "| --- | --- |", *shared, ""]
    return "\n".join(parts)


def _row(name: str, found: Variable) -> str:
    return f"| `{name}` | {found.use} | {'secret' if found.secret else ''} |"
