"""Settings of one provider."""

from mediawright.skill.parameters import options, parameter_rows
from mediawright.skill.render_context import RenderContext


def test_only_what_its_models_take(context: RenderContext) -> None:
    rows = parameter_rows(context.voice("acme"))
    for setting in ("--duration", "--mode", "--sound", "--first-frame", "--element-ids", "--multi-prompt", "--option"):
        assert f"`{setting}`" in rows, setting
    for setting in ("--quality", "--style", "--scope", "--seed", "--end-frame", "--video", "--audio"):
        assert f"`{setting}`" not in rows, setting


def test_extras_are_listed_where_there_are_any(context: RenderContext) -> None:
    assert "| `hue` | colour | red, blue |" in options(context.voice("acme").provider)
    assert options(context.voice("sketch").provider) == ""
