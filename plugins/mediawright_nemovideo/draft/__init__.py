"""The draft of a session: its state, its timeline, and what changed between two of them. Pure."""
