"""The whole skill of two made-up providers."""

import pytest

from mediawright.skill.render import rendered
from mediawright.skill.render_context import RenderContext


def test_one_folder_for_all_and_one_for_whoever_has_words_of_its_own(context: RenderContext) -> None:
    files = rendered(context)
    assert {path.split("/")[1] for path in files if path.startswith("skills/")} == {"mediawright", "acme"}
    assert "skills/mediawright/references/sketch-models.md" in files
    assert "skills/mediawright/references/sketch-prompts.md" not in files


def test_equal_facts_give_equal_files(context: RenderContext) -> None:
    assert rendered(context) == rendered(context)
    assert all(text.endswith("\n") and not text.endswith("\n\n") for text in rendered(context).values())


def test_no_place_is_left_open(context: RenderContext) -> None:
    assert [path for path, text in rendered(context).items() if "{{" in text] == []


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("SKILL.md", "(skills/mediawright/references/acme-models.md)"),
        (
            "skills/mediawright/SKILL.md",
            "Acme (艾克米) (paid), or with Sketch (草图), a free preview drawn on this machine",
        ),
        ("skills/mediawright/SKILL.md", "--provider sketch"),
        ("skills/acme/SKILL.md", "It usually takes 60 seconds to 5 minutes."),
        ("skills/acme/SKILL.md", "- Ten seconds at most."),
        ("skills/acme/references/models.md", "| `acme-1` | mode std or pro, sound no | 2.5 credits per second |"),
        ("skills/acme/references/models.md", "One of `credits` is listed at 0.01 USD."),
        ("skills/acme/references/parameters.md", "| `hue` | colour | red, blue |"),
        ("skills/acme/references/recovery.md", "- Acme: 1 day"),
        ("skills/mediawright/references/environment.md", "`$ACME_HOME/keys.json` (Acme)"),
        ("server.json", '"version": "1.2.3"'),
        ("skills/acme/agents/openai.yaml", 'display_name: "🎬 Acme"'),
    ],
)
def test_what_the_description_says_is_told(context: RenderContext, path: str, said: str) -> None:
    assert said in rendered(context)[path]
