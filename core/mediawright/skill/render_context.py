"""What a skill is rendered from: the words in `skill.toml`, the providers' descriptions, and the words they bring along."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from mediawright import __version__
from mediawright.plugins.discover import Registry
from mediawright.present.catalog import add_locale
from mediawright.types.ages import living
from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Provider

#: the folder in a provider's package that holds its words for agents
OWN = "skill"
#: label of the repository among the addresses of a project
REPOSITORY = "Repository"


@dataclass(frozen=True, slots=True)
class Voice:
    """A provider and what it says of itself to agents. `told` is its `skill.toml`, `prompts` its prompt guide."""

    provider: Provider
    told: Mapping[str, Any]
    prompts: str | None

    @property
    def name(self) -> str:
        return self.provider.name

    @property
    def title(self) -> str:
        return self.provider.title.en

    @property
    def own(self) -> bool:
        """Does it get a skill of its own?"""
        return "description" in self.told


@dataclass(frozen=True, slots=True)
class RenderContext:
    """Everything a rendering needs; the same facts give the same files."""

    version: str
    words: Mapping[str, Any]
    voices: tuple[Voice, ...]

    def voice(self, name: str) -> Voice:
        return next(voice for voice in self.voices if voice.name == name)

    @property
    def free(self) -> Voice | None:
        """The provider that needs nobody and nothing."""
        return next((voice for voice in self.voices if voice.provider.free and voice.provider.local), None)

    @property
    def paid(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.voices if not voice.provider.free)

    @property
    def example(self) -> Voice:
        """The provider that examples name: the one that says so, else the first."""
        return next((voice for voice in self.voices if voice.told.get("example_of_all")), self.voices[0])


@cache
def words() -> Mapping[str, Any]:
    """Return `skill.toml`, and the address of the repository as `homepage`."""
    told = tomllib.loads((files("mediawright") / OWN / "skill.toml").read_text(encoding="utf-8"))
    return {**told, "homepage": repository(told["package"])}


def repository(package: str) -> str:
    """Return the address of the repository: `[project.urls]` of the project file, or of the installed package."""
    project = Path(__file__).parents[3] / "pyproject.toml"
    if project.is_file():
        told = tomllib.loads(project.read_text(encoding="utf-8")).get("project", {})
        if told.get("name") == package:
            return str(told["urls"][REPOSITORY])
    lines: list[str] = metadata(package).get_all("Project-URL") or []
    return next(url for label, _, url in (line.partition(", ") for line in lines) if label == REPOSITORY)


def gather(registry: Registry) -> RenderContext:
    """The facts of this installation: providers that bring words for agents, by name."""
    voices = []
    for plugin in registry.load_all():
        if plugin.provider.locale:
            add_locale(plugin.name, plugin.provider.locale)
        folder = files(plugin.module.__name__.partition(".")[0]) / OWN
        if folder.joinpath("skill.toml").is_file():
            voices.append(_voice(plugin.provider, folder))
    return RenderContext(__version__, words(), tuple(voices))


def offered(provider: Provider) -> Provider:
    """The provider without what was switched off by the day of its newest price list: a page has no date of its own."""
    days = [model.prices.updated for model in provider.models if model.prices]
    return living(provider, max(days)) if days else provider


def _voice(provider: Provider, folder: Traversable) -> Voice:
    told = tomllib.loads(folder.joinpath("skill.toml").read_text(encoding="utf-8"))
    guide = folder.joinpath("prompts.md")
    return Voice(offered(provider), told, guide.read_text(encoding="utf-8") if guide.is_file() else None)
