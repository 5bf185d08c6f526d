"""What was said and done before a turn: the stage of the conversation and the request that is pending. Pure data."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal, cast, get_args

from mediawright.types.dataclass import dataclass

Stage = Literal["none", "question", "quoted", "sign_in", "running", "done", "failed"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_CLIPS = frozenset(
    (
        "text_to_video",
        "image_to_video",
        "reference_to_video",
        "edit_video",
        "extend_video",
        "lip_sync",
        "animate_image",
        "replace_character",
    )
)
_PICTURES = frozenset(("text_to_image", "edit_image", "image_series"))


@dataclass(frozen=True, slots=True)
class Results:
    """What was made last: so many pictures or clips."""

    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Another model on the page, with its price as shown there."""

    model: str
    price: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The state of a conversation before one turn. Everything may be unknown."""

    stage: Stage = "none"
    operation: str | None = None
    provider: str | None = None
    model: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    prompt: str | None = None
    inputs: Mapping[str, int] = field(default_factory=dict)
    results: tuple[Results, ...] = ()
    question: str | None = None
    choices: tuple[str, ...] = ()
    models: tuple[Offer, ...] = ()
    price: float | None = None
    unit: str | None = None
    error: str | None = None
    language: str | None = None

    @property
    def count(self) -> int:
        """How many results are at hand."""
        return sum(found.count for found in self.results)

    @property
    def made(self) -> str | None:
        """The kind of the results at hand: "image", "video", or None where there are none or both."""
        kinds = {found.kind for found in self.results if found.count}
        return kinds.pop() if len(kinds) == 1 else None

    @property
    def clip(self) -> bool:
        """The pending request makes a clip."""
        return self.operation in _CLIPS

    @property
    def picture(self) -> bool:
        """The pending request makes pictures."""
        return self.operation in _PICTURES or (self.operation == "upscale" and self.made != "video")


def context_of(data: object) -> Context:
    """A context from its JSON form. What is missing or malformed counts as unknown; never raises."""
    if not isinstance(data, Mapping):
        return Context()
    stage = data.get("stage")
    price = data.get("price")
    return Context(
        stage=cast(Stage, stage) if stage in STAGES else "none",
        operation=_text(data.get("operation")),
        provider=_text(data.get("provider")),
        model=_text(data.get("model")),
        params=_table(data.get("params")),
        prompt=_text(data.get("prompt")),
        inputs={kind: number for kind, number in _table(data.get("inputs")).items() if isinstance(number, int)},
        results=tuple(_results(data.get("results"))),
        question=_text(data.get("question")),
        choices=tuple(str(choice) for choice in _list(data.get("choices"))),
        models=tuple(_offers(data.get("models"))),
        price=_number(price.get("value")) if isinstance(price, Mapping) else None,
        unit=_text(price.get("unit")) if isinstance(price, Mapping) else None,
        error=_text(data.get("error")),
        language=_text(data.get("language")),
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _results(value: object) -> list[Results]:
    return [
        Results(str(item.get("kind")), count)
        for item in _list(value)
        if isinstance(item, Mapping) and isinstance(count := item.get("count", 1), int) and count > 0
    ]


def _offers(value: object) -> list[Offer]:
    return [
        Offer(str(item["model"]), None if item.get("price") is None else str(item["price"]))
        for item in _list(value)
        if isinstance(item, Mapping) and item.get("model")
    ]
