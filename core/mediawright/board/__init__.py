"""The board: results, waiting pages, jobs, providers and spending in a browser on this machine."""
