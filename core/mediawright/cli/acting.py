"""`--as NAME`: who acts in this run, proved by a token. It is never an argument, which every user of the machine can see."""

import os
import sys

from mediawright.paths import TOKEN, USER
from mediawright.types.errors import NotProved
from mediawright.types.message import Message

#: seconds for which a token is waited for on standard input: a caller that left it open gives none
PATIENCE_S = 5.0
#: no token is longer (characters)
LONGEST = 200


def act_as(name: str) -> None:
    """Let this process act as a person.

    The token comes from the environment, is typed unseen, or is the first line of standard input; the ledger checks it.
    Raises NotProved where there is none."""
    token = os.environ.get(TOKEN, "").strip() or _given()
    if not token:
        values = {"person": name.strip()[:LONGEST], "variable": TOKEN}
        raise NotProved(Message("people.no_token", values), data={"reason": "no_token"})
    os.environ[USER], os.environ[TOKEN] = name, token  # what this process starts gets a short environment without them


def _given() -> str:
    stream = sys.stdin
    if stream is None or stream.closed:
        return ""
    if stream.isatty():
        import getpass

        return getpass.getpass("token: ").strip()
    import threading

    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(stream.readline(LONGEST)), daemon=True)
    reader.start()
    reader.join(PATIENCE_S)
    return found[0].strip() if found else ""
