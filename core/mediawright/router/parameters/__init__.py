"""Find parameters in a message and bind them to an operation."""
