"""Compile, check and lint gettext catalogues: `python -m mediawright.po.compile`."""
