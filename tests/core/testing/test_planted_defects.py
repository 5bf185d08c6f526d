"""Defects planted into a provider that keeps the contract, one at a time: the kit finds each, and says where it is."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest
from tests.core.sdk import tiny

from mediawright import plugin as mw
from mediawright import sdk
from mediawright.testing import end_to_end
from mediawright.testing.checks import beside, description, journeys, lifecycle, priced, requests
from mediawright.testing.conformance import examine, subject
from mediawright.testing.findings import Check, review

ENVIRON = {"TINY_URL": "{simulator}"}
HOOKS = ["describe", "auth", "quota", "history", "cancel", "wire", "submit", "poll", "download", "reconcile", "adopt"]
FINAL = (500, b'{"error": {"code": "gone", "message": "the run broke"}}')
Played = Callable[..., str]


@pytest.fixture
def planted() -> Iterator[Callable[[type[tiny.Tiny], dict[str, Any]], str]]:
    """`planted(Worse, {"validate": hook})`: the name of a module whose hooks are those of a worse provider."""
    made: list[str] = []
    numbers = count(1)

    def build(worse: type[tiny.Tiny], more: dict[str, Any]) -> str:
        module = ModuleType(f"tiny_planted_{next(numbers)}")
        api = worse()
        vars(module).update({name: getattr(api, name) for name in HOOKS})
        vars(module).update({"simulator": tiny.simulator, **more})
        sys.modules[module.__name__] = module
        made.append(module.__name__)
        return module.__name__

    yield build
    for name in made:
        del sys.modules[name]


@pytest.fixture
def played(planted: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Played:
    """The review of a journey with some checks alone."""

    def play(worse: type[tiny.Tiny], *checks: Any, more: dict[str, Any] | None = None) -> str:
        monkeypatch.setattr(end_to_end, "SIGNED_IN", checks)
        quick = {"time_scale": "2000"}
        found = end_to_end.findings(planted(worse, more or {}), tmp_path, ENVIRON, options=quick, final=(FINAL,))
        return review("it", found)

    return play


@pytest.fixture
def examined(planted: Any) -> Played:
    """The review of what can be seen without the service, by some checks alone."""

    def look(worse: type[tiny.Tiny], *checks: Check, more: dict[str, Any] | None = None) -> str:
        return review("it", examine(subject(planted(worse, more or {})), checks))

    return look


class Dearer(tiny.Tiny):
    """Four times the price: four results where nobody said how many."""

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        call = super().build_request(request, job_id, link)
        return sdk.HttpRequest(path=call.path, json=call.json | {"number": request.count or 4})


def test_1_more_is_sent_than_is_priced(examined: Played, played: Played) -> None:
    assert "where nobody says count, [0].body.number is sent as 4; priced is count=1, which is 1" in examined(
        Dearer, priced.unsaid_is_sent_as_priced
    )
    assert "1 asked for and priced, 4 made" in played(Dearer, journeys.every_capability)


class Shorter(tiny.Tiny):
    """A length that is paid for and never asked for."""

    def build_request(self, request: mw.Request, job_id: str, link: sdk.Link) -> sdk.HttpRequest:
        return super().build_request(request.with_(duration=5), job_id, link)


def test_2_a_choice_that_is_paid_for_is_not_sent(examined: Played) -> None:
    said = examined(Shorter, priced.choices_are_sent)
    assert "duration 5 and 10 cost 0.25 USD and 0.5 USD, and the very same is sent" in said


class Other(tiny.Tiny):
    """Submits something else than a dry run shows."""

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        from dataclasses import replace

        return await super().submit(ctx, replace(job, request=job.request.with_(prompt=job.request.prompt + ", 4k")))


def test_3_something_else_is_sent_than_was_shown(played: Played) -> None:
    said = played(Other, journeys.every_capability)
    assert "submit sends something else than wire shows: body.prompt is" in said


class Hasty(tiny.Tiny):
    """Takes a note for an end."""

    endpoints: ClassVar[tuple[sdk.Endpoint, ...]] = tuple(
        sdk.Endpoint(
            poll=endpoint.poll,
            states=endpoint.states,
            outputs=endpoint.outputs,
            cancel=sdk.CancelCall(path="/v1/tasks/{id}", method="DELETE"),
        )
        for endpoint in tiny.Tiny.endpoints
    )

    @mw.hookimpl
    async def cancel(self, ctx: mw.Context, task: mw.Task) -> mw.Cancelled:
        await super().cancel(ctx, task)
        return mw.Stopped()


def test_4_a_cancel_that_was_only_noted_is_taken_for_an_end(played: Played) -> None:
    assert "cancel() answered with HTTP 202 becomes a Stopped" in played(Hasty, beside.noted_cancels)


class Endless(tiny.Tiny):
    """No answer of the service's ends a task that failed."""


class Ending(tiny.Tiny):
    """The row that says so."""

    errors = (sdk.ErrorRule(raises=mw.Unreachable, codes=("gone",), no_task=False, ends_task=True), *tiny.Tiny.errors)


def test_5_a_request_that_never_ends(played: Played) -> None:
    assert "the run broke" not in played(Ending, beside.final_answers)
    assert "A poll answered with HTTP 500" in played(Endless, beside.final_answers)


