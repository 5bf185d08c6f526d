"""Credentials: where they are found, where they are kept, and how they look when shown."""
