"""A dry run and a submit cannot differ: whatever is chosen and written, the paid call is the one that `wire` shows.

Requests are drawn over all models, operations, settings and texts of a provider. Each goes to the provider's own
simulator, where the paid call is answered with an error that proves nothing, so that the drawing stays quick.
"""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.contract.test_every_provider import NAMES, REGISTRY, SAMPLES
from tests.contract.test_rehearsed import PARTS, Part

from mediawright.testing.checks.journeys import differences
from mediawright.testing.checks.scenario import PACE_WAIT, Scenario
from mediawright.testing.end_to_end import planted
from mediawright.testing.fault_proxy import Received
from mediawright.testing.findings import Subject
from mediawright.testing.harness import Harness, harness
from mediawright.testing.inputs import with_files
from mediawright.testing.samples import prepared, requests_of, richest
from mediawright.types.constraints import LISTED
from mediawright.types.errors import OutOfCredits, Uncertain, Unreachable
from mediawright.types.request import Request

#: who has a paid call
PAYING = [name for name in NAMES if not REGISTRY.load(name).provider.local]
#: keys that open all of a provider's models, beside those that are planted
KEYS = {"kling": {"KLING_API_KEY": "sim-api-key-not-a-secret"}}
DRAWN = 60
#: the answer to the paid call: it proves nothing
SILENT = (500, b"<html>Internal error</html>")
#: a refusal instead, where a message that may have arrived makes the next one wait (docs/contracts/nemovideo.md N-R9)
REFUSED = {"nemovideo": (200, b'{"code": 2001, "message": "no credits"}')}
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)


def part_of(name: str) -> Part:
    """How the provider finds its simulator: as it is rehearsed, here or among its own tests."""
    if name in PARTS:
        return PARTS[name]
    own = import_module(f"tests.plugins.{name}.test_provider")
    return Part(own.ENVIRON, getattr(own, "QUICK", {}))


class Stage:
    """One provider beside its simulator for all drawn requests, on one event loop."""

    def __init__(self, name: str, folder: Path) -> None:
        self._name, self._folder = name, folder
        self._runner, self._stack = asyncio.Runner(), AsyncExitStack()

    def __enter__(self) -> "Stage":
        plugin = REGISTRY.load(self._name)
        part = part_of(self._name)
        environ = planted(plugin.provider, part.environ) | KEYS.get(self._name, {})
        # without `time_scale`: on a slow machine a simulated hour between two calls of a submit ends an upload's policy
        options = {name: value for name, value in part.options.items() if name != "time_scale"}
        made = harness(f"mediawright_{self._name}.hooks", self._folder, environ, options)
        self.harness: Harness = self._runner.run(self._stack.enter_async_context(made))
        subject = Subject(plugin=self.harness.plugin, samples=SAMPLES)
        costing = [(m, op) for m, op in requests_of(subject) if op not in plugin.provider.free_operations]
        samples = [(r, m.capability(op)) for m, op in costing if (r := richest(subject, m, op))]
        self.bases = [(self._runner.run(with_files(self.harness, self._folder, r)), c) for r, c in samples]
        self.subject, self.paid = subject, part.paid
        if self._name in REFUSED:
            self._runner.run(self._finished(self.bases[0][0]))
        return self

    def __exit__(self, *error: object) -> None:
        self._runner.run(self._stack.aclose())
        self._runner.close()

    async def _finished(self, request: Request) -> None:
        """Make one result: there is a project to be talked to now."""
        await self.harness.runner.run(self.harness.approved(request), timeout=PACE_WAIT)

    def sent(self, request: Request) -> tuple[Any, list[Received]]:
        """Submit a request. Returns the paid call as shown, and the calls to its address that came in."""
        return self._runner.run(self._sent(request))

    async def _sent(self, request: Request) -> tuple[Any, list[Received]]:
        proxy, plugin = self.harness.proxy, self.harness.plugin
        assert proxy is not None
        scenario = Scenario(self.harness, request, {}, self.paid)
        spending = scenario.spending_of(request)
        job = self.harness.approved(request)
        proxy.open()
        proxy.keeping = True
        answer = REFUSED.get(self._name, SILENT)
        proxy.instead = lambda method, path: answer if (method, path) == spending else None
        try:
            await plugin.submit(self.harness.open(job), job)
        except (Uncertain, Unreachable, OutOfCredits):
            if spending not in proxy.calls:
                raise
        shown = scenario.paid_of(plugin.wire(request, job.id))
        return shown, [call for call in proxy.received if (call.method, call.path) == spending]


@pytest.fixture(scope="module", params=PAYING)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with Stage(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


def drawn(stage: Stage, data: st.DataObject) -> Request:
    """A request of one model and operation with what may be said of each setting; what the rules refuse is unsaid again."""
    base, capability = data.draw(st.sampled_from(stage.bases))
    choices: dict[str, st.SearchStrategy[Any]] = {"prompt": TEXTS, "negative_prompt": TEXTS}
    choices |= {"seed": st.integers(0, 2**31 - 1), "watermark": st.booleans(), "keep_original_sound": st.booleans()}
    for field, name in LISTED.items():
        if capability is not None and getattr(capability, name):
            choices[field] = st.sampled_from(getattr(capability, name))
    for field in data.draw(st.lists(st.sampled_from(sorted(choices)), unique=True)):
        ready, problems = prepared(stage.subject, base.with_(**{field: data.draw(choices[field])}))
        base = base if problems else ready
    return base


@settings(max_examples=DRAWN, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(data=st.data())
def test_the_paid_call_is_the_one_that_the_dry_run_shows(stage: Stage, data: st.DataObject) -> None:
    request = drawn(stage, data)
    shown, sent = stage.sent(request)
    assert len(sent) == 1, f"{request.operation} with {request.model}: the paid call went out {len(sent)} times"
    assert list(differences(shown, sent[0])) == []
