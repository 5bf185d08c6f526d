"""MiniMax as data: regions, how it is called and signed in to. The models are those of `models.toml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediawright import plugin as mw
from mediawright.sdk.error_table import OwnWords
from mediawright.sdk.model_table import models_of, settings_of

TABLE = mw.table(__file__, "models.toml")
SONGS = models_of({**TABLE, "group": TABLE["music"]})
GROUPS: Mapping[str, Mapping[str, Any]] = {
    name: group for group in (*TABLE["group"], *TABLE["music"]) for name in group["ids"]
}
#: region → base URL, in the order in which a key is tried (§1, §18)
REGIONS = {"global": "https://api.minimax.io", "cn": "https://api.minimax.cn"}
#: hosts of the mainland, the older name among them
MAINLAND = (".minimax.cn", ".minimaxi.com")
PAGE = "/user-center/basic-information/interface-key"
KEY_PAGES = {"global": "https://platform.minimax.io" + PAGE, "cn": "https://platform.minimaxi.com" + PAGE}
#: the core's word for a shape that the picture, or the model, decides
AUTO = "auto"
VOICES: Mapping[str, list[str]] = TABLE["voices"]
TYPES = tuple(kind for kinds in TABLE["formats"]["v2"].values() for kind in kinds)
say = OwnWords("minimax")

MINIMAX = mw.Provider(
    name="minimax",
    title=mw.Text("MiniMax", "MiniMax"),
    spec=2,
    website="https://www.minimax.io",
    models=models_of(TABLE),
    auth=(mw.AuthKind.KEYS,),
    credentials=(mw.EnvSource(fields={"api_key": "MINIMAX_API_KEY"}),),
    settings=settings_of(TABLE),
    voices=tuple(mw.Voice(name=name, label=mw.Text(*told[:2]), languages=(told[2],)) for name, told in VOICES.items()),
    vocabulary=mw.Vocabulary(names=tuple(TABLE["names"]), exclusive=tuple(TABLE["exclusive"])),
    limits=mw.Limits(parallel=2, input_bytes=50 * 2**20, media_types=TYPES, result_life_s=3600.0, wait_s=1800.0),
    lookup=mw.LookupGrade.BY_LIST,
    hosts=("api.minimax.io", "api.minimax.cn"),
    locale=str(Path(__file__).with_name("locale")),
)
MODELS: Mapping[str, mw.Model] = {model.name: model for model in (*MINIMAX.models, *SONGS)}


def group_of(request: mw.Request) -> Mapping[str, Any]:
    """Return the row of a request's model. Raises KeyError for one that is in no table."""
    return GROUPS[str(request.model)]


def is_mainland(url: str) -> bool:
    """Tell whether an address belongs to the mainland's region; a simulator says so by its path."""
    host, _, path = url.partition("://")[2].partition("/")
    return f".{host}".endswith(MAINLAND) or path.partition("/")[0] == "cn"
