"""Quill's provider: the contract, the whole journey against its simulator, and its own few facts."""

from pathlib import Path

import pytest
from mediawright import plugin as mw
from mediawright.testing.conformance import conformance
from mediawright.testing.contexts import ContextOpener
from mediawright.testing.end_to_end import end_to_end
from mediawright.testing.matrix import fault_matrix

from mediawright_quill import wire as quill
from mediawright_quill.about import QUILL

HOOKS = "mediawright_quill.hooks"


def test_it_keeps_the_contract() -> None:
    conformance(HOOKS)


def test_the_whole_journey(tmp_path: Path) -> None:
    end_to_end(HOOKS, tmp_path, {"QUILL_QUEUE_URL": "{simulator}"})


def test_no_answer_costs_twice(tmp_path: Path) -> None:
    fault_matrix(HOOKS, tmp_path, {"QUILL_QUEUE_URL": "{simulator}"})


def answer(status: int, body: str) -> mw.Answer:
    return mw.Answer(
        status=status, headers={}, content=body.encode(), url="https://queue.quill.example/quill/sketch/fine"
    )


def test_the_key_goes_to_one_host_whatever_address_came_back() -> None:
    links = ", ".join(
        f'"{name}_url": "https://elsewhere.example/a/{name}"' for name in ("status", "response", "cancel")
    )
    task = quill.task(answer(200, f'{{"request_id": "r-1", {links}}}'))
    assert task.handle == {"status": "/a/status", "response": "/a/response", "cancel": "/a/cancel"}


@pytest.mark.parametrize(
    ("status", "detail", "meant"),
    [
        (403, "User is locked. Reason: Exhausted balance.", mw.OutOfCredits),
        (403, "Forbidden", mw.SignInNeeded),
        (422, "prompt: field required", mw.Rejected),
        (429, "slow down", mw.Busy),
    ],
)
def test_a_refusal_means_what_it_says(status: int, detail: str, meant: type[Exception]) -> None:
    with pytest.raises(meant):
        quill.refuse(answer(status, f'{{"detail": "{detail}"}}'))


async def test_a_key_is_brought_and_forgotten(open_context: ContextOpener) -> None:
    from mediawright_quill import hooks

    async def signed_in(verb: mw.AuthVerb, **values: str) -> bool:
        events = [event async for event in hooks.auth(ctx, mw.AuthAction(verb=verb, values=values))]
        return isinstance(events[-1], mw.AuthDone) and events[-1].status.signed_in

    async with open_context(QUILL) as ctx:
        assert not await signed_in(mw.AuthVerb.STATUS)
        assert await signed_in(mw.AuthVerb.IMPORT, api_key="not-a-real-secret")
        assert await signed_in(mw.AuthVerb.STATUS)
        assert not await signed_in(mw.AuthVerb.LOGOUT)
        with pytest.raises(mw.SignInNeeded):
            await signed_in(mw.AuthVerb.LOGIN)


def test_what_only_some_say_is_not_sent_for_the_others() -> None:
    media_request = mw.Request(operation=mw.Operation.TEXT_TO_IMAGE, prompt="a fox", aspect_ratio="9:16", count=2)
    assert quill.body(media_request) == {"prompt": "a fox", "image_size": "portrait_16_9", "num_images": 2}
    assert quill.body(media_request.with_(seed=7))["seed"] == 7
