"""mediawright: one skill for every media-generation provider."""

__version__ = "0.1.0"
