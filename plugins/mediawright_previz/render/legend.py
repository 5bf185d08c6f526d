"""What the person is about to pay for, as pairs of label and value."""

from mediawright.plugin import Operation, Request
from mediawright_previz.labels import Lang, phrase
from mediawright_previz.render.plan import Plan

PROVIDER = "previz"
Pair = tuple[str, str]


def legend(plan: Plan) -> tuple[Pair, ...]:
    """The pairs worth showing, most important first. What the request leaves open is left out."""
    request, lang = plan.request, plan.lang
    if option(request, "shot"):  # a shot among others: captions stand where the legend would
        return ()
    rows: list[tuple[str, str | None]] = [
        ("provider", option(request, "for_provider") or _asked_provider(request)),
        ("model", option(request, "for_model")),
        ("duration", None if plan.still else phrase(lang, "previz.value.seconds", seconds=_seconds(plan))),
        ("ratio", request.aspect_ratio),
        ("size", f"{plan.canvas.width}×{plan.canvas.height}"),
        ("sound", None if plan.still else phrase(lang, f"previz.value.{'off' if plan.sound.silent else 'on'}")),
        *[(name, option(request, name) or getattr(request, name)) for name in ("mode", "quality", "style")],
        ("scope", request.scope and phrase(lang, f"previz.value.{request.scope}")),
        ("subjects", ", ".join(request.subject_ids) or None),
        ("negative", request.negative_prompt),
        ("seed", None if request.seed is None else str(request.seed)),
        ("count", None if plan.takes == 1 else str(plan.takes)),
        ("cost", option(request, "cost")),
    ]
    return tuple((phrase(lang, f"previz.label.{name}"), value) for name, value in rows if value)


def option(request: Request, name: str) -> str | None:
    value = request.options.get(name)
    return str(value) if value not in (None, "") else None


def _asked_provider(request: Request) -> str | None:
    return None if request.provider in (None, PROVIDER) else request.provider


def _seconds(plan: Plan) -> str:
    return f"{plan.seconds:.2f}".rstrip("0").rstrip(".")


def operation_name(operation: Operation, lang: Lang) -> str:
    return phrase(lang, f"previz.operation.{operation.value}")


def headline(plan: Plan, index: int) -> str:
    """The line over the words of a scene: shot number, framing, move; what is known of them."""
    scene, lang = plan.film[index], plan.lang
    if (shot := option(plan.request, "shot")) is not None:
        first = shot
    elif scene.part:
        first = phrase(lang, f"previz.part.{scene.part}", seconds=_part_seconds(plan, index))
    elif scene.total > 1:
        first = phrase(lang, "previz.shot", number=scene.number, total=scene.total)
    else:
        first = operation_name(plan.request.operation, lang)
    parts = [first]
    if scene.camera.framing:
        parts.append(phrase(lang, f"previz.framing.{scene.camera.framing}"))
    if scene.camera.move and scene.camera.move != "rise":
        parts.append(phrase(lang, f"previz.move.{scene.camera.move}"))
    return "  ·  ".join(parts)


def _part_seconds(plan: Plan, index: int) -> str:
    return f"{plan.film[index].frames / plan.canvas.fps:.1f}".removesuffix(".0")
