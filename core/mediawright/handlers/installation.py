"""Answers about this installation: models, providers, plugins, settings."""

from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

from mediawright import hookspecs
from mediawright.config import KEYS
from mediawright.handlers.response import Response
from mediawright.installing import absent, install_command
from mediawright.present import pages
from mediawright.present.page import Page, Row, Rows
from mediawright.services.studio import Studio
from mediawright.types.codec import plain
from mediawright.types.message import Lang, Message
from mediawright.types.operations import Operation
from mediawright.types.provider import SPEC

HOOKS = tuple(name for name in vars(hookspecs) if hasattr(getattr(hookspecs, name), f"{hookspecs.PROJECT}_spec"))


def of_models(studio: Studio, provider: str | None, operation: Operation | None) -> Response:
    """The model matrix of one provider or of all."""
    chosen = [studio.registry.load(provider)] if provider else list(studio.registry.load_all())
    page = pages.models([plugin.provider for plugin in chosen], operation=operation)
    if provider is None and operation is None:
        page = replace(page, data={**page.data, "providers": _in_short(page.data["providers"])})
    return Response(page=page, status="listed")


async def of_voices(studio: Studio, provider: str | None, language: str | None, lang: Lang) -> Response:
    """The speakers of one provider, as it says them itself where it can, or those that come with all."""
    from mediawright.present.pages.voices import voices

    if provider is None:
        found = [plugin.provider for plugin in studio.registry.load_all()]
    else:
        asked = await studio.accounts.voices(provider, lang)
        found = [replace(studio.registry.load(provider).provider, voices=tuple(asked))]
    return Response(page=voices(found, language), status="listed")


def _in_short(providers: Mapping[str, Any]) -> dict[str, Any]:
    """All providers at once: what there is and what it can do; the settings are told for one provider."""
    told = ("name", "kind", "operations")
    return {
        name: [{key: item[key] for key in told if item.get(key)} for item in plain(models)]
        for name, models in providers.items()
    }


def of_providers(studio: Studio, lang: Lang) -> Response:
    found = [plugin.provider for plugin in studio.registry.load_all()]
    usable = [name for name, yes in studio.accounts.usable(lang).items() if yes]
    bare = [provider for provider in found if absent(provider.libraries)]
    ways = tuple(install_command(provider.name) for provider in bare)
    page = pages.providers(found, usable, bare={provider.name for provider in bare}, next=ways)
    return Response(page=page, status="listed")


def traced(studio: Studio) -> Response:
    """The same, with every call that it took to load them: which plugin, which hook, how long."""
    calls: list[pages.HookCall] = []
    studio.trace_with(
        lambda plugin, hook, seconds, failure: calls.append(pages.HookCall(plugin, hook, seconds, failure))
    )
    response = of_plugins(studio)
    return replace(response, page=pages.with_calls(response.page, calls))


def of_plugins(studio: Studio) -> Response:
    """Every plugin that was found, the broken plugins with their reason."""
    lines = [
        pages.PluginLine(
            name=plugin.name,
            package=plugin.module.__name__.partition(".")[0],
            version=_version(plugin.module.__name__),
            title=plugin.provider.title,
            hooks=tuple(hook for hook in HOOKS if plugin.has(hook)),
            older=plugin.provider.spec if plugin.provider.spec < SPEC else None,
        )
        for plugin in studio.registry.load_all()
    ]
    lines += [
        pages.PluginLine(name=load_failure.name, package=load_failure.target, broken=load_failure.reason)
        for load_failure in studio.registry.load_failures.values()
    ]
    lines += [
        pages.PluginLine(name=name, broken=Message("plugin.disabled", {"plugin": name}))
        for name in sorted(studio.registry.disabled)
    ]
    return Response(page=pages.plugins(lines), status="listed")


def _version(module: str) -> str:
    """The version of the distribution that a plugin's package belongs to; "" where it belongs to none."""
    from importlib.metadata import packages_distributions

    package = module.partition(".")[0]
    for name in packages_distributions().get(package, ["mediawright"]):
        try:
            return distribution(name).version
        except PackageNotFoundError:
            continue
    return ""


def of_config(studio: Studio) -> Response:
    """Every setting with its value."""
    config = studio.config
    values: dict[str, object] = {key: config.get(key) for key in KEYS}
    for provider, settings in config.providers.items():
        values |= {f"providers.{provider}.{name}": value for name, value in settings.items()}
    rows = tuple(Row(key, _shown(value)) for key, value in values.items())
    page = Page(name="config", title=Message("title.config"), body=(Rows(rows),), data={"config": values})
    return Response(page=page, status="listed")


def _shown(value: object) -> Message | str:
    if value is None or value == ():
        return Message("config.not_set")
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
