"""The one way through, for every face."""
