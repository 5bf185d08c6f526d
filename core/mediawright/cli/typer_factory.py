"""Make a typer app with this project's settings."""

import typer


def new_typer(*, group: bool = False) -> typer.Typer:
    """A typer app as all ours are: plain help (a drawn one costs a second library at every `--help`)."""
    return typer.Typer(add_completion=False, no_args_is_help=group, rich_markup_mode=None)
