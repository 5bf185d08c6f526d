"""Runway: its own models and those that it brokers, through one task API. Facts: docs/contracts/runway.md."""
