"""DashScope on this machine (contract §16): every region at its own prefix, the store and the results beside them."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_dashscope.simulator.service import DashScopeOptions, DashScopeService


def create_app(options: dict[str, str]) -> Any:
    """Return the app. Raises InvalidRequest for an option that does not exist."""
    return kit.create_app(DashScopeService(mw.switches(DashScopeOptions, options)))
