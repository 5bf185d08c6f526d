"""Every kind of request goes the whole way: what is sent is what was shown and priced; uploads that break, fewer results."""

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qsl

from mediawright.testing.checks.scenario import PACE_WAIT, SUBMIT, Scenario, named
from mediawright.testing.fault_proxy import Handled, Received, Spoiled
from mediawright.testing.findings import Finding, Subject
from mediawright.testing.harness import RecordingObserver
from mediawright.testing.inputs import with_files
from mediawright.testing.samples import prepared, requests_of, richest
from mediawright.types.errors import MediawrightError, PluginFault
from mediawright.types.job import Job, Progress
from mediawright.types.request import Request
from mediawright.types.states import State
from mediawright.types.verdicts import WireCall

WHERE = "docs/tutorials/write-a-provider.md"
#: what a dry run cannot know: a secret, and what an earlier call of the same submit will answer
LATER = re.compile(r"\*\*\*|^<[\w ]+>$")
#: an answer that stores nothing
BROKEN = (500, b"<html>Internal error</html>")


def kinds_of_request(scenario: Scenario) -> Iterator[Request]:
    """One request for each operation and set of inputs that some model takes, with inputs of every role."""
    plugin, seen = scenario.harness.plugin, set()
    under_review = Subject(plugin=plugin, samples=scenario.samples)
    for model, operation in requests_of(under_review):
        request = richest(under_review, model, operation)
        if request is None:
            continue
        sign = (operation, *sorted((str(media.kind), str(media.role)) for media in request.media))
        if sign not in seen:
            seen.add(sign)
            yield request


async def every_capability(scenario: Scenario) -> AsyncIterator[Finding]:
    """Every kind of request ends as files, with the call that was shown, and with as many results as were priced."""
    harness = scenario.harness
    if harness.proxy is None or not harness.plugin.has("wire"):
        return
    for request in kinds_of_request(scenario):
        request = await with_files(harness, harness.folder, request)
        label, spending = f"{request.operation} with {request.model}", scenario.spending_of(request)
        job = harness.approved(request)
        told = RecordingObserver()
        received = await _played(scenario, job, told)
        if isinstance(received, MediawrightError):
            yield Finding(f"{label} did not finish: {named(received)}.", "it is offered, with these inputs", WHERE)
            continue
        sent = [call for call in received if (call.method, call.path) == spending]
        shown = scenario.paid_of(harness.plugin.wire(request, job.id))
        for what in differences(shown, sent[0]) if len(sent) == 1 else ():
            why = "people agree to what `--dry-run` shows; both must come from one function"
            yield Finding(f"{label}: submit sends something else than wire shows: {what}.", why, SUBMIT)
        made, asked = max((_results(request, progress) for progress in told.seen), default=0), _asked(request)
        if asked is not None and made > asked:
            why = "a price counts what was asked for; the rest is paid for unseen"
            yield Finding(f"{label}: {asked} asked for and priced, {made} made.", why, "mediawright.plugin.PriceRule")


def _results(request: Request, progress: Progress) -> int:
    """How many results of the kind that was asked for; a sound beside a clip is no second clip."""
    return sum(output.kind is request.operation.result for output in progress.outputs)


def _asked(request: Request) -> int | None:
    return None if request.series_amount is not None else request.count or 1


async def _played(scenario: Scenario, job: Job, told: RecordingObserver) -> list[Received] | MediawrightError:
    proxy = scenario.harness.proxy
    assert proxy is not None
    proxy.keeping, proxy.received = True, []
    try:
        await scenario.harness.runner.run(job, timeout=PACE_WAIT, observer=told)
    except MediawrightError as error:
        return error
    finally:
        proxy.keeping = False
    return proxy.received


def differences(shown: WireCall, sent: Received) -> Iterator[str]:
    """Where a call differs from what was shown of it, in words. An input that is shown as a file may be anything, and so may
    what is shown as "<its name>"."""
    query = dict(parse_qsl(sent.query, keep_blank_values=True))
    if {name: str(value) for name, value in shown.query.items()} != query:
        yield f"the query is {query}"
    try:
        body = json.loads(sent.body) if sent.body else None
    except ValueError:
        return  # a form or a file: there is no JSON to compare
    yield from _unlike("body", json.loads(json.dumps(shown.json, default=str)), body)


