"""Acme: text to video, as a stranger would write it."""
