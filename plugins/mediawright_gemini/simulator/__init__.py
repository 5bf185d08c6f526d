"""Gemini on this machine (contract §14): `/v1` and `/v1beta` alike, uploads and files beside them."""

from typing import Any

from mediawright import plugin as mw
from mediawright.sdk import simulator as kit
from mediawright_gemini.simulator.service import GeminiOptions, GeminiService


def create_app(options: dict[str, str]) -> Any:
    """Return the app. Raises InvalidRequest for an option that does not exist."""
    return kit.create_app(GeminiService(mw.switches(GeminiOptions, options)))
