"""The studio as tools for agents: the same calls and the same answers as the command line, over MCP."""
