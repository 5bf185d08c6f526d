"""Gemini as data: how it is called and signed in to. The models are those of `models.toml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediawright import plugin as mw
from mediawright.sdk.error_table import OwnWords
from mediawright.sdk.model_table import models_of, settings_of

TABLE = mw.table(__file__, "models.toml")
GROUPS: Mapping[str, Mapping[str, Any]] = {name: group for group in TABLE["group"] for name in group["ids"]}
say = OwnWords("gemini")

GEMINI = mw.Provider(
    name="gemini",
    title=mw.Text("Gemini", "Gemini"),
    spec=2,
    website="https://ai.google.dev",
    models=models_of(TABLE),
    auth=(mw.AuthKind.KEYS,),
    credentials=(
        mw.EnvSource(fields={"api_key": "GOOGLE_API_KEY"}),
        mw.EnvSource(fields={"api_key": "GEMINI_API_KEY"}),
    ),
    settings=settings_of(TABLE),
    voices=tuple(mw.Voice(name=name, label=mw.Text(name, name)) for name in ("Kore", "Puck", "Zephyr", "Charon")),
    vocabulary=mw.Vocabulary(names=tuple(TABLE["names"])),
    limits=mw.Limits(parallel=4, input_bytes=2 * 2**30, result_life_s=172_800.0, wait_s=1800.0),
    lookup=mw.LookupGrade.NONE,
    hosts=("generativelanguage.googleapis.com",),
    locale=str(Path(__file__).with_name("locale")),
)
MODELS: Mapping[str, mw.Model] = {model.name: model for model in GEMINI.models}


def group_of(request: mw.Request) -> Mapping[str, Any]:
    """Return the row of a request's model. Raises KeyError for one that is in no table."""
    return GROUPS[str(request.model)]
