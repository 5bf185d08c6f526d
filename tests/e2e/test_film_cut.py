"""The cut of a film is a job: it is in the list, survives a kill, is cancelled like any other, and costs nothing."""

import json
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.e2e.conftest import Shell

HEAD = 'title = "Cards"\n[format]\nresolution = "480p"\n'
CARD = '[[shots]]\nid = "c{n}"\nkind = "card"\nduration = {seconds}\ntext = [{{ says = "Card {n}" }}]\n'
PATIENCE_S = 120.0


def written(shell: Shell, seconds: int = 6) -> None:
    """A film of five cards, so many seconds each."""
    cards = "".join(CARD.format(n=n, seconds=seconds) for n in range(5))
    (shell.cwd / "cards.film.toml").write_text(HEAD + cards, "utf-8")


def in_the_middle(shell: Shell) -> subprocess.Popen[bytes]:
    """A cut that has coded its first piece and is at work on the others."""
    process = shell.start("film", "cut", "cards", "--json")
    end = time.monotonic() + PATIENCE_S
    while not list(shell.home.rglob("pieces/*.mp4")):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    return process


def jobs(shell: Shell) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shell("jobs", "list", "--json").json["data"]["jobs"]
    return found


def made(shell: Shell) -> dict[str, Any]:
    ran = shell("film", "cut", "cards", "--json", timeout=PATIENCE_S)
    assert ran.code == 0, ran.out
    data: dict[str, Any] = ran.json["data"]["made"]
    return data


def test_a_killed_cut_goes_on_as_any_job_does(shell: Shell) -> None:
    written(shell)
    process = in_the_middle(shell)
    process.kill()
    process.communicate()
    (job,) = jobs(shell)
    assert (job["operation"], job["state"]) == ("assemble", "running")
    resumed = shell("jobs", "resume", "--json", timeout=PATIENCE_S)
    assert resumed.code == 0, resumed.out
    assert [one["state"] for one in jobs(shell)] == ["done"]
    film = made(shell)
    assert (film["frames"], film["made"]) == (30 * 24, 0)
    assert Path(film["path"]) == shell.cwd / "cards" / "cards.mp4"
    assert len(jobs(shell)) == 1, "a film that is cut is not cut again"
    undisturbed(shell, film["sha256"])


def undisturbed(shell: Shell, sha256: str) -> None:
    """Cut from nothing, the film has the same bytes; its file was gone, so it is another job."""
    for piece in shell.home.rglob("pieces/*"):
        piece.unlink()
    for file in (shell.cwd / "cards").rglob("*.mp4"):
        file.unlink()
    again = made(shell)
    assert (again["sha256"], again["made"]) == (sha256, 5)
    assert len(jobs(shell)) == 2


def test_a_cut_is_cancelled_and_cut_anew_when_it_is_asked_for(shell: Shell) -> None:
    written(shell, seconds=24)  # long enough for two commands in its midst, also on a quick machine
    process = in_the_middle(shell)
    (job,) = jobs(shell)
    said = shell("jobs", "cancel", job["id"], "--json")
    assert said.code == 0, said.out
    out, _ = process.communicate(timeout=PATIENCE_S)
    answer = json.loads(out)
    assert (process.returncode, answer["error"]["key"]) == (1, "film.cut_cancelled"), answer
    assert [one["state"] for one in jobs(shell)] == ["cancelled"]
    assert made(shell)["made"] < 5, "what was coded stays"
    assert sorted(one["state"] for one in jobs(shell)) == ["cancelled", "done"]
