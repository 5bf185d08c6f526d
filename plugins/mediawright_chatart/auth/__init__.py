"""Sign in and out: the device flow and its token endpoint."""
