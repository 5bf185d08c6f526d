"""Show the gallery."""

import argparse
import sys

from devtools.gallery import every_page
from mediawright.present.chat import chat
from mediawright.present.terminal import terminal, wants_color
from mediawright.types.message import LANGS


def main() -> int:
    """Every page, or those named."""
    parser = argparse.ArgumentParser(prog="python -m devtools.gallery", description=__doc__)
    parser.add_argument("--lang", choices=LANGS, default="en")
    parser.add_argument("--width", type=int, default=80)
    parser.add_argument("--chat", action="store_true", help="as a chat message")
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    color = wants_color(sys.stdout, {})
    for name, page in every_page().items():
        if not asked.names or name in asked.names:
            text = chat(page, asked.lang) + "\n" if asked.chat else terminal(page, asked.lang, asked.width, color=color)
            sys.stdout.write(f"── {name}\n{text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
