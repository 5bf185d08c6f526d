"""The request behind a parsed command line."""

from pathlib import Path

import pytest

from mediawright.handlers.action_request import request_for
from mediawright.services.studio import Studio
from mediawright.types.operations import Operation


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio.open({"MEDIAWRIGHT_HOME": str(tmp_path)}, tmp_path)


@pytest.mark.parametrize(
    ("path", "values", "operation"),
    [
        (("video",), {"prompt": "a fox"}, Operation.TEXT_TO_VIDEO),
        (("image",), {"prompt": "a fox", "image": ["a.jpg"]}, Operation.EDIT_IMAGE),
        (("element", "create"), {"name": "Mimi"}, Operation.CREATE_ELEMENT),
        (("edit", "say"), {"text": "add music", "provider": "nemovideo"}, Operation.CHAT_EDIT),
        (("edit", "export"), {"provider": "nemovideo"}, Operation.EXPORT),
    ],
)
def test_generating_commands_are_requests(
    studio: Studio, path: tuple[str, ...], values: dict[str, object], operation: Operation
) -> None:
    request = request_for(studio, path, values, "en")
    assert request is not None
    assert (request.operation, request.prompt) == (operation, values.get("prompt") or values.get("text") or "")


def test_other_commands_are_none(studio: Studio) -> None:
    assert request_for(studio, ("jobs", "list"), {}, "en") is None
