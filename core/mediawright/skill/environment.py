"""Every environment name that is read, and what for: our own from the words, the providers' from their descriptions."""

from collections.abc import Iterable, Iterator, Mapping

from mediawright.skill.facts import Facts, Voice
from mediawright.types.provider import EnvSource, FileSource, Provider


def declared(facts: Facts, voices: Iterable[Voice]) -> dict[str, str]:
    """Name → what for, of the core and of these providers, in order."""
    names: dict[str, str] = dict(facts.words["env"])
    for voice in voices:
        for name, use in _of_provider(voice):
            names.setdefault(name, use)
    return names


def _of_provider(voice: Voice) -> Iterator[tuple[str, str]]:
    provider, told = voice.provider, voice.told.get("env", {})
    for source in provider.credentials:
        if isinstance(source, EnvSource):
            yield from ((name, told.get(name, _key(provider, field))) for field, name in source.fields.items())
        elif source.root_env:
            yield source.root_env, told.get(source.root_env, f"Folder of {provider.title.en}'s own tool.")
    for setting in provider.settings:
        use = f"{provider.title.en}: {setting.description.en if setting.description else _words(setting.name)}."
        yield from ((name, told.get(name, use)) for name in setting.env)
        if setting.file and setting.file.root_env:
            yield setting.file.root_env, told.get(setting.file.root_env, f"Folder of {provider.title.en}'s own tool.")


def _key(provider: Provider, field: str) -> str:
    return f"{provider.title.en}: {_words(field)}, instead of signing in by a link."


def _words(name: str) -> str:
    return name.replace("_", " ")


def vendor_files(voices: Iterable[Voice]) -> dict[str, str]:
    """Files of the vendors' own tools that are read: path → provider's title."""
    found: dict[str, str] = {}
    for voice in voices:
        kept = [s for s in voice.provider.credentials if isinstance(s, FileSource)]
        kept += [s.file for s in voice.provider.settings if s.file]
        found |= {_path(source): voice.title for source in kept}
    return found


def _path(source: FileSource) -> str:
    return source.path if source.path.startswith("~") or not source.root_env else f"${source.root_env}/{source.path}"


def common(facts: Facts) -> Mapping[str, str]:
    """What is read as every program of a terminal reads it."""
    names: Mapping[str, str] = facts.words["env_common"]
    return names
