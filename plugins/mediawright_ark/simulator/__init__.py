"""Ark on this machine (contract §17): E1 to E6 below any path that ends in `/api/v3`."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_ark.simulator.service import ArkOptions, ArkService


def create_app(options: dict[str, str]) -> Any:
    """Return the app. Raises InvalidRequest for an option, or the name of a fault, that does not exist."""
    return kit.create_app(ArkService(mw.switches(ArkOptions, options)))
