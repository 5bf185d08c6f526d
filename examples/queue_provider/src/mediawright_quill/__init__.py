"""Quill as a mediawright provider: a queue over HTTP, an API key, a price per picture."""
