"""What providers keep of jobs: on a shared ledger the same on all machines, and what one had before is not forgotten."""

from pathlib import Path

from mediawright.files.key_value import KeyValueStore
from mediawright.ledger import Ledger


def file_of(folder: Path) -> KeyValueStore:
    def ensure(path: Path) -> Path:
        path.mkdir(parents=True, exist_ok=True)
        return path

    return KeyValueStore(folder, ensure)


def test_what_one_machine_keeps_another_recalls(ledger: Ledger, tmp_path: Path) -> None:
    here, there = (ledger.kept("acme", file_of(tmp_path / name)) for name in ("here", "there"))
    here.set("submit.1", {"path": "/v1"})
    assert there.get("submit.1") == {"path": "/v1"}
    assert ledger.kept("other", file_of(tmp_path / "there")).get("submit.1") is None
    there.set("submit.1", None)
    assert here.get("submit.1") is None


def test_what_stood_in_the_machine_s_file_counts_until_it_is_kept_anew_or_forgotten(
    ledger: Ledger, tmp_path: Path
) -> None:
    before = file_of(tmp_path)
    before.set("submit.1", "old")
    kept = ledger.kept("acme", before)
    assert kept.get("submit.1") == "old"
    kept.set("submit.1", "new")
    assert kept.get("submit.1") == "new"
    kept.set("submit.1", None)
    assert kept.get("submit.1") is None
