"""A new provider's package, written whole: it passes its own tests before the first line is changed."""
