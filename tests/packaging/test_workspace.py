"""Each provider is a package of its own: built alone, it works against the core and nothing else of this repository."""

import ast
import json
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from tests.packaging.conftest import PROVIDERS, ROOT, project

#: imports every module of the provider with only its wheel, the core and the libraries on the path
PROBE = """
import importlib, json, pkgutil, sys
package, *sys.path[:0] = sys.argv[1:]
from mediawright.plugins.discover import Registry
names = sorted(plugin.name for plugin in Registry.installed({}).load_all())
found = importlib.import_module(package)
modules = [info.name for info in pkgutil.walk_packages(found.__path__, package + ".")]
for name in modules:
    importlib.import_module(name)
loaded = sorted({name.partition(".")[0] for name in sys.modules if name.startswith("mediawright")})
print(json.dumps({"names": names, "modules": len(modules), "loaded": loaded, "from": found.__path__[0]}))
"""

each = pytest.mark.parametrize("package", PROVIDERS)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> "Unpacked":
    return Unpacked(tmp_path_factory.mktemp("wheels"))


class Unpacked:
    """Wheels of the providers, each built offline and unpacked into a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, package: str) -> Path:
        target = self.folder / package
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(self.folder)]
        subprocess.run(build, cwd=ROOT / "plugins" / package, check=True, capture_output=True, timeout=60)
        (wheel,) = self.folder.glob(f"{package}-*.whl")
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(target)
        return target


@each
def test_a_provider_built_alone_works_against_the_core(package: str, unpacked: Unpacked) -> None:
    wheel = unpacked(package)
    libraries = dict.fromkeys(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    run = [sys.executable, "-I", "-S", "-c", PROBE, package, str(wheel), str(ROOT / "core"), *libraries]
    done = subprocess.run(run, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["loaded"] == ["mediawright", package]
    assert package.removeprefix("mediawright_") in seen["names"]
    assert Path(seen["from"]).is_relative_to(wheel)
    assert seen["modules"] + 1 == len(list((ROOT / "plugins" / package).rglob("*.py")))


@each
def test_the_wheel_of_a_provider_holds_its_package_and_nothing_else(package: str, unpacked: Unpacked) -> None:
    target = unpacked(package)
    assert {path.name for path in target.iterdir()} == {package, next(target.glob("*.dist-info")).name}
    assert not (target / package / "pyproject.toml").exists()
    assert (target / package / "py.typed").is_file()


def imported(files: Iterable[Path]) -> Iterator[str]:
    """Top-level names that these files import, outside the standard library and the repository."""
    for path in files:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            yield from (name.partition(".")[0] for name in names)


def bare(requirement: str) -> str:
    """The normalized name of a requirement."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def distributions(names: Iterable[str]) -> set[str]:
    """Which distributions bring these import names."""
    known = packages_distributions()
    foreign = {name for name in names if name not in sys.stdlib_module_names and not name.startswith("mediawright")}
    return {bare(known[name][0]) for name in foreign}


@each
def test_a_provider_declares_every_library_that_it_imports(package: str) -> None:
    folder = ROOT / "plugins" / package
    told = project(folder)
    always = {bare(need) for need in told["dependencies"]}
    simulating = always | {bare(need) for need in told.get("optional-dependencies", {}).get("simulate", ())}
    simulating |= {bare(need) for need in project()["optional-dependencies"]["simulate"]}
    files = list(folder.rglob("*.py"))
    assert distributions(imported(path for path in files if "simulator" not in path.parts)) <= always
    assert distributions(imported(files)) <= simulating


@each
def test_a_provider_s_limits_on_libraries_are_those_of_the_one_wheel(package: str) -> None:
    whole = project()
    pinned = {bare(need): need for need in whole["dependencies"]}
    pinned |= {bare(need): need for needs in whole["optional-dependencies"].values() for need in needs}
    told = project(ROOT / "plugins" / package)
    needs = [*told["dependencies"], *(need for more in told.get("optional-dependencies", {}).values() for need in more)]
    assert [need for need in needs if bare(need) != "mediawright" and pinned[bare(need)] != need] == []


def test_the_one_wheel_names_the_same_entry_points() -> None:
    points = project()["entry-points"]["mediawright.providers"]
    apart = {
        name: module
        for package in PROVIDERS
        for name, module in project(ROOT / "plugins" / package)["entry-points"]["mediawright.providers"].items()
    }
    assert apart == points
