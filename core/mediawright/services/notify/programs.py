"""Tell by running a program: the user's own command, the desktop's notifier, OpenClaw's command line.

No shell, a short environment, a time limit; whatever the program started ends with it.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mediawright.services.notify.outcome import SENT, Outcome, failed
from mediawright.tools.run import KEPT, fed
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import LocalFault, TaskFailed

#: what a notifier needs besides, to find the person's own session
SESSION = (
    "USER",
    "LOGNAME",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
    "XDG_RUNTIME_DIR",
    "DBUS_SESSION_BUS_ADDRESS",
    "APPDATA",
    "LOCALAPPDATA",
    "PATHEXT",
    "TMPDIR",
    "TEMP",
    "TMP",
    "MEDIAWRIGHT_HOME",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One run. `argv[0]` is a path or a name on the search path; `given` is its standard input; `more` joins the short
    environment; `limit_s` in seconds."""

    argv: Sequence[str]
    given: bytes | None = None
    more: Mapping[str, str]
    limit_s: float


async def run(program: Program, environ: Mapping[str, str], cwd: Path) -> Outcome:
    """Run it to its end. An exit code of 0 means that it was told."""
    name = Path(program.argv[0]).name
    found = shutil.which(program.argv[0], path=environ.get("PATH", ""))
    if found is None:
        return failed("no_program", program=name)
    env = {key: environ[key] for key in (*KEPT, *SESSION) if key in environ}
    try:
        answer = await fed(
            Path(found),
            program.argv[1:],
            cwd=cwd,
            env={**env, **program.more},
            timeout=program.limit_s,
            given=program.given,
        )
    except LocalFault:
        return failed("not_started", program=name)
    except TaskFailed:
        return failed("too_slow", program=name, seconds=int(program.limit_s))
    return SENT if answer.code == 0 else failed("exit_code", program=name, number=answer.code)


def command(argv: Sequence[str], payload: Mapping[str, Any], attempt: int, limit_s: float) -> Program:
    """The user's own command: the JSON object on its standard input, the most needed parts in its environment."""
    data = payload["data"]
    more = {
        "MEDIAWRIGHT_NOTICE": str(payload["id"]),
        "MEDIAWRIGHT_ATTEMPT": str(attempt),
        "MEDIAWRIGHT_JOB": str(data.get("job", "")),
        "MEDIAWRIGHT_ENDING": str(data.get("ending", "")),
        "MEDIAWRIGHT_TEXT": str(data.get("text", "")),
    }
    given = json.dumps(payload, ensure_ascii=False).encode() + b"\n"
    return Program(argv=argv, given=given, more=more, limit_s=limit_s)
