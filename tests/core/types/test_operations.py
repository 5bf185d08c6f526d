"""Every operation has a command, a result, a label and a way through the router's tables."""

from mediawright.present.catalog import has
from mediawright.present.pages.fields import title_of
from mediawright.services.request_reader import read_request
from mediawright.types.operations import EDIT_OPERATIONS, FILM_OPERATIONS, MediaKind, Operation
from mediawright.types.request import Role
from mediawright.types.route import BILLABLE, COMMAND_OF


def test_every_operation_is_known_to_every_table() -> None:
    asked = {op.value for op in Operation if op not in FILM_OPERATIONS} - {"export"}
    assert asked <= BILLABLE
    for op in Operation:
        assert COMMAND_OF.get(op.value, "film") == op.command, op
        assert (op.value in COMMAND_OF) is (op not in FILM_OPERATIONS), op
        assert has(f"operation.{op.value}"), op
        unasked = op in EDIT_OPERATIONS or op in FILM_OPERATIONS
        assert unasked or has(f"router.choice.{op.value}"), op
        for page in ("confirm", "result"):
            assert has(title_of(page, op).key), (page, op)
    for role in Role:
        assert has(f"role.{role.value}"), role


def test_what_is_left_on_disk() -> None:
    found = {op: op.result for op in Operation if op.command == "audio"}
    assert found == {
        Operation.TEXT_TO_SPEECH: MediaKind.AUDIO,
        Operation.TEXT_TO_MUSIC: MediaKind.AUDIO,
        Operation.SOUND_EFFECTS: MediaKind.AUDIO,
        Operation.CLONE_VOICE: MediaKind.AUDIO,
        Operation.TRANSCRIBE: MediaKind.DOCUMENT,
    }
    assert Operation.VIDEO_TO_AUDIO.result is MediaKind.VIDEO
    assert Operation.TRY_ON.result is MediaKind.IMAGE


def test_roles_of_inputs_follow_the_operation() -> None:
    def roles(command: str, **values: object) -> list[Role]:
        return [media.role for media in read_request(command, values).media]

    assert roles("video", operation="talking_photo", image="face.png", audio="v.wav") == [Role.FACE, Role.VOICE]
    assert roles("video", operation="motion_control", image="a.png", video="b.mp4") == [Role.CHARACTER, Role.FEATURE]
    assert roles("image", operation="try_on", image=["me.png", "coat.png"]) == [Role.CHARACTER, Role.REFERENCE]
    assert roles("image", image="a.png", mask="m.png", prompt="x") == [Role.REFERENCE, Role.MASK]
    assert roles("audio", audio="talk.mp3") == [Role.SOUND]
    assert roles("audio", video="a.mp4") == [Role.SOURCE]
    assert roles("video", operation="lip_sync", video="a.mp4", audio="v.mp3") == [Role.SOURCE, Role.VOICE]
