"""The conformance suite: what mediawright expects of any provider, said as a review by a kind colleague.

In a provider's own tests:

    from mediawright.testing.conformance import conformance

    def test_my_provider():
        conformance("mediawright_acme.hooks")
"""

import importlib
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint
from types import ModuleType

from mediawright.plugins.discover import GROUP, Registry
from mediawright.present.catalog import render
from mediawright.testing.checks import description, loading, messages, priced, requests
from mediawright.testing.findings import Check, Finding, Subject, review
from mediawright.types.errors import MediawrightError, PluginFault
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider
from mediawright.types.request import Request

CHECKS: tuple[Check, ...] = (*loading.CHECKS, *description.CHECKS, *messages.CHECKS, *requests.CHECKS, *priced.CHECKS)


def subject(
    module: ModuleType | str,
    *,
    others: Iterable[Provider] = (),
    samples: Mapping[Operation, Request] | None = None,
) -> Subject:
    """The provider in a module, loaded as the core would load it. Raises PluginFault where that fails."""
    loaded = importlib.import_module(module) if isinstance(module, str) else module
    name = _name(loaded)
    registry = Registry([EntryPoint(name=name, value=loaded.__name__, group=GROUP)])
    return Subject(plugin=registry.load(name), others=tuple(others), samples=samples or {})


def _name(module: ModuleType) -> str:
    """The provider's name, or the module's where it does not say one."""
    try:
        return str(module.describe().name)
    except Exception:  # noqa: BLE001  whatever a broken describe() raises, the loading says it better
        return module.__name__


def examine(under_review: Subject, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Every remark, each once."""
    return list(dict.fromkeys(finding for check in checks for finding in _asked(check, under_review)))


def _asked(check: Check, under_review: Subject) -> list[Finding]:
    """What one check finds; a hook that breaks on an ordinary request is a finding of its own."""
    try:
        return list(check(under_review))
    except MediawrightError as error:
        why = f"it happened while looking whether: {(check.__doc__ or check.__name__).splitlines()[0]}"
        return [Finding(render(error.message, "en"), why, "mediawright.hookspecs")]


def conformance(
    module: ModuleType | str,
    *,
    others: Iterable[Provider] = (),
    samples: Mapping[Operation, Request] | None = None,
) -> None:
    """Fail with a review where there is anything to say.

    `module` holds the hooks (what the entry point names). `others` are providers whose words must not be taken.
    `samples` holds a good request of your own for operations that need more than a plausible minimum.
    """
    __tracebackhide__ = True
    loaded = importlib.import_module(module) if isinstance(module, str) else module
    findings = list(loading.shape(_name(loaded), loaded))
    if not findings:
        try:
            findings = examine(subject(loaded, others=others, samples=samples))
        except PluginFault as fault:
            why = "a provider that does not load harms nobody else, and helps nobody either"
            findings = [Finding(render(fault.message, "en"), why, "mediawright.hookspecs")]
    if findings:
        # raised, not asserted: pytest would explain the list again below the review
        raise AssertionError(review(_name(loaded), findings))
