"""What a word names where a provider sells the models of others."""

from dataclasses import replace

import pytest
from tests.core.router.providers import VIDEO, model

from mediawright.router.language.names import Meaning
from mediawright.router.language.provider_words import compile_names
from mediawright.types.message import Text
from mediawright.types.operations import Operation as Op
from mediawright.types.provider import Provider
from mediawright.types.vocabulary import Vocabulary

BROKER = Provider(
    name="market",
    title=Text("Market", "市场"),
    models=(
        model("gen4.5", VIDEO, (Op.TEXT_TO_VIDEO,), "gen-4"),
        model("veo3.1", VIDEO, (Op.TEXT_TO_VIDEO,), "veo"),
        model("kling_4", VIDEO, (Op.TEXT_TO_VIDEO,), "kling"),
    ),
    vocabulary=Vocabulary(exclusive=("veo", "gen-4", "act two")),
    broker=True,
)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("veo", Meaning("market", "veo3.1", "video")),
        ("gen-4", Meaning("market", "gen4.5", "video")),
        ("act two", Meaning("market")),
        ("kling", None),
    ],
)
def test_a_word_that_only_a_broker_has_names_its_model_and_no_other_makers_does(
    word: str, meaning: Meaning | None
) -> None:
    found = compile_names([BROKER]).find(word.split())
    assert [name.meanings for name in found] == ([(meaning,)] if meaning else [])


def test_of_a_maker_every_model_is_named() -> None:
    found = compile_names([replace(BROKER, broker=False)]).find(["kling"])
    assert found[0].meanings == (Meaning("market", "kling_4", "video"),)
