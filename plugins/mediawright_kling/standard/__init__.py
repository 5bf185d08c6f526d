"""Kling's new standard: a path per model, an API key, one list of tasks (docs/contracts/kling-more.md, part A)."""
