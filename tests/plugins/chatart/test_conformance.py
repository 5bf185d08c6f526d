"""What mediawright expects of any provider."""

from mediawright.testing.conformance import conformance


def test_chatart_keeps_the_contract() -> None:
    conformance("mediawright_chatart.hooks")
