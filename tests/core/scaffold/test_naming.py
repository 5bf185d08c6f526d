"""A provider's name and what follows from it."""

import pytest

from mediawright.scaffold.naming import Naming
from mediawright.types.errors import InvalidRequest


def test_one_name_gives_all_others() -> None:
    assert Naming.of("lumen-art").words() == {
        "name": "lumen-art",
        "package": "mediawright_lumen_art",
        "distribution": "mediawright-lumen-art",
        "title": "Lumen Art",
        "env": "LUMEN_ART",
    }


@pytest.mark.parametrize("name", ["", "Lumen", "1st", "a--b", "a_b", "-a", "../a", "a b", "流明", "a" * 25])
def test_what_cannot_be_a_name(name: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        Naming.of(name)
    assert caught.value.message.key == "scaffold.bad_name"
