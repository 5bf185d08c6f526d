"""Forty everyday tasks (tasks.toml), played by an agent that has only SKILL.md, against the simulators.

python -m tests.skill.tasks [NAME …]   # writes docs/evidence/transcripts/tasks.txt
MEDIAWRIGHT_TASKS=all python -m pytest tests/skill/test_tasks.py

The agent does what the page's loop says and nothing else: it passes on what is said, waits for a clear yes, runs the confirm
command of the last page, waits while work goes on.
"""

import re
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fork_server import Ran
from tests.skill.conftest import ROOT
from tests.skill.in_process import Here
from tests.skill.test_transcripts import agree
from tests.skill.transcripts import steady

from mediawright.sdk.simulator.media import make_clip, make_picture, make_sound
from mediawright.testing.simulator import serve

PRINTED = ROOT / "docs" / "evidence" / "transcripts" / "tasks.txt"
#: commands that a task may take that says nothing else
MOST = 4
FILES: Mapping[str, Callable[[], bytes]] = {
    "photo.jpg": lambda: make_picture(720, 1280),
    "dance.mp4": lambda: make_clip(6.0, 720, 1280),
    "voice.wav": lambda: make_sound(5.0),
    "prompts.txt": "1. 一只红狐狸在雪地里小跑\n2. 海边的灯塔\n3. 雨夜的霓虹街道\n".encode,
    "brochure.pdf": lambda: b"%PDF-1.4\n",
}
KEYS = {"kling": {"KLING_ACCESS_KEY_ID": "sim-access-key", "KLING_SECRET_ACCESS_KEY": "sim-not-a-secret"}}
#: what no person in a chat should have to read
JARGON = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-|\bQ[A-Z0-9]{6}\b|(?<!\w)--\w|\bmediawright \w|\bJSON\b|\bexit code|/tmp/|\bAPI\b"
    r"|\b\w+_\w+_\w+\b|(?<!\d)\d{15,}"
)
#: names and figures that are the same in both languages
_SAME = re.compile(r"https?://\S+|📎[^\n]*|[A-Za-z][\w.+-]*\.(?:jpg|png|mp4|wav|txt|pdf)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"(?:\b[a-z]{2,}\b[ ,.]+){4,}")


@dataclass(frozen=True)
class Task:
    """One task as it stands in the file."""

    name: str
    says: list[str]
    want: str
    at: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    charges: int | None = None
    told: str = ""
    most: int = MOST

    @property
    def lang(self) -> str:
        return "zh" if _HAN.search(self.says[0]) else "en"

    @property
    def due(self) -> int:
        return self.says.count("yes") if self.charges is None else self.charges


def tasks() -> list[Task]:
    """All of them, in the order of the file."""
    rows = tomllib.loads((Path(__file__).parent / "tasks.toml").read_text("utf-8"))
    return [_task(name, row) for name, row in rows.items()]


def _task(name: str, row: dict[str, Any]) -> Task:
    lists = {"at": tuple(row.get("at", ())), "files": tuple(row.get("files", ())), "given": tuple(row.get("with", ()))}
    return Task(
        name,
        row["says"],
        row["want"],
        charges=row.get("charges"),
        told=row.get("told", ""),
        most=row.get("most", MOST),
        **lists,
    )


@dataclass
class Services:
    """The simulators, and how often they took money."""

    env: dict[str, str]
    states: list[Any]

    @property
    def charges(self) -> int:
        kling, chatart, nemovideo = self.states
        return len(kling.works) + len(chatart.tasks) + len(nemovideo.charges())


@contextmanager
def services() -> Iterator[Services]:
    """Every provider's simulator in its place, quick ones."""
    from mediawright_chatart.hooks import simulator as chatart
    from mediawright_kling.hooks import simulator as kling
    from mediawright_nemovideo.hooks import simulator as nemovideo

    apps = [kling(options={"time_scale": "100"}), chatart(options={"time_scale": "100"}), nemovideo(options={})]
    with serve(apps[0]) as one, serve(apps[1]) as two, serve(apps[2]) as three:
        env = {"MEDIAWRIGHT_ALLOW_LOOPBACK": "1", "MEDIAWRIGHT_TEST_PACE": "40"}
        env |= {"KLING_API_BASE": one, "KLING_BIND_BASE": one}
        env |= {"CHATART_BASE_URL": two, "CHATART_OSS_ENDPOINT": two, "CHATART_CDN_BASE": f"{two}/cdn/"}
        env |= {"NEMO_API_URL": three, "NEMO_WEB_URL": three, "NEMO_TIME_SCALE": "0.4"}
        yield Services(env, [app.state.service_state for app in apps])


@dataclass
class Player:
    """The agent: a shell, the last answer, and what was said and shown."""

    shell: Here
    chat: str
    lines: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    commands: int = 0
    waiting: bool = False
    last: Ran | None = None

    def say(self, text: str, given: tuple[str, ...] = ()) -> None:
        """Step 1: the person's own words and files, with this chat's id."""
        self.lines.append(f"> {text}")
        self.run("do", text, *given)

    def agree(self) -> None:
        """Step 4: the confirm command of the last page, with exactly its amount."""
        assert self.last is not None
        self.lines.append("> 确认 / yes")
        ready = next(line for line in self.last.json["next"] if "--approve-cost" in line)
        self.run(*shlex.split(ready)[1:])

    def open(self) -> None:
        """The person opens the link that was shown and agrees there."""
        assert self.last is not None
        (link,) = set(re.findall(r"^\s*(https?://\S+)\s*$", self.last.json["message"], re.MULTILINE))
        self.lines.append("(opens the link)")
        agree(link)

    def run(self, *words: str) -> None:
        """One command; while it still runs, the wait that it names belongs to it (step 5) and counts once, however often it
        is run: that is a matter of the machine."""
        words = words if "--json" in words else (*words, "--json")
        words = words if "--thread" in words else (*words, "--thread", self.chat)
        self.lines.append(f"$ mediawright {shlex.join(words)}")
        waited = self.last is not None and self.last.code == 7 and words[:2] == ("jobs", "wait")
        self.commands += not (waited and self.waiting)
        self.waiting = waited
        self.last = self.shell(*words)
        self.shown.append(self.last.json["message"])
        self.lines.append(f"[{self.last.code}] {self.last.json['message']}")
        if self.last.code == 7:
            self.run(*shlex.split(self.last.json["next"][0])[1:])


def play(task: Task, services: Services, folder: Path) -> Player:
    """The whole task as it goes."""
    keys = {name: value for provider in task.at for name, value in KEYS[provider].items()}
    player = Player(Here.below(folder / task.name, services.env | keys), f"chat-{task.name}")
    for name in task.files:
        (player.shell.cwd / name).write_bytes(FILES[name]())
    for at, said in enumerate(task.says):
        match said:
            case "yes":
                player.agree()
            case "open":
                player.open()
            case _:
                player.say(said, task.given if at == 0 else ())
    return player


def faults(task: Task, player: Player, charged: int) -> list[str]:
    """What is wrong with how it went; nothing where all is well."""
    assert player.last is not None
    answer = player.last.json
    found = [] if player.commands <= task.most else [f"{player.commands} commands"]
    if charged != task.due:
        found.append(f"charged {charged} times, not {task.due}")
    if ending(answer, player.last.code) != task.want:
        found.append(f"ended as {ending(answer, player.last.code)}, not {task.want}")
    if task.told not in answer["message"]:
        found.append(f"does not say {task.told}")
    for message in player.shown:
        plain = _SAME.sub("", message)
        found += [f"jargon: {hit}" for hit in JARGON.findall(plain)]
        if task.lang == "zh" and (not _HAN.search(plain) or _WORDS.search(plain)):
            found.append(f"not in Chinese: {message[:80]}")
        if task.lang == "en" and _HAN.search(plain):
            found.append(f"not in English: {message[:80]}")
    return found


def ending(answer: Mapping[str, Any], code: int) -> str:
    """How an answer ends a task."""
    files = answer["data"].get("files") or ()
    if code == 0 and files:
        if answer["data"].get("provider") == "previz":
            return "draft"
        suffix = Path(files[0]["path"] if isinstance(files[0], Mapping) else files[0]).suffix
        return {".mp4": "video", ".png": "image", ".jpg": "image"}.get(suffix, "audio")
    match answer["status"], code:
        case _, 5:
            return "page"
        case "not_available", 2:
            return "gap"
        case ("question", 2):
            return "question"
        case "declined", 0:
            return "declined"
        case _, 3:
            return "link"
        case _, 0:
            return "told"
    return f"{answer['status']} ({code})"


def main(names: Sequence[str] = ()) -> None:
    """Play all, or those of these names again, and write them down; what went wrong stands at the end of a task."""
    written = PRINTED.read_text("utf-8").strip().split("\n\n== ") if names else []
    kept = {part.removeprefix("== ").split()[0]: "== " + part.removeprefix("== ") for part in written}
    parts = []
    with services() as running, tempfile.TemporaryDirectory() as folder:
        for task in tasks():
            if names and task.name not in names:
                parts.append(kept[task.name])
                continue
            before = running.charges
            player = play(task, running, Path(folder))
            wrong = faults(task, player, running.charges - before)
            parts.append(
                "\n".join([f"== {task.name} ({player.commands} commands)", *player.lines, *(f"!! {w}" for w in wrong)])
            )
    PRINTED.write_text(steady("\n\n".join(parts)) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
