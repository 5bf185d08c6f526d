"""Measure child processes too, where a test gives them an environment of its own. `make coverage` loads this plugin.

Coverage measures every child that inherits its setting; most tests start commands with a few names only.
"""

import os
import subprocess
from typing import Any

import pytest

SETTING = "COVERAGE_PROCESS_CONFIG"


def pytest_configure(config: pytest.Config) -> None:
    """Give every child coverage's setting beside its own environment, for this run."""
    start: Any = subprocess.Popen.__init__

    def measured(process: subprocess.Popen[Any], *arguments: Any, **options: Any) -> None:
        if options.get("env") is not None and SETTING in os.environ:
            options["env"] = {**options["env"], SETTING: os.environ[SETTING]}
        start(process, *arguments, **options)

    patch = pytest.MonkeyPatch()
    patch.setattr(subprocess.Popen, "__init__", measured)
    config.add_cleanup(patch.undo)
