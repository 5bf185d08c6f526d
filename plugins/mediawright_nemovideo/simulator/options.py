"""How the simulator is set up: `mediawright simulate nemovideo --option scale=0.01`."""

from typing import Literal

from mediawright.plugin import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`scale` 0.01: a hundred seconds take one; `clock` "manual" stands still until it is moved; `credits` of a new user;
    `silent`: the share of edits that are done without a word, 0–1; `seed` of everything that is drawn by lot."""

    scale: float = 0.01
    clock: Literal["running", "manual"] = "running"
    seed: int = 7
    credits: float = 100.0
    silent: float = 0.3
