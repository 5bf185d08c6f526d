"""Targets by the command's values: what is refused, where a secret goes, and that one that is taken out is gone."""

import stat
from pathlib import Path
from typing import Any

import pytest
from tests.core.services.notify.conftest import Receiver, Setting

from mediawright.handlers.doctor import examine
from mediawright.handlers.notify import NotTold, act
from mediawright.ledger.outbox import Wanted
from mediawright.present.chat import chat
from mediawright.services.notify.signing import new_secret
from mediawright.types.errors import InvalidRequest, NotFound
from mediawright.types.notices import Ending

Values = dict[str, Any]


def values(*words: str, **flags: Any) -> Values:
    action, target, *argv = (*words, None, None)[: max(2, len(words))]
    return {"action": action, "target": target, "argv": argv or None, **flags}


async def test_a_webhook_s_secret_is_made_for_the_receiver_and_shown_nowhere(setting: Setting, tmp_path: Path) -> None:
    file = tmp_path / "hook.secret"
    response = await act(setting.studio, values("add", "hook", webhook="https://x.test/t", secret_file=str(file)), "en")
    secret = file.read_text().strip()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret not in chat(response.page, "en")
    assert secret not in setting.studio.home.config_file.read_text()
    kept = setting.studio.contexts.store.load("notify.hook.own")
    assert kept is not None
    assert kept.values == {"secret": secret}


async def test_a_secret_that_is_there_is_used_and_stays_for_a_change(setting: Setting, tmp_path: Path) -> None:
    file = tmp_path / "given"
    file.write_text(new_secret())
    file.chmod(0o600)
    add = values("add", "hook", webhook="https://x.test/t", secret_file=str(file))
    await act(setting.studio, add, "en")
    await act(setting.studio, values("add", "hook", webhook="https://x.test/other", on=["failed"]), "en")
    assert setting.studio.config.notify["hook"]["url"] == "https://x.test/other"
    assert setting.studio.contexts.store.load("notify.hook.own") is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (values("shout"), "action"),
        (values("add"), "target"),
        (values("add", "Bad Name", desktop=True), "target"),
        (values("add", "a"), "kind"),
        (values("add", "a", desktop=True, webhook="https://x.test/"), "kind"),
        (values("add", "a", webhook="https://x.test/"), "secret_file"),
        (values("add", "a", webhook="http://x.test/", secret_file="s"), "kind"),
        (values("add", "a", openclaw="https://x.test/hooks", secret_file="missing"), "secret_file"),
        (values("add", "a", desktop=True, on=["done,never"]), "on"),
        (values("add", "a", "true", time_limit="soon"), "kind"),
        (values("remove", "a"), "target"),
        (values("test", "a"), "target"),
    ],
)
async def test_what_is_refused_changes_nothing(setting: Setting, given: Values, field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await act(setting.studio, given, "en")
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not setting.studio.home.config_file.exists()


@pytest.mark.parametrize(("text", "mode"), [("hunter2", 0o600), ("whsec_" + "A" * 44, 0o644)])
async def test_a_useless_secret_and_one_that_others_read(
    setting: Setting, tmp_path: Path, text: str, mode: int
) -> None:
    file = tmp_path / "given"
    file.write_text(text)
    file.chmod(mode)
    with pytest.raises(InvalidRequest) as refused:
        await act(setting.studio, values("add", "hook", webhook="https://x.test/t", secret_file=str(file)), "en")
    assert text not in str(refused.value.problems)


async def test_choices_are_kept_and_shown(setting: Setting) -> None:
    given = values("add", "desk", desktop=True, on=["done,failed", "cancelled"], provider=["kling"], only_thread=["t1"])
    response = await act(setting.studio, given, "en")
    [shown] = response.page.data["targets"]
    assert (shown["on"], shown["providers"], shown["threads"]) == (["done", "failed", "cancelled"], ["kling"], ["t1"])


async def test_one_that_is_taken_out_leaves_no_secret_and_gets_no_more(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    setting.ended()
    setting.studio.ledger.outbox.collect({"hook": Wanted(endings=frozenset(Ending))})
    await act(setting.studio, values("remove", "hook"), "en")
    await setting.deliver()
    assert (receiver.got, setting.states("hook")) == ([], ["dropped"])
    assert setting.studio.contexts.store.load("notify.hook.own") is None
    with pytest.raises(NotFound):
        await act(setting.studio, values("test", "hook"), "en")


async def test_a_test_says_whether_it_arrived(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    receiver.answers = ["204 No Content\r\n", "401 Unauthorized\r\n"]
    assert (await act(setting.studio, values("test", "hook"), "en")).status == "told"
    with pytest.raises(NotTold) as failed:
        await act(setting.studio, values("test", "hook"), "en")
    assert failed.value.data == {"target": "hook", "trouble": "status"}
    assert setting.states("hook") == []


async def test_the_doctor_tells_of_a_target_that_fails(setting: Setting, receiver: Receiver) -> None:
    receiver.answers = ["401 Unauthorized\r\n"]
    setting.webhook("hook", receiver.url)
    setting.ended()
    await setting.deliver()
    text = chat((await examine(setting.studio, "en", network=False)).page, "en")
    assert "status 401" in text
    assert receiver.url not in text
