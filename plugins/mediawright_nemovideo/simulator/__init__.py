"""The service on loopback: sessions, turns that run by themselves, credits, exports, and every fault by switch."""

from typing import Any


def build(options: dict[str, str]) -> Any:
    """The ASGI app. Options: `scale` (default 0.01: 100 s take 1 s), `seed`, `credits`, `silent` (0–1), `clock=manual`."""
    from mediawright_nemovideo.simulator.app import application

    return application(options)
