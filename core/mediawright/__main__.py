"""`python -m mediawright`."""

from mediawright.cli.entry import main

if __name__ == "__main__":
    main()
