"""One account, two machines: a lost submit takes nobody's work by itself; a person says which task is theirs, or none."""

import json
from pathlib import Path

from tests.resilience.chaos import ChaosHarness, Shell


def _two(chaos: ChaosHarness, folder: Path) -> tuple[Shell, Shell]:
    """Two homes with the keys of one account."""
    ours, theirs = chaos.shell(folder / "ours"), chaos.shell(folder / "theirs")
    theirs.env.update({name: value for name, value in ours.env.items() if name.startswith("CHATARTPRO_")})
    return ours, theirs


def test_a_lost_submit_shows_foreign_work_and_takes_none(chatart: ChaosHarness, tmp_path: Path) -> None:
    chatart.clear()
    ours, theirs = _two(chatart, tmp_path)
    before = chatart.charges()
    chatart.app.state.faults.arm("submit-dropped")
    lost = ours.video("a fox of ours", "--wait")
    assert theirs.video("a crow of theirs", "--no-wait").code == 0
    assert lost.code == 8
    job = ours.jobs()[0].id

    again = ours("jobs", "resume", job, "--json")
    assert again.code == 8, again.out
    candidates = again.json["data"]["candidates"]
    assert len(candidates) == 1
    assert f"mediawright jobs adopt {candidates[0]['id']} --job {job} --json" in again.json["next"]
    assert f"mediawright jobs cancel {job} --json" in again.json["next"]
    assert ours.clips() == []

    shown = ours("jobs", "show", job, "--json")
    assert f"mediawright jobs adopt {candidates[0]['id']} --job {job} --json" in shown.json["next"]

    none = ours("jobs", "cancel", job, "--json")
    assert (none.code, ours.jobs()[0].state.value) == (0, "cancelled")
    assert chatart.charges() - before == 1


def test_a_persons_word_brings_the_lost_work_home(chatart: ChaosHarness, tmp_path: Path) -> None:
    chatart.clear()
    ours, _ = _two(chatart, tmp_path)
    before = chatart.charges()
    chatart.app.state.faults.arm("submit-lost")
    lost = ours.video("a lynx of ours", "--wait")
    assert lost.code == 8, lost.out
    [candidate] = lost.json["data"]["candidates"]
    job = ours.jobs()[0].id

    home = ours("jobs", "adopt", candidate["id"], "--job", job, "--json")
    assert home.code == 0, home.out + home.err
    [row] = ours.jobs()
    assert (row.id, row.state.value, row.request.prompt) == (job, "done", "a lynx of ours")
    assert len(ours.clips()) == 1
    assert chatart.charges() - before == 1

    twice = ours("jobs", "adopt", candidate["id"], "--job", job, "--json")
    assert twice.code == 2, json.dumps(twice.json)
