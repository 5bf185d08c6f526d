"""How fast the router loads and reads, and that its time grows with the length of a message and no faster.

    python benchmarks/router.py

Figures are of this machine and this run; compare those of one run with each other only.
"""

import gc
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mediawright.plugins.discover import Registry
from mediawright.router import Router

INTENTS = Path(__file__).resolve().parents[1] / "tests" / "data" / "intents"
#: what long messages are made of: words, numbers, quotes, links, blanks, odd characters
PIECES = (
    "make a 5s video of a cat, ",
    "生成一段视频，",
    '"',
    "“",
    "- ",
    "a",
    "1 : ",
    "https://a.example/b.png ",
    "\n",
    "第一张图",
)


def messages() -> list[tuple[str, dict[str, int]]]:
    """Every labelled message of the repository."""
    lines = [line for path in sorted(INTENTS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [(item["text"], item["attachments"]) for item in map(json.loads, lines)]


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The best of some runs, in processor seconds."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def growth(router: Router) -> Iterable[tuple[str, float]]:
    """Time for 100 kB over time for 10 kB, per kind of text: 10 is linear."""
    for piece in PIECES:
        short, long = ((piece * size)[:size] for size in (10_000, 100_000))
        small = seconds(lambda text=short: router.route(text), 3)  # type: ignore[misc]
        yield repr(piece), seconds(lambda text=long: router.route(text), 3) / max(small, 1e-6)  # type: ignore[misc]


def main() -> None:
    providers = [plugin.provider for plugin in Registry.installed({}).load_all()]
    start = time.process_time()
    router = Router(providers)
    first = time.process_time() - start
    texts = messages()
    for text, attachments in texts:
        router.route(text, attachments)
    spent = seconds(lambda: [router.route(text, attachments) for text, attachments in texts])
    print(f"load                 {first * 1000:8.1f} ms")
    print(f"messages             {len(texts) / spent:8.0f} /s on one core ({len(texts)} messages)")
    print(f"a message            {spent / len(texts) * 1e6:8.0f} µs")
    for piece, ratio in growth(router):
        print(f"100 kB / 10 kB       {ratio:8.1f} x  {piece}")


if __name__ == "__main__":
    main()
