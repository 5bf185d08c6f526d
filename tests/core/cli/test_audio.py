"""`audio`: what it takes for which operation, and who can be named as a voice."""

import pytest

from mediawright.commands.aliases import normalise
from mediawright.present.pages.voices import voices
from mediawright.services.request_reader import read_request
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Text
from mediawright.types.operations import Operation
from mediawright.types.provider import Provider, Voice


def test_the_inputs_say_the_operation_and_words_alone_do_not() -> None:
    found = {
        "video": read_request("audio", {"video": "a.mp4"}).operation,
        "voice": read_request("audio", {"prompt": "x", "voice": "anna"}).operation,
        "audio": read_request("audio", {"audio": "a.mp3"}).operation,
    }
    assert found == {
        "video": Operation.VIDEO_TO_AUDIO,
        "voice": Operation.TEXT_TO_SPEECH,
        "audio": Operation.TRANSCRIBE,
    }
    with pytest.raises(InvalidRequest) as refused:
        read_request("audio", {"prompt": "rain"})
    assert refused.value.problems[0].allowed == ("text_to_speech", "sound_effects", "text_to_music")


def test_audio_alone_makes() -> None:
    assert normalise(["audio", "--operation", "x"]) == ["audio", "make", "--operation", "x"]
    assert normalise(["audio", "voices"]) == ["audio", "voices"]
    assert normalise(["audio", "--help"]) == ["audio", "--help"]


def test_the_voices_of_a_language() -> None:
    anna = Voice(name="anna", label=Text("Anna", "安娜"), languages=("en",))
    lin = Voice(name="lin", label=Text("Lin", "林"))
    provider = Provider(name="acme", title=Text("Acme", "阿可"), models=(), voices=(anna, lin))
    silent = Provider(name="mute", title=Text("Mute", "静"), models=())
    assert voices([provider, silent]).data["voices"] == {"acme": (anna, lin)}
    assert voices([provider], "zh").data["voices"] == {"acme": (lin,)}
    assert voices([silent]).body == ()
