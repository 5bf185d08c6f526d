"""Tests of services use the harness of the runner."""

from tests.core.runner.conftest import harness, where

__all__ = ["harness", "where"]
