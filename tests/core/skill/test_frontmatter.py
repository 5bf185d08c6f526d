"""The head of a SKILL.md."""

import pytest
import yaml

from mediawright.skill.frontmatter import compatibility, head, hosts_of
from mediawright.skill.render_context import RenderContext


def test_every_parser_reads_the_same(context: RenderContext) -> None:
    text = head(context, "acme", 'Says: "yes", 文生视频 & more # here', context.voices, "🎬")
    found = yaml.safe_load(text.split("---")[1])
    assert found["description"].split() == ["Says:", '"yes",', "文生视频", "&", "more", "#", "here"]
    assert found["metadata"]["version"] == "1.2.3"
    assert found["metadata"]["openclaw"]["emoji"] == "🎬"


@pytest.mark.parametrize("use", ["1: on", 'a "word"', "plain words", "back\\slash", "ends with #"])
def test_any_description_of_a_name_survives(context: RenderContext, use: str) -> None:
    voice = context.voice("acme")
    told = type(voice)(voice.provider, {**voice.told, "env": {"ACME_KEY": use}}, None)
    found = yaml.safe_load(head(context, "acme", "d", [told], "🎬").split("---")[1])
    names = {item["name"]: item["description"] for item in found["metadata"]["openclaw"]["envVars"]}
    assert names["ACME_KEY"] == use


def test_hosts_are_named_once(context: RenderContext) -> None:
    assert hosts_of([*context.voices, *context.voices]) == ("api.acme.example",)
    assert "acme.example" in compatibility(context, context.voices), "of many providers the domains"
    assert "api.acme.example" in compatibility(context, context.voices[:1])
