"""Runway on this machine (contract §15): the API at the root, the bucket of uploads and the results below `/bucket`."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_runway.simulator.service import RunwayOptions, RunwayService


def create_app(options: dict[str, str]) -> Any:
    """Return the app. Raises InvalidRequest for an option that does not exist."""
    return kit.create_app(RunwayService(mw.switches(RunwayOptions, options)))
