"""Environment variables that only the command line reads."""

#: shows the traceback of a bug
DEBUG = "MEDIAWRIGHT_DEBUG"
