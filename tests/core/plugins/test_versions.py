"""Contracts of different ages: an older guest runs, a newer one is refused in a sentence that says what to do."""

import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mediawright import BlockingStudio
from mediawright import plugin as mw
from mediawright.handlers.installation import of_plugins
from mediawright.plugins import contract
from mediawright.plugins.discover import GROUP, Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.present.catalog import render
from mediawright.present.chat import chat
from mediawright.testing.builders import a_job
from mediawright.testing.contexts import ContextOpener
from mediawright.types.constraints import check, choose_model, complete
from mediawright.types.errors import PluginFault

if TYPE_CHECKING:
    from tests.core.conftest import Reply, WireServer

OLDEST = Path(__file__).with_name("oldest")
REQUEST = mw.Request(operation=mw.Operation.TEXT_TO_VIDEO, prompt="a fool", provider="acme")


@pytest.fixture
def guest() -> Iterator[Plugin]:
    """The frozen guest of the oldest contract that is supported."""
    sys.path.insert(0, str(OLDEST))
    yield Registry([EntryPoint("acme", "acme_spec_1", GROUP)]).load("acme")
    sys.path.remove(str(OLDEST))


def test_the_oldest_guest_is_taken_and_understood(guest: Plugin) -> None:
    assert guest.provider.spec == 1
    request = guest.complete(REQUEST)
    model = choose_model(guest.provider, request)
    ready = complete(request, model)
    assert (ready.duration, ready.mode, ready.model) == (5, "std", "acme-1")
    assert check(guest.provider, model, ready) == ()
    assert [problem.rule for problem in guest.validate(ready.with_(prompt="x"))] == ["1"]
    assert guest.wire(ready, "job-1")[0].json == {"ref": "job-1"}


async def test_the_oldest_guest_goes_the_whole_way(
    guest: Plugin, open_context: ContextOpener, wire: "WireServer", reply: "type[Reply]"
) -> None:
    url = wire.on("/v1", reply(body=b'{"id": "t-1"}'))
    polls = (reply(body=b'{"status": "busy"}'), reply(body=b'{"status": "done", "url": "https://a.example/1.mp4"}'))
    wire.on("/v1/t-1", *polls)
    async with open_context(guest.provider, ACME_URL=url, ACME_KEY="not-a-real-secret") as ctx:
        price = await guest.quote(ctx, REQUEST)
        assert price is not None
        assert str(price.amount) == "10 credits"
        assert len([event async for event in guest.auth(ctx, mw.AuthAction(verb=mw.AuthVerb.LOGIN))]) == 3
        task = await guest.submit(ctx, a_job(REQUEST))
        states = [(await guest.poll(ctx, task)).state for _ in polls]
        assert states == [mw.State.RUNNING, mw.State.SUCCEEDED]
        assert isinstance(await guest.reconcile(ctx, a_job(REQUEST)), mw.CannotTell)
        assert (await guest.history(ctx, mw.Window()))[0].id == "t-1"
        assert await guest.cancel(ctx, task) == mw.NotPossible()


def test_the_oldest_guest_is_listed_as_one_that_should_be_renewed(tmp_path: Path) -> None:
    sys.path.insert(0, str(OLDEST))
    try:
        with BlockingStudio({"HOME": str(tmp_path)}, tmp_path) as blocking:
            studio = blocking.studio
            object.__setattr__(studio, "registry", Registry([EntryPoint("acme", "acme_spec_1", GROUP)]))
            page = of_plugins(studio).page
    finally:
        sys.path.remove(str(OLDEST))
    (line,) = page.data["plugins"]
    assert (line.name, line.older, line.broken) == ("acme", 1, None)
    assert "older contract 1" in chat(page, "en")


def test_an_older_guest_runs_in_a_newer_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contract, "SPEC", mw.SPEC + 1)
    monkeypatch.syspath_prepend(OLDEST)
    assert Registry([EntryPoint("acme", "acme_spec_1", GROUP)]).load("acme").provider.spec == 1


def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str) -> dict[str, str]:
    """What is said in both languages about a guest made of this code on top of the frozen one."""
    (tmp_path / f"{name}.py").write_text(f"from dataclasses import replace\nfrom acme_spec_1 import *\n{code}\n")
    monkeypatch.syspath_prepend(OLDEST)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginFault) as caught:
        Registry([EntryPoint("acme", name, GROUP)]).load("acme")
    return {lang: render(caught.value.message, lang) for lang in ("en", "zh")}


NEWER = {
    "its own word": "describe = mw.hookimpl(lambda: replace(ACME, spec=99))",
    "a hook we do not know": "describe = mw.hookimpl(lambda: replace(ACME, spec=99))\n"
    "remix = mw.hookimpl(lambda ctx: None)",
    "a name we do not have": "from mediawright.plugin import Hologram",
    "an attribute we do not have": "HOLOGRAM = mw.Hologram",
    "a field we do not have": "MODEL = mw.Model(name='a', hologram=True)",
    "a field asked for later": "describe = mw.hookimpl(lambda: mw.Provider(name='acme', hologram=True))",
}


@pytest.mark.parametrize("how", NEWER)
def test_a_newer_guest_is_told_to_wait_for_a_newer_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    said = refused(tmp_path, monkeypatch, f"acme_newer_{list(NEWER).index(how)}", NEWER[how])
    assert "was made for a newer mediawright" in said["en"]
    assert said["en"].endswith("Please update mediawright.")
    assert "请先升级" in said["zh"]


def test_a_guest_s_own_mistake_is_not_our_age(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "def own(a):\n    return a\nown(hologram=True)"
    assert "newer mediawright" not in refused(tmp_path, monkeypatch, "acme_mistaken", code)["en"]


def test_every_call_is_traced_with_its_time_and_its_failure(guest: Plugin) -> None:
    told: list[tuple[str, str, str | None]] = []
    entry = EntryPoint("acme", "acme_spec_1", GROUP)
    registry = Registry([entry], trace=lambda plugin, hook, seconds, failure: told.append((plugin, hook, failure)))
    registry.load("acme").wire(REQUEST, "job-1")
    assert told == [("acme", "import", None), ("acme", "describe", None), ("acme", "wire", None)]
    ghost = Registry(
        [EntryPoint("ghost", "no_such_module", GROUP)], trace=lambda *call: told.append((call[0], call[1], call[3]))
    )
    assert ghost.load_all() == ()
    assert told[-1] == ("ghost", "import", "ModuleNotFoundError")
