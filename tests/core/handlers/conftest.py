"""The studio's tests use the runner's harness."""

from tests.core.runner.conftest import harness

__all__ = ["harness"]
