"""Providers and plugins."""

from dataclasses import replace

from devtools.gallery.samples import LOCAL, PROVIDER

from mediawright import plugin as mw
from mediawright.present.chat import chat
from mediawright.present.pages import PluginLine, plugins, providers
from mediawright.types.message import Message


def test_providers_say_what_can_be_used_now() -> None:
    local = replace(PROVIDER, name="local", title=LOCAL, free=True)
    other = replace(PROVIDER, name="other", models=PROVIDER.models[:1])
    page = providers([PROVIDER, other, local], usable=["acme"])
    assert chat(page, "en").splitlines() == [
        "🏬 3 providers",
        "• Acme: ready, 2 models",
        "• Acme: needs a sign-in, 1 model",
        "• Local preview: free, ready to use",
    ]
    assert [item["usable"] for item in page.data["providers"]] == [True, False, True]


def test_a_broken_plugin_is_shown_with_its_reason() -> None:
    found = [PluginLine(name="acme", version="1.0"), PluginLine(name="odd", broken=Message("error.busy"))]
    assert chat(plugins(found), "zh").splitlines() == [
        "🔌 2 个插件",
        "• acme：版本 1.0，正常",
        "• odd：已跳过：对方的服务现在比较忙。",
    ]


def test_a_plugin_of_an_older_contract_works_and_is_told() -> None:
    found = [PluginLine(name="acme", package="acme_video", version="1.0", older=1)]
    assert chat(plugins(found), "en").splitlines()[1] == (
        f"• acme: Version 1.0, Package acme_video, works; it was made for the older contract 1 (now {mw.SPEC}): "
        "please ask for a newer acme_video"
    )


def test_no_plugins() -> None:
    assert chat(plugins([]), "en") == "🔌 No add-ons are installed."
