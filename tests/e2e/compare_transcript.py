"""Writes docs/evidence/transcripts/compare.txt and the picture beside it: one wish at four simulated providers, said in
both languages, and what it came to.

python -m tests.e2e.compare_transcript
"""

import re
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.e2e.conftest import Shell

from mediawright.plugins.discover import Registry
from mediawright.testing.simulator import serve

OUT = Path(__file__).resolve().parents[2] / "docs" / "evidence" / "transcripts"
#: provider → the settings that lead to its simulator at {url}, and its key
PROVIDERS = {
    "kling": {
        "KLING_API_BASE": "{url}",
        "KLING_BIND_BASE": "{url}",
        "KLING_ACCESS_KEY_ID": "sim-access-key",
        "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret",
    },
    "ark": {"ARK_BASE_URL": "{url}/api/v3", "ARK_API_KEY": "not-a-real-secret"},
    "runway": {"RUNWAYML_BASE_URL": "{url}", "RUNWAYML_API_SECRET": "not-a-real-secret"},
    "dashscope": {"DASHSCOPE_HTTP_BASE_URL": "{url}/{{region}}", "DASHSCOPE_API_KEY": "sk-cn"},
}
WISH = "a fox running in the snow, low winter sun"
HEAD = """# One wish at four providers, against the simulators. Ids and folders are made equal; what follows $ was typed.
"""


def steady(text: str, folder: Path) -> str:
    """What differs from run to run made equal."""
    text = text.replace(str(folder / "work"), ".")
    text = re.sub(r"-[a-z]\d[a-z]\d(?=[-.])", "-k3f9", re.sub(r"\bQ[A-Z0-9]{6}\b", "Q7F3K2A", text))
    text = re.sub(r"compare-Q[A-Z0-9]{6}", "compare-Q7F3K2A", text)
    return re.sub(r"^\S+ .*(under way|进行中 \d).*\n", "", text, flags=re.MULTILINE)


def environment(stack: ExitStack) -> dict[str, str]:
    """The settings of all four providers, each with a simulator of its own."""
    registry = Registry.installed({})
    env: dict[str, str] = {}
    for name, settings in PROVIDERS.items():
        app = registry.load(name).simulator({"time_scale": "8"})
        url = stack.enter_context(serve(app))
        env |= {key: value.format(url=url) for key, value in settings.items()}
    return env


def main() -> None:
    with ExitStack() as stack, tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        (folder / "work").mkdir()
        env = {"HOME": made, "MEDIAWRIGHT_HOME": made, "MEDIAWRIGHT_NO_KEYRING": "1", "LANG": "C.UTF-8"}
        env |= {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1", "MEDIAWRIGHT_TEST_PACE": "4", "PATH": "/usr/bin:/bin"}
        shell = Shell(folder, folder / "work", env | environment(stack))
        told: list[str] = []

        def typed(*words: str) -> str:
            ran = shell(*words, timeout=300)
            shown = " ".join(word if re.fullmatch(r"[\w.,/-]+", word) else f'"{word}"' for word in words)
            told.append(f"$ mediawright {shown}\n{ran.out}{ran.err}[exit {ran.code}]\n")
            return ran.out

        typed("do", "kling 和 seedance 各来一个：狐狸在雪地里奔跑")
        page = typed("compare", WISH, "--models", "kling,seedance,gen4.5,happyhorse", "--duration", "5")
        found = re.search(r"confirm (Q\w+) --approve-cost '([^']+)'", page)
        assert found is not None, page
        typed("confirm", found[1], "--approve-cost", "1 units")
        typed("confirm", found[1], "--approve-cost", found[2])
        typed("confirm", found[1], "--approve-cost", found[2], "--lang", "zh")
        typed("spending", "--by", "model")
        typed("policy", "limit", "1 USD", "--per", "day")
        typed("do", "compare kling and gen-4.5 for a clip of a paper boat", "--approve-cost", "4 units + 60 credits")
        (sheet,) = (folder / "work").glob(f"compare-{found[1]}/contact-sheet.png")
        shutil.copyfile(sheet, OUT / "compare-contact-sheet.png")
        (OUT / "compare.txt").write_text(HEAD + "\n" + steady("\n".join(told), folder), "utf-8")


if __name__ == "__main__":
    main()
