"""`mediawright previz ID`: what a quote or a job asks for, rendered here before anybody pays for it."""

from typing import Annotated, Any

from mediawright.plugin import MediaKind, Request
from mediawright_previz.labels import DOMAIN, phrase
from mediawright_previz.provider import MOST_TAKES, STYLES
from mediawright_previz.render.sizes import IMAGE_SIDES, RATIOS, VIDEO_SIDES

#: what the quality modes of providers mean in pixels
MODE_RESOLUTIONS = {"std": "720p", "pro": "1080p", "4k": "4k"}


def preview_of(request: Request, cost: str | None = None) -> Request:
    """The same request for this provider. What only another provider knows goes into the legend."""
    still = request.operation.result is MediaKind.IMAGE
    shown = {
        "for_provider": request.provider,
        "for_model": request.model,
        "cost": cost,
        "mode": request.mode,
        "quality": request.quality,
        "style": request.style,
    }
    return request.with_(
        provider=DOMAIN,
        model=None,
        mode=None,
        quality=None,
        style=_known(request.style, STYLES),
        resolution=_resolution(request, still),
        aspect_ratio=_known(request.aspect_ratio, (*RATIOS, "auto")),
        count=min(request.count, MOST_TAKES) if request.count else None,
        shot_type=None,
        options={name: value for name, value in shown.items() if value},
    )


def _known(value: str | None, values: tuple[str, ...]) -> str | None:
    return value if value in values else None


def _resolution(request: Request, still: bool) -> str | None:
    if still:
        return _known((request.resolution or "").lower(), tuple(IMAGE_SIDES))
    by_mode = MODE_RESOLUTIONS.get(request.mode or "")
    return _known((request.resolution or "").lower(), tuple(VIDEO_SIDES)) or by_mode


def add_command(app: Any, cli: Any) -> None:
    """Make the provider's name a command that takes a quote or job id."""
    import typer

    def help_(name: str) -> str:
        return phrase("zh" if getattr(cli, "lang", "en") == "zh" else "en", f"previz.command.{name}")

    @app.command(help=help_("help"))  # type: ignore[untyped-decorator]
    def previz(
        reference: Annotated[str, typer.Argument(help=help_("reference"))],
        json: Annotated[bool, typer.Option("--json", help=help_("json"))] = False,
        lang: Annotated[str | None, typer.Option("--lang", help=help_("lang"))] = None,
        output_dir: Annotated[str | None, typer.Option("--output-dir", help=help_("output_dir"))] = None,
        timeout: Annotated[str | None, typer.Option("--timeout", help=help_("timeout"))] = None,
        progress: Annotated[str | None, typer.Option("--progress", help=help_("progress"))] = None,
    ) -> None:
        request = preview_of(cli.request(reference), cost_of(cli, reference))
        cli.run(request, json=json, lang=lang, output_dir=output_dir, timeout=timeout, progress=progress)


def cost_of(cli: Any, reference: str) -> str | None:
    """The quoted price as text, from a command line that can tell it."""
    price = getattr(cli, "cost", None)
    return price(reference) if price else None
