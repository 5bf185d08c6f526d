"""Ends are told over a real socket: signed, once, again after a failure under the same id, and given up in the end."""

import json
from datetime import timedelta

import pytest
from tests.core.ledger.test_outbox import moved, went
from tests.core.services.notify.conftest import WORK, Receiver, Setting

from mediawright.services.notify import webhook
from mediawright.services.notify.backoff import WAITS
from mediawright.services.notify.signing import headers, key_of
from mediawright.types.notices import STOPPED
from mediawright.types.states import State

OK = "204 No Content\r\n"


async def test_an_end_is_signed_and_told_once(setting: Setting, receiver: Receiver) -> None:
    secret = setting.webhook("hook", receiver.url)
    job = setting.ended()
    await setting.deliver()
    await setting.deliver()
    [(sent, body)] = receiver.got
    told = json.loads(body)
    assert (told["type"], told["data"]["job"], sent["content-type"]) == ("job.done", job, "application/json")
    key = key_of(secret)
    assert key is not None
    at = int(setting.clock.now().timestamp())
    expected = headers(key, told["id"], at, body)
    assert {name: sent[name] for name in expected} == expected
    assert setting.states("hook") == ["sent"]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("500 Internal Server Error\r\n", "status"),
        ("302 Found\r\nlocation: /elsewhere\r\n", "redirect"),
        ("", "unreachable"),
    ],
)
async def test_a_failure_is_tried_again_with_the_same_id(
    setting: Setting, receiver: Receiver, answer: str, trouble: str
) -> None:
    receiver.answers = [answer, OK]
    setting.webhook("hook", receiver.url)
    setting.ended()
    await setting.deliver()
    assert (setting.states("hook"), setting.trouble("hook")) == (["pending"], trouble)
    setting.clock.advance(2 * WAITS[0])
    await setting.deliver()
    assert setting.states("hook") == ["sent"]
    assert len({sent["webhook-id"] for sent, _ in receiver.got}) == 1
    assert len({sent["webhook-timestamp"] for sent, _ in receiver.got}) == 2
    assert len({body for _, body in receiver.got}) == 1
    assert receiver.paths == ["/told", "/told"]


