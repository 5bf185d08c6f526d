"""The command line: flags in, one answer out. No logic lives here."""
