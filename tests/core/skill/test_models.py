"""Tables of what models can do and cost."""

from mediawright.skill import models
from mediawright.skill.render_context import Facts
from mediawright.types.operations import Operation


def test_the_capability_table_promises_nothing_more(facts: Facts) -> None:
    rows = models.capability_table(facts).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == ["text_to_video", "image_to_video", "text_to_image"]
    assert rows[0].endswith("| 1 | – |")
    assert rows[2].endswith("| – | 1 |")


def test_what_nobody_does_is_said(facts: Facts) -> None:
    said = models.nobody(facts)
    assert "`lip_sync`" in said
    assert "`text_to_video`" not in said


def test_a_row_names_every_limit(facts: Facts) -> None:
    table = models.tables(facts.voice("acme"))
    assert "| `acme-1` (recommended) | 5-7, 10 | std, pro | on, off | 0–1 image (first_frame) |" in table
    assert "up to 2 saved subjects, several shots, prompt to 500 characters, default mode std, sound no" in table


def test_the_list_names_the_recommended_model(facts: Facts) -> None:
    assert models.capability_list(facts.voice("acme")).splitlines()[0].endswith("(`text_to_video`): Acme One")
    assert models.operations_of(facts.voice("sketch").provider) == [Operation.TEXT_TO_IMAGE]


def test_free_is_said_in_a_word(facts: Facts) -> None:
    assert "Free" in models.prices(facts.voice("sketch").provider)
    assert models.minutes(facts.voice("sketch")) == ""
