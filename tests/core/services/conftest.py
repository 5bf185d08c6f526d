"""The studio's tests use the runner's bench."""

from tests.core.runner.conftest import bench

__all__ = ["bench"]
