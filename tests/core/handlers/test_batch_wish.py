"""A message that names a file of descriptions and speaks of many is one command."""

import pytest
from tests.core.router.providers import ALL

from mediawright.handlers.batch_wish import batch_of
from mediawright.router.routing import Router


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("batch these: prompts.txt, cheapest, tell me the total first", "prompts.txt --cheapest"),
        ("把 prompts.txt 里的每一行都做成图片，用最便宜的，先告诉我总价", "prompts.txt --kind image --cheapest"),
        ("批量生成：prompts.txt", "prompts.txt"),
        (
            "make a 5 second vertical video of each line in prompts.txt",
            "prompts.txt --kind video --duration 5 --aspect-ratio 9:16",
        ),
        ("用可灵把 文案.txt 逐行做成视频", "文案.txt --kind video --provider kling"),
        ("what does notes.txt say?", None),
        ("把 photo.jpg 做成视频", None),
        ("all of these: a.jpg, b.jpg", None),
    ],
)
def test_what_becomes_a_batch(text: str, line: str | None) -> None:
    action = batch_of(Router(ALL).route(text), text)
    assert (None if action is None else " ".join(action.to_argv())) == (line and f"batch {line}")
