"""A stand-in for the tool, with its arguments, so that the tests need no model of several gigabytes."""

import os
import sys
from pathlib import Path

import pytest

TOOL = """
import struct, sys, zlib
given = dict(zip(sys.argv[1:], sys.argv[2:]))
if "--help" in sys.argv:
    sys.exit(print("usage: sd-cli [options]"))
if given.get("-p") == "fail":
    sys.exit("get sd version from file failed")
width, height = int(given["-W"]), int(given["-H"])
lines = b"".join(b"\\0" + bytes([y % 256, 90, 160]) * width for y in range(height))
def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b""))
open(given["-o"], "wb").write(b"\\x89PNG\\r\\n\\x1a\\n" + b"".join(parts))
open("words", "w").write(repr(sys.argv[1:]))
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The tool on the search path, and a model."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "sd-cli"
    program.write_text(f"#!{sys.executable}\n{TOOL}")
    program.chmod(0o755)
    return {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "SD_MODEL": "/models/sd.gguf"}
