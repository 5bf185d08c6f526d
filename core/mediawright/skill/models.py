"""What models can do and cost, as tables: made from `describe()`, which the validation reads, too."""

from collections.abc import Iterable, Iterator

from mediawright.present.catalog import render
from mediawright.skill.render_context import RenderContext, Voice
from mediawright.skill.template import bullets, table
from mediawright.types.capability import Capability, Inputs
from mediawright.types.constraints import spelled
from mediawright.types.message import Message
from mediawright.types.money import PriceRule
from mediawright.types.operations import Operation
from mediawright.types.provider import Model, Provider

#: heading → field of a capability; a column that nobody fills is left out
COLUMNS = {
    "seconds": "durations",
    "shape": "aspect_ratios",
    "size": "resolutions",
    "mode": "modes",
    "quality": "qualities",
    "style": "styles",
    "scope": "scopes",
    "sound": "sound",
    "results": "counts",
}
#: one of these alone says nothing
DULL = {"counts": (1,)}


def named(operation: Operation) -> str:
    """The operation in English words."""
    return render(Message(f"operation.{operation.value}"), "en")


def operations_of(provider: Provider) -> list[Operation]:
    return [operation for operation in Operation if operation in provider.operations]


def capability_table(context: RenderContext) -> str:
    """Operations against providers; the number of models able to do it."""
    head = ("wish", *(voice.title for voice in context.voices))
    rows = (
        (f"{named(op)} (`{op.value}`)", *(_count(voice.provider, op) for voice in context.voices))
        for op in Operation
        if any(op in voice.provider.operations for voice in context.voices)
    )
    return table(head, rows)


def _count(provider: Provider, operation: Operation) -> str:
    return str(len(provider.models_for(operation)) or "–")


def nobody(context: RenderContext) -> str:
    """What no installed provider does, in a sentence; "" where somebody does everything."""
    missing = [op for op in Operation if not any(op in voice.provider.operations for voice in context.voices)]
    names = ", ".join(f"{named(op)} (`{op.value}`)" for op in missing)
    return f"Known wishes that nobody here can fulfil: {names}.\n" if names else ""


def capability_list(voice: Voice) -> str:
    """One provider's operations, each with its recommended model and how many more."""
    found = []
    for operation in operations_of(voice.provider):
        first, *others = voice.provider.models_for(operation)
        more = f" and {len(others)} more" if others else ""
        found.append(f"{named(operation)} (`{operation.value}`): {first.label.en}{more}")
    return bullets(found)


def tables(voice: Voice) -> str:
    """Per operation what each model takes, then the prices."""
    parts = [_operation(voice.provider, operation) for operation in operations_of(voice.provider)]
    return "\n\n".join([*parts, prices(voice.provider)])


def _operation(provider: Provider, operation: Operation) -> str:
    models = provider.models_for(operation)
    pairs = [(model, capability) for model in models if (capability := model.capability(operation))]
    fields = [title for title, name in COLUMNS.items() if any(_filled(capability, name) for _, capability in pairs)]
    head = ("model", *fields, "inputs", "also")
    rows = (_line(model, operation, capability, fields) for model, capability in pairs)
    return f"## {named(operation)} (`{operation.value}`)\n\n{table(head, rows)}"


def _filled(capability: Capability, name: str) -> bool:
    return getattr(capability, name) not in ((), DULL.get(name))


def _line(model: Model, operation: Operation, capability: Capability, fields: Iterable[str]) -> tuple[str, ...]:
    mark = " (recommended)" if operation in model.recommended_for else ""
    cells = (", ".join(spelled(getattr(capability, COLUMNS[title]))) or "–" for title in fields)
    inputs = ", ".join(_inputs(item) for item in capability.inputs) or "–"
    return f"`{model.name}`{mark}", *cells, inputs, ", ".join(_also(capability)) or "–"


def _inputs(item: Inputs) -> str:
    most = item.at_most
    number = (
        f"{item.at_least}+" if most is None else (str(most) if item.at_least == most else f"{item.at_least}–{most}")
    )
    roles = f" ({', '.join(role.value for role in item.roles)})" if item.roles else ""
    return f"{number} {item.kind.value}{roles}"


def _also(capability: Capability) -> Iterator[str]:
    if capability.subjects:
        yield f"up to {capability.subjects} saved subjects"
    if capability.multi_shot:
        yield "several shots"
    if capability.negative_prompt:
        yield "negative prompt"
    if capability.watermark:
        yield "watermark"
    if capability.seed:
        yield "seed"
    if capability.prompt_limit:
        yield f"prompt to {capability.prompt_limit} characters"
    own = sorted((capability.schema or {}).get("properties", {}))
    if own:
        yield "options " + ", ".join(f"`{name}`" for name in own)
    if capability.defaults:
        yield "default " + ", ".join(f"{name} {_value(value)}" for name, value in capability.defaults.items())


def prices(provider: Provider) -> str:
    """Every row of the price tables: the first that fits wins."""
    if provider.free:
        return "## Prices\n\nFree; nothing is ever asked."
    rows = [
        (f"`{model.name}`", _when(rule, bool(place)), f"{rule.value.normalize():f} {rule.unit} per {rule.per.value}")
        for model in provider.models
        if model.prices
        for place, rule in enumerate(model.prices.rules)
    ]
    dates = sorted({model.prices.updated.isoformat() for model in provider.models if model.prices})
    usd = {unit: rate for model in provider.models if model.prices for unit, rate in model.prices.usd.items()}
    rates = "".join(f" One of `{unit}` is listed at {rate} USD." for unit, rate in usd.items())
    note = f"Published prices of {', '.join(dates)}.{rates} The price page of a job is what counts."
    return f"## Prices\n\n{note}\n\n" + table(("model", "when", "price"), rows)


def _when(rule: PriceRule, later: bool) -> str:
    """What a row holds for. Without a condition it is for all the rows before it leave."""
    said = ", ".join(f"{name.replace('_', ' ')} {_value(value)}" for name, value in rule.when.items())
    return said or ("otherwise" if later else "always")


def _value(value: object) -> str:
    if isinstance(value, (tuple, list)):
        return " or ".join(_value(item) for item in value)
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def minutes(voice: Voice) -> str:
    """How long it usually takes, over all its models; "" where nobody says."""
    timings = [model.timing for model in voice.provider.models if model.timing]
    if not timings or voice.provider.local:
        return ""
    low, high = min(t.typical_low for t in timings), max(t.typical_high for t in timings)
    return f"It usually takes {_span(low)} to {_span(high)}."


def _span(seconds: float) -> str:
    return f"{seconds:g} seconds" if seconds < 90 else f"{seconds / 60:g} minutes"
