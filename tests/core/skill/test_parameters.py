"""Settings of one provider."""

from mediawright.skill.parameters import options, parameter_rows
from mediawright.skill.render_context import Facts


def test_only_what_its_models_take(facts: Facts) -> None:
    rows = parameter_rows(facts.voice("acme"))
    for setting in ("--duration", "--mode", "--sound", "--first-frame", "--element-ids", "--multi-prompt", "--option"):
        assert f"`{setting}`" in rows, setting
    for setting in ("--quality", "--style", "--scope", "--seed", "--end-frame", "--video", "--audio"):
        assert f"`{setting}`" not in rows, setting


def test_extras_are_listed_where_there_are_any(facts: Facts) -> None:
    assert "| `hue` | colour | red, blue |" in options(facts.voice("acme").provider)
    assert options(facts.voice("sketch").provider) == ""
