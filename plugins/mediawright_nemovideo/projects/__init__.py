"""Projects: open, list, close, and what is said about them for free."""
