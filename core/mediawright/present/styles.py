"""The style of each tone at a terminal."""

from collections.abc import Mapping

from mediawright.present.page import Tone

STYLES: Mapping[Tone, str] = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.QUIET: "dim",
    Tone.GOOD: "green",
    Tone.WARN: "yellow",
    Tone.BAD: "red",
}
