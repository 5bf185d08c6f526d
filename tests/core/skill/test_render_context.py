"""What a rendering is made from."""

from mediawright.plugins.discover import Registry
from mediawright.skill.render_context import RenderContext, gather


def test_providers_bring_their_own_words() -> None:
    found = gather(Registry.installed({}))
    assert {voice.name for voice in found.voices if voice.own} < {voice.name for voice in found.voices}
    assert found.free is not None
    assert not found.free.own
    assert found.example in found.paid


def test_one_that_is_left_out_is_not_told_of() -> None:
    every = {voice.name for voice in gather(Registry.installed({})).voices}
    some = {
        voice.name for voice in gather(Registry.installed({"MEDIAWRIGHT_DISABLE_PLUGINS": sorted(every)[0]})).voices
    }
    assert every - some == {sorted(every)[0]}


def test_without_anybody_who_says_so_the_first_is_the_example(context: RenderContext) -> None:
    assert context.example.name == "acme"
