"""The network: one client with limits, retries for what is safe to repeat, guarded downloads, nothing secret in a log."""
