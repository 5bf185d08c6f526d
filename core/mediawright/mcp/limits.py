"""Sizes that more than one part of the server keeps to."""

#: bytes of a file that is handed over inside an answer; a larger one is read from its path
LARGEST_READ = 20_000_000
