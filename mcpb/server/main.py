"""Starts the tools for a desktop host: the arguments come from the bundle's manifest."""

from mediawright.cli.entry import main

main()
