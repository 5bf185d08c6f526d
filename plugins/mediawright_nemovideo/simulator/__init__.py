"""The service on loopback: sessions, turns that run by themselves, credits, exports, and every fault by switch."""

from typing import Any


def create_app(options: dict[str, str]) -> Any:
    """The ASGI app, set up by `options.Options`."""
    from mediawright_nemovideo.simulator.app import application

    return application(options)
