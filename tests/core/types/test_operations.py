"""What can be wanted, and what comes of it."""

import pytest

from mediawright.types.operations import VIDEO_OPERATIONS, MediaKind, Operation

Op = Operation


@pytest.mark.parametrize(
    ("operation", "result", "command"),
    [
        (Op.TEXT_TO_VIDEO, MediaKind.VIDEO, "video"),
        (Op.LIP_SYNC, MediaKind.VIDEO, "video"),
        (Op.TEXT_TO_IMAGE, MediaKind.IMAGE, "image"),
        (Op.IMAGE_SERIES, MediaKind.IMAGE, "image"),
        (Op.CREATE_ELEMENT, None, "element"),
        (Op.CHAT_EDIT, MediaKind.VIDEO, "edit"),
        (Op.EXPORT, MediaKind.VIDEO, "edit"),
    ],
)
def test_an_operation_knows_its_result_and_command(
    operation: Operation, result: MediaKind | None, command: str
) -> None:
    assert (operation.result, operation.command) == (result, command)


def test_video_operations_are_those_of_the_video_command() -> None:
    assert {op for op in Operation if op.command == "video"} == VIDEO_OPERATIONS
    assert Op.TEXT_TO_IMAGE not in VIDEO_OPERATIONS