class Counting(tiny.Tiny):
    """Believes that there are as many results as were asked for."""

    def outputs(self, endpoint: sdk.Endpoint, task: mw.Task, data: Any) -> list[mw.Output]:
        found = list(super().outputs(endpoint, task, data))
        return [found[number] for number in range(int(task.handle.get("count", 1)))]


def test_6_fewer_results_than_were_asked_for_break_it_and_the_line_is_told(played: Played) -> None:
    said = played(Counting, journeys.fewer_results)
    assert "Two were asked for and one was made" in said
    assert "a fault of the plugin (IndexError) at test_planted_defects.py:" in said


class Careless(tiny.Tiny):
    """Goes on without an input whose upload broke."""

    async def place(self, ctx: mw.Context, media: mw.Media, request: mw.Request) -> Any:
        answer = await ctx.post(f"{self.base(ctx)}/v1/files", headers=self.signed(ctx), tries=1)
        return "https://files.tiny.example/a.png" if answer.status < 300 else None


def test_7_a_broken_upload_is_paid_for(played: Played) -> None:
    assert "An upload broke, and the paid call went out all the same" in played(Careless, journeys.broken_uploads)


class Inventing(tiny.Tiny):
    """Makes a task of whatever is pasted."""

    @mw.hookimpl
    async def adopt(self, ctx: mw.Context, reference: str, model: str | None) -> mw.Task:
        return mw.Task(provider="tiny", id=reference, handle={"endpoint": "task"})


def test_8_a_task_of_nobody_is_taken_over(played: Played) -> None:
    assert "adopt() of an id that nobody knows becomes a Task" in played(Inventing, beside.past_work)


class Greedy(tiny.Tiny):
    """Takes the newest task of the list for the lost one."""

    @mw.hookimpl
    async def reconcile(self, ctx: mw.Context, job: mw.Job) -> mw.Reconciled:
        rows = (await self.fetch(ctx, sdk.HttpRequest(path="/v1/tasks", method="GET")))["tasks"]
        return mw.Found(mw.Task(provider="tiny", id=rows[0]["id"], handle={"endpoint": "task"}))


def test_9_a_lost_submit_is_found_in_somebody_else_s_task(played: Played) -> None:
    said = played(Greedy, beside.somebody_elses)
    assert "reconcile() of a request that never arrived becomes a Found" in said


class Repeating(tiny.Tiny):
    """Sends a create again whose answer was lost."""

    @mw.hookimpl
    async def submit(self, ctx: mw.Context, job: mw.Job) -> mw.Task:
        try:
            return await super().submit(ctx, job)
        except mw.Uncertain:
            return await super().submit(ctx, job)


def test_10_a_lost_create_is_sent_again(played: Played) -> None:
    said = played(Repeating, lifecycle.losing_an_answer)
    assert "After a lost answer the paid call went out 2 times" in said


class Listing(tiny.Tiny):
    """Reads past work by a name that rows do not have."""

    @mw.hookimpl
    async def history(self, ctx: mw.Context, window: mw.Window) -> Sequence[mw.HistoryItem]:
        rows = (await self.fetch(ctx, sdk.HttpRequest(path="/v1/tasks", method="GET")))["tasks"]
        return [row["finished_at"] for row in rows]


def test_11_past_work_is_misread(played: Played) -> None:
    assert "history() becomes a fault of the plugin (KeyError) at test_planted" in played(Listing, beside.past_work)


@mw.hookimpl
def validate(request: mw.Request) -> Sequence[mw.Problem]:
    """Knows its own models alone."""
    {"tiny-1": 1}[str(request.model)]
    return []


def test_12_a_model_of_nobody_breaks_the_rules(examined: Played) -> None:
    said = examined(tiny.Tiny, requests.refusals, more={"validate": validate})
    assert "validate() raises on an odd request" in said
    assert "test_planted_defects.py" in said


@mw.hookimpl
async def catalogue(ctx: mw.Context, query: mw.CatalogueQuery) -> mw.CataloguePage:
    """Has a model for every name."""
    return mw.CataloguePage(models=tiny.TINY.models)


def test_13_a_catalogue_has_a_model_for_every_name(played: Played) -> None:
    said = played(tiny.Tiny, beside.catalogues, more={"catalogue": catalogue})
    assert "catalogue() has a model for a name that nobody knows" in said


class Unreached(tiny.Tiny):
    """Needs a sound in a role that no flag gives for this kind of work."""

    sounds = mw.Capability(
        operations=(mw.Operation.TRANSCRIBE,),
        inputs=(mw.Inputs(kind=mw.MediaKind.AUDIO, roles=(mw.Role.VOICE,), at_least=1),),
        prompt_required=False,
    )
    model = replace(tiny.TINY.models[0], kind=mw.MediaKind.DOCUMENT, capabilities=(sounds,))
    provider = replace(tiny.TINY, models=(model,))


def test_14_an_input_is_needed_in_a_role_that_nobody_can_say(examined: Played) -> None:
    said = examined(Unreached, description.roles)
    assert "transcribe needs audio as voice; what can be said is sound" in said


def test_the_provider_without_a_defect_has_none(played: Played, examined: Played) -> None:
    assert played(Ending, *lifecycle.SIGNED_IN).startswith("it: 0 things")
    assert examined(tiny.Tiny, description.roles, *priced.CHECKS, *requests.CHECKS).startswith("it: 0 things")
