"""Evidence learnt from labelled messages: small sums that speak for an intent."""

from pathlib import Path

from tests.core.router.learn import intent_of, learn, write

from mediawright.router import Router
from mediawright.router.decision import classifier
from mediawright.types.route import COMMAND_OF


def test_every_intent_of_the_weights_is_known() -> None:
    found = classifier.weigh((set(), set(), set(), set()))
    assert {found.intent, found.second} <= set(COMMAND_OF) | {"?output_type/", "?subject_or_image/"}


def test_words_speak_for_their_intent() -> None:
    found = classifier.features(Router().message("show me the preset characters"))
    weighed = classifier.weigh(found)
    assert weighed.intent == "list_preset_elements"
    assert weighed.lead > 0
    assert "preset" in classifier.speaking_for(found, weighed.intent)


def test_what_is_impossible_is_not_weighed() -> None:
    found = classifier.features(Router().message("draw a cat"))
    first = classifier.weigh(found)
    assert classifier.weigh(found, frozenset([first.intent])).intent == first.second


def test_politeness_and_numbers_are_no_features() -> None:
    plain, polite = (Router().message(text) for text in ("log out", "please log out, thanks"))
    assert classifier.features(plain)[0] == classifier.features(polite)[0]
    assert not any(
        name[0].isdigit() for name in classifier.names_of(classifier.features(Router().message("5 cats in 1999")))
    )


def test_learning_is_the_same_every_time(tmp_path: Path) -> None:
    data = [(["cat", "draw"], "text_to_image"), (["out", "sign"], "logout"), (["draw", "out"], "text_to_image")]
    for name in ("one", "two"):
        write(learn(data), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_input_that_is_missing_does_not_hide_the_operation() -> None:
    line = {"expect": {"operation": "extend_video", "command": "video", "ask": "missing_input"}}
    assert intent_of(line) == "extend_video"
