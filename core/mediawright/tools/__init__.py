"""Programs of this machine that a provider declared: found, run without a shell, ended with the call."""
