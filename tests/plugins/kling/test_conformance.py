"""The shipped conformance suite, run over this provider."""

from tests.contract.test_every_provider import SAMPLES
from tests.plugins.kling.harness import element

from mediawright.plugin import Operation
from mediawright.testing.conformance import conformance


def test_it_keeps_the_provider_contract() -> None:
    conformance("mediawright_kling.hooks", samples={**SAMPLES, Operation.CREATE_ELEMENT: element()})
