"""The pytest plugin: fixtures for authors of providers."""
