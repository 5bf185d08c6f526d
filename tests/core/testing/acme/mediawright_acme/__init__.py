"""Acme: text to video, as a third party would write it."""
