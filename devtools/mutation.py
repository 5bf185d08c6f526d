"""Change the spending path, one small thing at a time, and see whether its tests notice: `python -m devtools.mutation`.

Run by hand: it takes minutes for each file. `mutation.toml` names the files and their tests; mutmut makes the mutants, in a
copy of the repository that is thrown away. The figures of the last run are in docs/evidence/mutation.md.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = Path(__file__).with_suffix(".toml")
LINKED = ("plugins", "docs", "devtools", "benchmarks", "examples")
#: endings of a mutant that its tests noticed; one that takes the process down is a `segfault` to mutmut
NOTICED = frozenset({"killed", "timeout", "segfault", "caught by type check"})
#: the time ran out before it
UNTRIED = "not checked"
#: the copy calls `core` by the one name that mutmut takes off a module's path
SOURCE = "src"


def tested() -> dict[str, list[str]]:
    """Return each file of the spending path, below core/mediawright, with its tests, below tests/core."""
    found: dict[str, list[str]] = tomllib.loads(TABLE.read_text("utf-8"))["files"]
    return found


def settings(file: str, tests: list[str]) -> str:
    """Return mutmut's settings for one file. Tests with a server or processes of their own are left out: they take too
    long, and a process that is started anew has no mutant in it."""
    lines = {
        "source_paths": [SOURCE],
        "only_mutate": [f"{SOURCE}/mediawright/{file}"],
        "also_copy": ["plugins", "docs", "devtools"],
        "pytest_add_cli_args": ["-k", "not postgresql and not processes", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": [f"tests/core/{test}" for test in tests],
        "use_git_change_detection": ["false"],
    }
    return "[mutmut]\n" + "".join(f"{key} =\n" + "".join(f"    {one}\n" for one in of) for key, of in lines.items())


def copied(folder: Path) -> None:
    """Lay the repository out in an empty folder as mutmut wants it; what no mutant touches is linked."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "core", folder / SOURCE, ignore=ignored)
    shutil.copytree(ROOT / "tests", folder / "tests", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in LINKED:
        (folder / name).symlink_to(ROOT / name)


def run(folder: Path, minutes: float, children: int) -> None:
    """Run every mutant, or those that the time allows: mutmut keeps the outcome of each as it comes."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children)]
    with (folder / "log").open("w") as log:
        mutmut = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
        try:
            mutmut.wait(minutes * 60)
        except subprocess.TimeoutExpired:
            os.killpg(mutmut.pid, 9)
            mutmut.wait()


def asked(folder: Path, *words: str) -> str:
    """Return what mutmut says of the mutants in a folder."""
    command = [sys.executable, "-m", "mutmut", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def outcomes(said: str) -> dict[str, str]:
    """Return mutant -> outcome of `mutmut results --all true`."""
    pairs = (line.strip().rpartition(": ") for line in said.splitlines())
    return {name: outcome for name, _, outcome in pairs if name}


def row(file: str, ends: dict[str, str]) -> str:
    """Return one file's figures as a row: mutants noticed, all, and how the others ended."""
    counts = Counter(ends.values())
    noticed = sum(counts.pop(end, 0) for end in NOTICED)
    others = ", ".join(f"{count} {end}" for end, count in sorted(counts.items()))
    return f"| `{file}` | {noticed} | {len(ends)} | {others} |"


def main(words: list[str]) -> int:
    """Print a row for each file, then how each unnoticed mutant differs. Returns 1 where mutmut made none."""
    parser = argparse.ArgumentParser(prog="devtools.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="files of mutation.toml; all of them without one")
    parser.add_argument("--minutes", type=float, default=15.0, help="the time for each file")
    parser.add_argument("--children", type=int, default=2, help="how many mutants run at once")
    parser.add_argument(
        "--figures", action="store_true", help="only the figures, not how each unnoticed mutant differs"
    )
    given = parser.parse_args(words)
    table = tested()
    unknown = [file for file in given.files if file not in table]
    if unknown:
        parser.error(f"not in {TABLE.name}: {', '.join(unknown)}")
    failed = 0
    for file in given.files or table:
        with tempfile.TemporaryDirectory(prefix="mutants-") as name:
            folder = Path(name)
            copied(folder)
            (folder / "setup.cfg").write_text(settings(file, table[file]))
            run(folder, given.minutes, given.children)
            ends = outcomes(asked(folder, "results", "--all", "true"))
            say(row(file, ends))
            if not ends:
                failed = 1
                say((folder / "log").read_text(errors="replace")[-2000:])
            for mutant, end in ends.items():
                if end not in NOTICED | {UNTRIED} and not given.figures:
                    say(f"\n{mutant}: {end}\n{changed(asked(folder, 'show', mutant))}")
    return failed


def changed(difference: str) -> str:
    """Return the changed lines of a difference, without the names of the files."""
    lines = difference.splitlines()
    return "\n".join(line for line in lines if line[:1] in {"+", "-"} and line[:3] not in {"+++", "---"})


def say(text: str) -> None:
    """Print at once, since the next file takes minutes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
