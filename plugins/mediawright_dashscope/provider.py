"""DashScope as data: hosts and regions, how it is called and signed in to. The models are those of `models.toml`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mediawright import plugin as mw
from mediawright.sdk.error_table import OwnWords
from mediawright.sdk.model_table import models_of, settings_of

TABLE = mw.table(__file__, "models.toml")
PATHS: Mapping[str, str] = TABLE["paths"]
SIZES: Mapping[str, Mapping[str, Mapping[str, str]]] = TABLE["sizes"]
LIMITS_OF: Mapping[str, Mapping[str, list[float]]] = TABLE["limits"]
GROUPS: Mapping[str, Mapping[str, Any]] = {name: group for group in TABLE["group"] for name in group["ids"]}

#: region → host for everybody (§1), in the order in which a key is tried
REGIONS = {
    "cn-beijing": "https://dashscope.aliyuncs.com",
    "ap-southeast-1": "https://dashscope-intl.aliyuncs.com",
    "us-east-1": "https://dashscope-us.aliyuncs.com",
    "cn-hongkong": "https://cn-hongkong.dashscope.aliyuncs.com",
}
say = OwnWords("dashscope")
PLAN = "token-plan"
PLAN_HOST = "https://token-plan.cn-beijing.maas.aliyuncs.com"
#: regions with hosts of workspaces alone
MORE_REGIONS = ("eu-central-1", "ap-northeast-1")
#: regions with temporary storage (§5)
STORING = ("cn-beijing", "ap-southeast-1", PLAN)

DASHSCOPE = mw.Provider(
    name="dashscope",
    title=mw.Text("DashScope", "百炼"),
    spec=2,
    website="https://bailian.console.aliyun.com",
    models=models_of(TABLE),
    auth=(mw.AuthKind.KEYS,),
    credentials=(
        mw.EnvSource(fields={"api_key": "DASHSCOPE_API_KEY"}),
        mw.FileSource(
            path=".", format="line", fields={"api_key": ("api_key",)}, root_env="DASHSCOPE_API_KEY_FILE_PATH"
        ),
        mw.FileSource(path="~/.dashscope/api_key", format="line", fields={"api_key": ("api_key",)}),
    ),
    settings=settings_of(TABLE),
    vocabulary=mw.Vocabulary(names=tuple(TABLE["names"])),
    limits=mw.Limits(parallel=2, result_life_s=86400.0, wait_s=1800.0),
    lookup=mw.LookupGrade.BY_LIST,
    hosts=(*(url.removeprefix("https://") for url in REGIONS.values()), "maas.aliyuncs.com"),
    locale=str(Path(__file__).with_name("locale")),
)
MODELS: Mapping[str, mw.Model] = {model.name: model for model in DASHSCOPE.models}


def group_of(request: mw.Request) -> Mapping[str, Any]:
    """Return the row of a request's model. Raises KeyError for one that is in no table."""
    return GROUPS[str(request.model)]
