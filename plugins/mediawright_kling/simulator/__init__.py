"""Kling on loopback: the whole contract with its clocks, packs, pages and faults (docs/contracts/kling.md). For tests,
docs and newcomers; it shares the tables of prices with the client and none of its logic."""
