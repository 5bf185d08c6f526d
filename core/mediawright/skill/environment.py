"""Every environment name that is read, and what for: our own from the words, the providers' from their descriptions."""

from collections.abc import Iterable, Iterator, Mapping

from mediawright.skill.render_context import RenderContext, Voice
from mediawright.types.dataclass import dataclass
from mediawright.types.provider import Audience, AuthKind, EnvSource, FileSource, Provider, Setting


@dataclass(frozen=True, slots=True)
class Variable:
    """What an environment name is for, who sets it, and whether its value must be hidden."""

    use: str
    audience: Audience = Audience.USER
    secret: bool = False


def declared(context: RenderContext, voices: Iterable[Voice]) -> dict[str, Variable]:
    """Return every name that the core and these providers read, in order."""
    names = {name: _of_core(told) for name, told in context.words["env"].items()}
    for voice in voices:
        for name, variable in _of_provider(voice):
            names.setdefault(name, variable)
    return names


def published(context: RenderContext, voices: Iterable[Voice]) -> dict[str, Variable]:
    """Return the names that a user sets: what skills and manifests list."""
    return {name: found for name, found in declared(context, voices).items() if found.audience is Audience.USER}


def _of_core(told: Mapping[str, str | bool]) -> Variable:
    return Variable(str(told["use"]), Audience(str(told.get("audience", Audience.USER))), bool(told.get("secret")))


def _of_provider(voice: Voice) -> Iterator[tuple[str, Variable]]:
    provider, told = voice.provider, voice.told.get("env", {})
    for source in provider.credentials:
        if isinstance(source, EnvSource):
            for field, name in source.fields.items():
                yield name, Variable(told.get(name, _key(provider, field)), secret=field not in source.public)
        else:
            yield from _folder(voice, source)
    for setting in provider.settings:
        use = f"{provider.title.en}: {_described(setting)}."
        for number, name in enumerate(setting.env):
            # a second name is what the vendor's own tool calls it: understood, and not one more to read about
            audience = setting.audience if number == 0 else Audience.INTERNAL
            yield name, Variable(told.get(name, use), audience, setting.secret)
        if setting.file:
            yield from _folder(voice, setting.file)


def _folder(voice: Voice, source: FileSource) -> Iterator[tuple[str, Variable]]:
    """The name that moves the folder of a vendor's own tool: that tool's user sets it, not ours."""
    if source.root_env:
        use = f"Folder of {voice.provider.title.en}'s own tool."
        yield source.root_env, Variable(voice.told.get("env", {}).get(source.root_env, use), Audience.INTERNAL)


def _described(setting: Setting) -> str:
    return setting.description.en if setting.description else _words(setting.name)


def _key(provider: Provider, field: str) -> str:
    """A key stands beside a sign-in by link only where there is one."""
    beside = ", instead of signing in by a link" if AuthKind.DEVICE in provider.auth else ""
    return f"{provider.title.en}: {_words(field)}{beside}."


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


def common(context: RenderContext) -> Mapping[str, str]:
    """What is read as every program of a terminal reads it."""
    names: Mapping[str, str] = context.words["env_common"]
    return names
