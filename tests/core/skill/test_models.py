"""Tables of what models can do and cost."""

from mediawright.skill import models
from mediawright.skill.render_context import RenderContext
from mediawright.types.operations import Operation


def test_the_capability_table_promises_nothing_more(context: RenderContext) -> None:
    rows = models.capability_table(context).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == ["text_to_video", "image_to_video", "text_to_image"]
    assert rows[0].endswith("| 1 | – |")
    assert rows[2].endswith("| – | 1 |")


def test_what_nobody_does_is_said(context: RenderContext) -> None:
    said = models.nobody(context)
    assert "`lip_sync`" in said
    assert "`text_to_video`" not in said


def test_a_row_names_every_limit(context: RenderContext) -> None:
    table = models.tables(context.voice("acme"))
    assert "| `acme-1` (recommended) | 5-7, 10 | std, pro | on, off | 0–1 image (first_frame) |" in table
    assert "up to 2 saved subjects, several shots, prompt to 500 characters, default mode std, sound no" in table


def test_the_list_names_the_recommended_model(context: RenderContext) -> None:
    assert models.capability_list(context.voice("acme")).splitlines()[0].endswith("(`text_to_video`): Acme One")
    assert models.operations_of(context.voice("sketch").provider) == [Operation.TEXT_TO_IMAGE]


def test_free_is_said_in_a_word(context: RenderContext) -> None:
    assert "Free" in models.prices(context.voice("sketch").provider)
    assert models.minutes(context.voice("sketch")) == ""