def _unlike(at: str, shown: Any, sent: Any) -> Iterator[str]:
    if isinstance(shown, dict) and "$file" in shown:
        if not sent:
            yield f"{at} lacks its input"
    elif isinstance(shown, dict) and isinstance(sent, dict):
        for name in sorted(shown.keys() | sent.keys()):
            if name not in sent or name not in shown:
                yield f"{at}.{name} is only {'shown' if name in shown else 'sent'}"
            else:
                yield from _unlike(f"{at}.{name}", shown[name], sent[name])
    elif isinstance(shown, list) and isinstance(sent, list) and len(shown) == len(sent):
        for number, pair in enumerate(zip(shown, sent, strict=True)):
            yield from _unlike(f"{at}[{number}]", *pair)
    elif (type(shown), shown) != (type(sent), sent) and not LATER.search(str(shown)):
        yield f"{at} is {json.dumps(sent, default=str)[:60]}, shown as {json.dumps(shown, default=str)[:60]}"


async def broken_uploads(scenario: Scenario) -> AsyncIterator[Finding]:
    """An upload that breaks stops the submit before anything is paid."""
    harness, proxy = scenario.harness, scenario.harness.proxy
    if proxy is None:
        return
    request = next((item for item in kinds_of_request(scenario) if any(not m.is_url for m in item.media)), None)
    if request is None:
        return
    request = await with_files(harness, harness.folder, request)
    spending = scenario.spending_of(request)
    proxy.calls.clear()
    proxy.instead = lambda method, path: BROKEN if method != "GET" and (method, path) != spending else None
    failure: object = None
    try:
        await harness.plugin.submit(harness.open(), harness.approved(request))
    except MediawrightError as error:
        failure = error
    finally:
        proxy.instead = lambda method, path: None
    uploads = [call for call in proxy.calls if call[0] != "GET" and call != spending]
    if uploads and spending in proxy.calls:
        yield Finding("An upload broke, and the paid call went out all the same.", "its input is missing", SUBMIT)
    if isinstance(failure, PluginFault):
        yield Finding(f"An upload that breaks becomes {named(failure)}.", "it may be tried again: Unreachable", SUBMIT)


async def fewer_results(scenario: Scenario) -> AsyncIterator[Finding]:
    """A service that makes fewer results than were asked for leaves those that there are."""
    harness, proxy = scenario.harness, scenario.harness.proxy
    request = _of_two(scenario) if proxy is not None else None
    if proxy is None or request is None:
        return
    request = await with_files(harness, harness.folder, request)
    cut: list[str] = []
    proxy.after = lambda handled: _one_less(handled, cut)
    job = harness.approved(request)
    try:
        job = await harness.runner.run(job, timeout=PACE_WAIT)
        failure: MediawrightError | None = None
    except MediawrightError as error:
        failure = error
    finally:
        proxy.after = None
    if cut and (failure is not None or job.state is not State.DONE):
        what = f"Two were asked for and one was made: the job ends with {named(failure) if failure else job.state}."
        yield Finding(what, "one result was paid for, and is lost", "mediawright.hookspecs.poll")


def _of_two(scenario: Scenario) -> Request | None:
    plugin = scenario.harness.plugin
    under_review = Subject(plugin=plugin, samples=scenario.samples)
    for model, operation in requests_of(under_review):
        capability, request = model.capability(operation), richest(under_review, model, operation)
        if capability is not None and request is not None and 2 in capability.counts:
            ready, problems = prepared(under_review, request.with_(count=2))
            if not problems:
                return ready
    return None


def _one_less(handled: Handled, cut: list[str]) -> Spoiled | None:
    """The answer without the last of two links, where it has a list of two."""
    try:
        data = json.loads(handled.body) if handled.status < 300 else None
    except ValueError:
        return None
    if not _shorten(data):
        return None
    cut.append(handled.path)
    return Spoiled(handled.status, json.dumps(data).encode())


def _shorten(data: Any) -> bool:
    if isinstance(data, list) and len(data) == 2 and all("http" in json.dumps(item) for item in data):
        data.pop()
        return True
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    shortened = [_shorten(item) for item in inner]  # each of them, not the first alone
    return any(shortened)
