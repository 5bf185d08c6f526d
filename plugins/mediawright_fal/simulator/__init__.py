"""fal on this machine (contract §14): the queue at the root; run, rest, cdn, gcs, api, site and files below."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_fal.simulator.service import FalOptions, FalService


def create_app(options: dict[str, str]) -> Any:
    """Return the app. Raises InvalidRequest for an option that does not exist."""
    return kit.create_app(FalService(mw.switches(FalOptions, options)))
