"""Tools for developers of this project, outside the wheel."""