async def test_a_receiver_that_says_nothing_holds_nothing_up(
    setting: Setting, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    receiver.answers = [None, OK]
    setting.webhook("hook", receiver.url)
    setting.ended()
    with monkeypatch.context() as hurried:
        hurried.setattr(webhook, "WHOLE_S", 0.5)
        await setting.deliver()
    assert (setting.states("hook"), setting.trouble("hook")) == (["pending"], "unreachable")
    receiver.answers = [OK]
    setting.clock.advance(2 * WAITS[0])
    await setting.deliver()
    assert setting.states("hook") == ["sent"]


async def test_a_short_wait_is_waited_for_and_a_long_one_left_to_a_later_process(
    setting: Setting, receiver: Receiver
) -> None:
    receiver.answers = ["500 Oops\r\n"]
    setting.webhook("hook", receiver.url)
    setting.ended()
    await setting.deliver(seconds=10.0)
    assert len(receiver.got) == 2
    assert setting.states("hook") == ["pending"]


async def test_it_is_given_up_after_a_bounded_number_of_attempts(setting: Setting, receiver: Receiver) -> None:
    receiver.answers = ["500 Oops\r\n"]
    setting.webhook("hook", receiver.url)
    setting.ended()
    await setting.deliver(seconds=None)
    assert (len(receiver.got), setting.states("hook")) == (len(WAITS) + 1, ["gave_up"])


async def test_a_receiver_that_wants_no_more_gets_no_more_and_one_that_is_busy_is_waited_for(
    setting: Setting, receiver: Receiver
) -> None:
    receiver.answers = ["410 Gone\r\n", "503 Busy\r\nretry-after: 120\r\n"]
    setting.webhook("hook", receiver.url)
    setting.ended()
    await setting.deliver()
    assert (setting.states("hook"), setting.trouble("hook")) == (["gave_up"], "gone")
    setting.ended()
    await setting.deliver()
    assert setting.studio.ledger.outbox.next_due_s() == 120.0


async def test_one_target_s_failure_keeps_no_other_waiting(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("dead", "http://127.0.0.1:9/")
    setting.webhook("alive", receiver.url)
    setting.ended()
    await setting.deliver()
    assert (setting.states("dead"), setting.states("alive")) == (["pending"], ["sent"])


async def test_a_webhook_without_its_secret_is_not_sent_unsigned(setting: Setting, receiver: Receiver) -> None:
    setting.target("hook", kind="webhook", url=receiver.url)
    setting.ended()
    await setting.deliver()
    assert (receiver.got, setting.trouble("hook")) == ([], "no_secret")


async def test_the_words_are_in_the_language_of_the_conversation(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    job = setting.ended()
    setting.studio.ledger.threads.put("t1", {}, "zh", timedelta(days=1))
    setting.studio.ledger.results.belongs(job, "t1")
    await setting.deliver()
    data = json.loads(receiver.got[0][1])["data"]
    assert (data["lang"], data["thread"], data["text"]) == ("zh", "t1", "视频做好了")


async def test_without_a_conversation_in_the_language_of_the_quote(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    ledger = setting.studio.ledger
    job = ledger.get(setting.ended())
    assert job.quote is not None
    ledger.put_quote(job.quote, job.request, output_dir=None, lang="zh")
    await setting.deliver()
    assert json.loads(receiver.got[0][1])["data"]["lang"] == "zh"


async def test_only_the_chosen_conversation(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url, threads=["t1"])
    setting.studio.ledger.results.belongs(setting.ended(), "t2")
    mine = setting.ended()
    setting.studio.ledger.results.belongs(mine, "t1")
    await setting.deliver()
    assert [json.loads(body)["data"]["job"] for _, body in receiver.got] == [mine]
    assert sorted(setting.states("hook")) == ["dropped", "sent"]


async def test_an_uncertain_job_is_told_once_nobody_looks_it_up_any_more(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    ledger = setting.studio.ledger
    job = moved(ledger, State.SUBMITTING, State.UNCERTAIN)
    ledger.acquire_lease(job, "carrier", 60.0)
    await setting.deliver()
    assert (receiver.got, setting.states("hook")) == ([], ["pending"])
    ledger.release(job, "carrier")
    setting.clock.advance(10)
    await setting.deliver()
    assert json.loads(receiver.got[0][1])["data"]["ending"] == "needs_person"


async def test_what_was_cleared_up_meanwhile_is_no_news(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    ledger = setting.studio.ledger
    job = moved(ledger, State.SUBMITTING, State.UNCERTAIN)
    went(ledger, job, State.SUBMITTED)
    await setting.deliver()
    assert (receiver.got, setting.states("hook")) == ([], ["dropped"])


async def test_a_job_that_waits_for_a_sign_in_says_so(setting: Setting, receiver: Receiver) -> None:
    setting.webhook("hook", receiver.url)
    job = moved(setting.studio.ledger, *WORK[:3])
    setting.studio.ledger.note(job, STOPPED, error="sign_in_needed")
    await setting.deliver()
    data = json.loads(receiver.got[0][1])["data"]
    assert (data["ending"], data["state"]) == ("needs_person", "running")
    assert "sign in" in data["text"]


async def test_a_wake_holds_our_words_and_the_token_only_in_its_header(setting: Setting, receiver: Receiver) -> None:
    setting.studio.contexts.store.save("notify.claw.own", {"secret": "t0ken-canary"})
    setting.target("claw", kind="openclaw", url=receiver.url, agent="main", session="hook:me")
    job = setting.ended()
    await setting.deliver()
    [(sent, body)] = receiver.got
    assert (receiver.paths, sent["authorization"]) == (["/told/wake"], "Bearer t0ken-canary")
    told = json.loads(body)
    assert {name: told[name] for name in ("mode", "agentId", "sessionKey")} == {
        "mode": "now",
        "agentId": "main",
        "sessionKey": "hook:me",
    }
    assert told["text"].endswith(f"[mediawright jobs show {job}]")
    assert "canary" not in body.decode()


async def test_no_secret_is_written_anywhere_but_in_the_store(setting: Setting, receiver: Receiver) -> None:
    receiver.answers = ["500 Oops\r\n"]
    secret = setting.webhook("hook", receiver.url)
    setting.ended()
    await setting.deliver()
    texts = [path.read_bytes() for path in setting.studio.home.state.rglob("*") if path.is_file()]
    texts.append(setting.studio.home.config_file.read_bytes())
    assert not [text for text in texts if secret.encode() in text]
    assert not [body for _, body in receiver.got if secret.encode() in body]
