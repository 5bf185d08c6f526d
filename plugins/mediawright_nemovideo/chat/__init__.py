"""The conversation with the agent: messages, the event stream, turns."""
