"""MiniMax on this machine (contract §17): all its interfaces, also below `/global` and `/cn`, where keys are told apart."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_minimax.simulator.service import MiniMaxOptions, MiniMaxService


def create_app(options: dict[str, str]) -> Any:
    """Return the app. Raises InvalidRequest for an option, or the name of a fault, that does not exist."""
    return kit.create_app(MiniMaxService(mw.switches(MiniMaxOptions, options)))
