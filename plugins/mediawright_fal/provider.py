"""fal as data: how it is called and signed in to, and the curated endpoints of `models.toml`."""

from pathlib import Path

from mediawright import plugin as mw
from mediawright import sdk

TABLE = mw.table(__file__, "models.toml")
ENDPOINTS = sdk.SchemaModels(TABLE)

FAL = mw.Provider(
    name="fal",
    title=mw.Text("fal", "fal"),
    spec=2,
    website="https://fal.ai",
    models=ENDPOINTS.models,
    auth=(mw.AuthKind.KEYS,),
    credentials=(
        mw.EnvSource(fields={"api_key": "FAL_KEY"}),
        mw.EnvSource(fields={"key_id": "FAL_KEY_ID", "key_secret": "FAL_KEY_SECRET"}),
    ),
    settings=sdk.settings_of(TABLE),
    options=sdk.options_of(TABLE),
    vocabulary=mw.Vocabulary(names=("fal", "fal.ai", "fal-ai", "聚合平台")),
    limits=mw.Limits(parallel=2, wait_s=3600.0),
    lookup=mw.LookupGrade.BY_LIST,
    broker=True,
    hosts=("queue.fal.run", "rest.fal.ai", "v3.fal.media", "api.fal.ai", "fal.ai"),
    locale=str(Path(__file__).with_name("locale")),
)
