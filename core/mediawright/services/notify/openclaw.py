"""Wake a session of OpenClaw, in the two ways that its documentation names.

Its command: `openclaw system event --text … --mode now`, which puts the text before the main session
(https://docs.openclaw.ai/cli/system). Its hook: `POST <hooks>/wake` with `Authorization: Bearer <token>` and
`{"text", "mode", "agentId", "sessionKey"}` (https://docs.openclaw.ai/automation/cron-jobs/webhooks). It calls the text
trusted, so a provider's words are never in it.
"""

import json
from collections.abc import Mapping

from mediawright.commands.action import Action
from mediawright.services.notify.programs import Program
from mediawright.services.notify.targets import Target

#: seconds that its command may take; it starts a program of its own and calls the gateway
LIMIT_S = 60.0
OWN = "OPENCLAW_"


def wake_text(sentence: str, job_id: str) -> str:
    """The sentence, and for the agent that reads it the command that shows the job."""
    return f"{sentence} [{Action(command=('jobs', 'show'), values={'job': job_id})}]"


def wake_program(text: str, environ: Mapping[str, str]) -> Program:
    """Its own command, with its own settings from the environment."""
    argv = ["openclaw", "system", "event", "--text", text, "--mode", "now"]
    own = {name: value for name, value in environ.items() if name.startswith(OWN)}
    return Program(argv=argv, more=own, limit_s=LIMIT_S)


def wake_url(target: Target) -> str:
    """The address of the hook."""
    return target.url.rstrip("/") + "/wake"


def wake_body(text: str, target: Target) -> bytes:
    """The hook's JSON."""
    body = {"text": text, "mode": "now"}
    if target.agent:
        body["agentId"] = target.agent
    if target.session:
        body["sessionKey"] = target.session
    return json.dumps(body, ensure_ascii=False).encode()
