"""fal as data: how it is called, signed in to, and what stands on its shelf. The models are those of `models.toml`."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from mediawright import plugin as mw
from mediawright_fal import schema as schemas
from mediawright_fal.models import curated, for_operation

_TABLE = mw.table(__file__, "models.toml")
GROUPS = {name: group for group in _TABLE["group"] for name in group["ids"]}
#: input schemas of endpoints that were found at run time, in this process
_FOUND: dict[str, dict[str, Any]] = {}

FAL = mw.Provider(
    name="fal",
    title=mw.Text("fal", "fal"),
    spec=2,
    website="https://fal.ai",
    models=tuple(model for group in _TABLE["group"] for model in curated(group, date.fromisoformat(_TABLE["date"]))),
    auth=(mw.AuthKind.KEYS,),
    credentials=(
        mw.EnvSource(fields={"api_key": "FAL_KEY"}),
        mw.EnvSource(fields={"key_id": "FAL_KEY_ID", "key_secret": "FAL_KEY_SECRET"}),
    ),
    settings=(
        mw.Setting(
            name="queue", env=("FAL_QUEUE_URL",), default="https://queue.fal.run", audience=mw.Audience.INTERNAL
        ),
        mw.Setting(name="rest", env=("FAL_REST_URL",), default="https://rest.fal.ai", audience=mw.Audience.INTERNAL),
        mw.Setting(name="cdn", env=("FAL_CDN_URL",), default="https://v3.fal.media", audience=mw.Audience.INTERNAL),
        mw.Setting(name="api", env=("FAL_API_URL",), default="https://api.fal.ai", audience=mw.Audience.INTERNAL),
        mw.Setting(name="site", env=("FAL_SITE_URL",), default="https://fal.ai", audience=mw.Audience.INTERNAL),
        mw.Setting(
            name="unfinished_listed", env=("FAL_UNFINISHED_LISTED",), default="off", audience=mw.Audience.INTERNAL
        ),
    ),
    options=(
        mw.Option(
            name="queue_priority",
            description=mw.Text("order inside fal's queue", "在 fal 队列中的次序"),
            allowed=("normal", "low"),
        ),
        mw.Option(
            name="start_timeout",
            description=mw.Text("longest wait before the start, in seconds", "开始前最长等待（秒）"),
        ),
        mw.Option(
            name="no_retry",
            description=mw.Text("fal repeats nothing by itself", "fal 不自动重试"),
            allowed=("true", "false"),
        ),
        mw.Option(
            name="keep_files",
            description=mw.Text("how long fal keeps the files, in seconds", "fal 保留文件的时间（秒）"),
        ),
        mw.Option(
            name="webhook",
            description=mw.Text("an address that fal tells when it has finished", "完成后 fal 通知的地址"),
        ),
    ),
    vocabulary=mw.Vocabulary(
        names=("fal", "fal.ai", "fal-ai", "聚合平台"),
    ),
    limits=mw.Limits(parallel=2, wait_s=3600.0),
    lookup=mw.LookupGrade.BY_LIST,
    broker=True,
    hosts=("queue.fal.run", "rest.fal.ai", "v3.fal.media", "api.fal.ai", "fal.ai"),
    locale=str(Path(__file__).with_name("locale")),
)


def settings_of(model: str, operation: mw.Operation) -> dict[str, Any]:
    """Return the fields that a curated endpoint always gets for an operation."""
    group = GROUPS.get(model, {})
    return {**group.get("fixed", {}), **group.get("per_operation", {}).get(operation.value, {})}


def known(model: str, operation: mw.Operation) -> Mapping[str, Any]:
    """Return the input schema of an endpoint: of the shelf or found at run time; an unknown one takes nothing."""
    if model in GROUPS:
        return _curated(model, operation)
    return _FOUND.get(model, {"type": "object", "properties": {}, "required": []})


@cache
def _curated(model: str, operation: mw.Operation) -> dict[str, Any]:
    group = GROUPS[model]
    return for_operation(schemas.of_lines(group["fields"]), group, operation)


def remember(model: mw.Model) -> None:
    """Take in an endpoint of the kept catalogue."""
    _FOUND[model.name] = dict(model.data.get("schema", {}))
