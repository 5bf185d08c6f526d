"""Another provider's request as a preview."""

from dataclasses import dataclass, field
from typing import Any

import typer
from typer.testing import CliRunner

from mediawright.plugin import Operation, Request
from mediawright_previz import hooks
from mediawright_previz.command import preview_of

PAID = Request(
    operation=Operation.TEXT_TO_VIDEO,
    prompt="a red kite",
    provider="acme",
    model="acme-2",
    mode="pro",
    aspect_ratio="16:9",
    options={"camera": "x"},
    count=12,
    style="oil",
)


@dataclass
class FakeCommandContext:
    """What the command line gives a provider's command."""

    ran: list[tuple[Request, dict[str, Any]]] = field(default_factory=list)

    def request(self, reference: str) -> Request:
        assert reference == "Q7F3K2"
        return PAID

    def cost(self, reference: str) -> str:
        return f"90 credits ({reference})"

    def run(self, request: Request, **values: Any) -> None:
        self.ran.append((request, values))


def test_what_only_the_other_provider_knows_goes_into_the_legend() -> None:
    preview = preview_of(PAID, "90 credits")
    assert (preview.provider, preview.model, preview.mode, preview.style) == ("previz", None, None, None)
    assert preview.options == {
        "for_provider": "acme",
        "for_model": "acme-2",
        "cost": "90 credits",
        "mode": "pro",
        "style": "oil",
    }
    assert (preview.resolution, preview.aspect_ratio, preview.count) == ("1080p", "16:9", 9)


def test_what_previz_knows_is_kept() -> None:
    preview = preview_of(PAID.with_(resolution="4K", style="anime", aspect_ratio="7:3"))
    assert (preview.resolution, preview.style, preview.aspect_ratio) == ("4k", "anime", None)


def test_the_command_takes_an_id() -> None:
    way, app = FakeCommandContext(), typer.Typer()
    hooks.commands(app, way)
    result = CliRunner().invoke(app, ["Q7F3K2", "--json", "--output-dir", "out"])
    assert result.exit_code == 0, result.output
    ((request, values),) = way.ran
    assert request.options["cost"] == "90 credits (Q7F3K2)"
    assert (values["json"], values["output_dir"], values["lang"]) == (True, "out", None)
