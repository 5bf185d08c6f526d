import sys
import types
from importlib.metadata import EntryPoint

import pytest

from mediawright import plugin as mw
from mediawright.plugins.discover import GROUP, Registry
from mediawright.types.errors import NotFound, PluginFault

PROVIDER = mw.Provider(name="acme", title=mw.Text("Acme", "艾克米"), models=())


def module(name: str, **hooks: object) -> EntryPoint:
    """A plugin made in memory, installed as an entry point."""
    made = types.ModuleType(f"acme_{name}")

    @mw.hookimpl
    def describe() -> mw.Provider:
        return PROVIDER

    @mw.hookimpl
    async def auth(ctx, action):  # type: ignore[no-untyped-def]
        yield mw.AuthDone(status=mw.AuthStatus(signed_in=True))

    @mw.hookimpl
    async def quota(ctx):  # type: ignore[no-untyped-def]
        return mw.Quota()

    @mw.hookimpl
    async def submit(ctx, job):  # type: ignore[no-untyped-def]
        return mw.Task(provider="acme", id="1")

    @mw.hookimpl
    async def poll(task):  # type: ignore[no-untyped-def]
        raise RuntimeError("a bug")

    @mw.hookimpl
    async def download(task, progress, sink):  # type: ignore[no-untyped-def]
        return None

    every = {"describe": describe, "auth": auth, "quota": quota, "submit": submit, "poll": poll, "download": download}
    for hook, function in (every | hooks).items():
        if function is not None:
            setattr(made, hook, function)
    sys.modules[made.__name__] = made
    return EntryPoint("acme", made.__name__, GROUP)


def reason(point: EntryPoint) -> tuple[str, dict[str, object]]:
    registry = Registry([point])
    with pytest.raises(PluginFault) as caught:
        registry.load("acme")
    assert registry.load_all() == ()
    return caught.value.message.key, dict(caught.value.message.values)


def test_names_are_known_without_importing() -> None:
    registry = Registry([EntryPoint("ghost", "no_such_module_anywhere", GROUP)])
    assert registry.names() == ("ghost",)
    assert registry.load_failures == {}


def test_one_broken_plugin_harms_nobody() -> None:
    registry = Registry([EntryPoint("ghost", "no_such_module_anywhere", GROUP), module("good")])
    assert [plugin.name for plugin in registry.load_all()] == ["acme"]
    assert registry.load_failures["ghost"].reason.key == "plugin.import"
    assert registry.names() == ("acme",)


def test_a_name_clash_is_refused_naming_both_owners() -> None:
    registry = Registry([EntryPoint("acme", "one", GROUP), EntryPoint("acme", "two", GROUP)])
    with pytest.raises(PluginFault) as caught:
        registry.load("acme")
    assert caught.value.message.values["owners"] == "one, two"


def test_a_disabled_plugin_is_never_imported() -> None:
    registry = Registry([module("blocked")], disabled=["acme"])
    assert registry.names() == ()
    with pytest.raises(NotFound) as caught:
        registry.load("acme")
    assert caught.value.message.key == "plugin.disabled"


def test_an_unknown_name_gets_the_known_ones() -> None:
    with pytest.raises(NotFound) as caught:
        Registry([module("known")]).load("acne")
    assert caught.value.problems[0].allowed == ("acme",)


def test_a_missing_hook_is_named() -> None:
    assert reason(module("missing", submit=None)) == ("plugin.missing", {"plugin": "acme", "hook": "submit"})


def test_a_wrong_argument_is_named_with_the_ones_on_offer() -> None:
    @mw.hookimpl
    async def quota(context):  # type: ignore[no-untyped-def]
        return mw.Quota()

    key, values = reason(module("argument", quota=quota))
    assert key == "plugin.argument"
    assert values == {"plugin": "acme", "hook": "quota", "argument": "context", "offered": "ctx, window"}


def test_a_default_would_hide_the_callers_value() -> None:
    @mw.hookimpl
    async def quota(ctx, window=None):  # type: ignore[no-untyped-def]
        return mw.Quota()

    assert reason(module("default", quota=quota))[0] == "plugin.default"


def test_a_wrong_colour_is_refused() -> None:
    @mw.hookimpl
    def quota(ctx):  # type: ignore[no-untyped-def]
        return mw.Quota()

    assert reason(module("colour", quota=quota))[0] == "plugin.colour"


def test_a_misspelt_hook_is_refused() -> None:
    @mw.hookimpl
    async def pol(task):  # type: ignore[no-untyped-def]
        return None

    assert reason(module("misspelt", pol=pol))[0] == "plugin.unknown_hook"


def test_a_plugin_for_a_newer_contract_is_refused() -> None:
    @mw.hookimpl
    def describe() -> mw.Provider:
        return mw.Provider(name="acme", title=mw.Text("Acme", "艾克米"), models=(), spec=mw.SPEC + 1)

    assert reason(module("newer", describe=describe))[0] == "plugin.newer"


def test_describe_under_another_name_is_refused() -> None:
    @mw.hookimpl
    def describe() -> mw.Provider:
        return mw.Provider(name="other", title=mw.Text("O", "O"), models=())

    assert reason(module("other", describe=describe))[0] == "plugin.other_name"


async def test_a_stray_exception_names_the_plugin_and_the_hook() -> None:
    plugin = Registry([module("stray")]).load("acme")
    with pytest.raises(PluginFault) as caught:
        await plugin.poll(None, mw.Task(provider="acme", id="1"))  # type: ignore[arg-type]
    assert dict(caught.value.message.values) == {"plugin": "acme", "hook": "poll", "reason": "RuntimeError"}
    assert isinstance(caught.value.__cause__, RuntimeError)


async def test_only_the_asked_provider_is_called() -> None:
    seen: list[str] = []
    registry = Registry([module("one")], trace=lambda plugin, hook, seconds, error: seen.append(f"{plugin}.{hook}"))
    await registry.load("acme").quota(None, mw.Window())  # type: ignore[arg-type]
    assert seen == ["acme.import", "acme.describe", "acme.quota"]
