"""Three whole conversations from a wish over three changes to the file: Chinese, English and mixed; one charge each.

What is printed here stands in docs/evidence/transcripts/conversations.txt; a run that goes another way fails.
`python -m tests.e2e.test_conversations` writes it anew.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.resilience.chaos import TARGETS, ChaosHarness, Shell
from tests.skill.transcripts import steady

from mediawright.types.states import State

PRINTED = Path(__file__).resolve().parents[2] / "docs/evidence/transcripts/conversations.txt"
#: what the person says, in order; YES is the amount's own confirmation, which the agent passes on
YES = "…"
CONVERSATIONS = {
    "zh": (
        *("用可灵生成一段5秒的视频：一只红狐狸在雪地里小跑", "换成竖屏", "太贵了", "行，但是改成10秒"),
        *("确认", YES, "发给我", "谢谢"),
    ),
    "en": (
        *("a 5 second video of a lighthouse in a storm, on kling", "make it vertical", "longer", "too expensive"),
        *("yes", YES, "thanks!"),
    ),
    "mixed": (
        *("用可灵做个5s的video：neon city at night", "make it 9:16", "10s，要有声音", "how much is it?"),
        *("画质低一点也行", "ok", YES, "bye"),
    ),
}


@pytest.fixture(scope="module")
def kling() -> Iterator[ChaosHarness]:
    with TARGETS["kling"].running(time_scale="40") as running:
        yield running


def talked(shell: Shell, name: str) -> list[str]:
    """One conversation as printed. An agent's own part is only the yes: the command that the last page showed."""
    printed, ready = [f"== {name}"], ""
    for said in CONVERSATIONS[name]:
        if said == YES:
            words = ready.split()[1:]
            ran = shell(*words, "--thread", name, "--timeout", "600", MEDIAWRIGHT_TEST_PACE="20")
        else:
            printed.append(f"> {said}")
            ran = shell("do", said, "--thread", name, "--json")
        ready = next((line for line in ran.json["next"] if " confirm " in line and "--approve-cost" in line), ready)
        printed.append(f"[{ran.code}] {ran.json['message']}")
    return printed


def steps(printed: str) -> list[str]:
    """Who said what, and what each answer is: the rest of a page follows prices and providers of the day."""
    return [line for line in printed.splitlines() if line.startswith((">", "[", "=="))]


def test_three_conversations_lead_to_three_files_and_one_charge_each(kling: ChaosHarness, tmp_path: Path) -> None:
    lines: list[str] = []
    for number, name in enumerate(CONVERSATIONS, 1):
        shell = kling.shell(tmp_path / name)
        lines += talked(shell, name)
        assert kling.charges() == number
        (job,) = shell.jobs()
        assert job.state is State.DONE
        assert len(shell.clips()) == 1
    assert steps("\n".join(lines)) == steps(PRINTED.read_text("utf-8"))


if __name__ == "__main__":
    import tempfile

    with TARGETS["kling"].running(time_scale="40") as running, tempfile.TemporaryDirectory() as folder:
        told = [line for name in CONVERSATIONS for line in talked(running.shell(Path(folder) / name), name)]
    PRINTED.write_text(steady("\n".join(told)) + "\n", "utf-8")
