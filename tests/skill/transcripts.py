"""Writes docs/evidence/transcripts.md: what an agent and a person see from a request to a file, against the simulators.

python -m tests.skill.transcripts
"""

import re
import tempfile
from pathlib import Path

from tests.e2e.conftest import Shell
from tests.skill.agent import Agent
from tests.skill.conftest import ROOT, Skill
from tests.skill.test_transcripts import UTTERANCES, agree, environment

#: what differs from run to run, and what stands for it
CHANGING = {
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}": "JOB",
    r"\bQ[A-Z0-9]{6}\b": "Q7F3K2",
    r"http://127\.0\.0\.1:\d+": "https://provider.example",
    r"\d{18}": "952896806604249947",
    r"-[a-z]\d[a-z]\d(?=[-.])": "-k3f9",
    r"user_code=[\w-]+": "user_code=ABCD-EFGH",
}
HEAD = """# Transcripts

Only commands printed in a provider's SKILL.md or in `next` were run, by the script in `tests/skill/agent.py`,
against the simulators, signed out at first. The person says yes to the price and opens the link; nothing else is
known to the agent. Ids and addresses are made equal.

[Forty everyday tasks](transcripts/tasks.txt) are played the same way: `python -m tests.skill.tasks` writes them anew,
`MEDIAWRIGHT_TASKS=all python -m pytest tests/skill/test_tasks.py` checks all of them, the suite four.
"""


def steady(text: str) -> str:
    for pattern, word in CHANGING.items():
        text = re.sub(pattern, word, text)
    return text


def transcript(name: str, env: dict[str, str], folder: Path) -> str:
    """One provider's, as Markdown."""
    home, work = folder / "home", folder / "work"
    home.mkdir(parents=True)
    work.mkdir()
    own = {"HOME": str(home), "MEDIAWRIGHT_HOME": str(home / "mw"), "MEDIAWRIGHT_NO_KEYRING": "1", "LANG": "C.UTF-8"}
    agent = Agent(Shell(home, work, env | own), Skill(ROOT / "skills" / name / "SKILL.md"), agree)
    agent.fulfil(UTTERANCES[name])
    return f"## {name}\n\n```text\n{steady(chr(10).join(agent.transcript))}\n```\n"


def main() -> None:
    with environment() as env, tempfile.TemporaryDirectory() as folder:
        parts = [transcript(name, env, Path(folder) / name) for name in UTTERANCES]
    (ROOT / "docs" / "evidence" / "transcripts.md").write_text("\n".join([HEAD, *parts]), "utf-8")


if __name__ == "__main__":
    main()
