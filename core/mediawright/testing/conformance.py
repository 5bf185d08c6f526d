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
from mediawright.testing.checks import description, loading, requests, words
from mediawright.testing.findings import Check, Finding, Subject, review
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider
from mediawright.types.request import Request

CHECKS: tuple[Check, ...] = (*loading.CHECKS, *description.CHECKS, *words.CHECKS, *requests.CHECKS)


def subject(
    module: ModuleType | str,
    *,
    others: Iterable[Provider] = (),
    samples: Mapping[Operation, Request] | None = None,
) -> Subject:
    """The provider in a module, loaded as the core would load it. Raises PluginFault where that fails."""
    loaded = importlib.import_module(module) if isinstance(module, str) else module
    name = str(loaded.describe().name)
    registry = Registry([EntryPoint(name=name, value=loaded.__name__, group=GROUP)])
    return Subject(plugin=registry.load(name), others=tuple(others), samples=samples or {})


def examine(under_review: Subject, checks: Iterable[Check] = CHECKS) -> list[Finding]:
    """Every remark, each once."""
    return list(dict.fromkeys(finding for check in checks for finding in check(under_review)))


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
    under_review = subject(module, others=others, samples=samples)
    findings = examine(under_review)
    assert not findings, review(under_review.name, findings)
