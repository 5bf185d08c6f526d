"""The commands as data: flags, registry and aliases, below every front end."""
