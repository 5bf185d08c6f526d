"""NemoVideo as data: what it can do, what it takes, about what it costs, and the words that mean it."""

from decimal import Decimal
from pathlib import Path

from mediawright.plugin import (
    Audience,
    AuthKind,
    Capability,
    EnvSource,
    FileSource,
    Inputs,
    Limits,
    MediaKind,
    Model,
    Operation,
    Option,
    Per,
    PriceRule,
    Prices,
    Provider,
    Role,
    Setting,
    Text,
    Timing,
    Vocabulary,
)
from mediawright_nemovideo.chat import trigger_words
from mediawright_nemovideo.messages import say
from mediawright_nemovideo.pricing import EDIT, GENERATION, SOURCE, UPDATED
from mediawright_nemovideo.settings import API_URL, PROVIDER, UNIT, WEB_URL, Bounds

_RATIOS = ("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")
_RESOLUTIONS = ("720p", "1080p")
_SECONDS = tuple(range(1, Bounds().clip_seconds + 1))
#: the 13 types as their bytes are called
_LOCAL_TYPES = (
    *("video/mp4", "video/quicktime", "video/x-msvideo", "video/webm", "video/x-matroska"),
    *("image/jpeg", "image/png", "image/gif", "image/webp"),
    *("audio/mpeg", "audio/wav", "audio/mp4", "audio/aac"),
)

_CLIP = Capability(
    operations=(Operation.TEXT_TO_VIDEO,),
    durations=_SECONDS,
    aspect_ratios=_RATIOS,
    resolutions=_RESOLUTIONS,
    sound=(True, False),
)
_FROM_IMAGE = Capability(
    operations=(Operation.IMAGE_TO_VIDEO,),
    durations=_SECONDS,
    aspect_ratios=_RATIOS,
    resolutions=_RESOLUTIONS,
    sound=(True, False),
    inputs=(
        Inputs(kind=MediaKind.IMAGE, roles=(Role.REFERENCE, Role.FIRST_FRAME, Role.SOURCE), at_least=1, at_most=1),
    ),
)
_EDIT = Capability(
    operations=(Operation.EDIT_VIDEO,),
    resolutions=_RESOLUTIONS,
    inputs=(Inputs(kind=MediaKind.VIDEO, roles=(Role.BASE, Role.SOURCE), at_least=1, at_most=1),),
)
_TALK = Capability(operations=(Operation.CHAT_EDIT,))
_EXPORT = Capability(operations=(Operation.EXPORT,), resolutions=_RESOLUTIONS, prompt_required=False)


def _rule(value: Decimal, *operations: Operation) -> PriceRule:
    return PriceRule(value=value, unit=UNIT, per=Per.REQUEST, when={"operation": operations})


_PRICES = Prices(
    source=SOURCE,
    updated=UPDATED,
    rules=(
        _rule(GENERATION, Operation.TEXT_TO_VIDEO, Operation.IMAGE_TO_VIDEO, Operation.EDIT_VIDEO),
        _rule(EDIT, Operation.CHAT_EDIT),
        _rule(Decimal(0), Operation.EXPORT),
    ),
)

_LABEL = Text("NemoVideo agent", "NemoVideo 智能体")
_NOTE = say("model.note")


def _agent(name: str, low: float, high: float, *capabilities: Capability, aliases: tuple[str, ...] = ()) -> Model:
    """The one agent under a name per kind of work: the works last differently. Seconds (§14)."""
    return Model(
        name=name,
        label=_LABEL,
        kind=MediaKind.VIDEO,
        capabilities=capabilities,
        aliases=aliases,
        prices=_PRICES,
        timing=Timing(typical_low=low, typical_high=high, source="docs/contracts/nemovideo.md §14"),
        recommended_for=tuple(operation for item in capabilities for operation in item.operations if item in _ALONE),
        note=_NOTE,
    )


_ALONE = (_TALK, _EXPORT)
_MODELS = (
    _agent("nemo-agent", 140, 420, _CLIP, _FROM_IMAGE, _EDIT, aliases=("nemo agent", "nemo_agent")),
    _agent("nemo-agent-edit", 10, 45, _TALK),
    _agent("nemo-agent-export", 30, 90, _EXPORT),
)

_VOCABULARY = Vocabulary(
    names=("nemovideo", "nemo video", "nemo"),
    words={
        "export": trigger_words.EXPORT_WORDS,
        "quota": trigger_words.CREDITS_WORDS,
        "timeline": trigger_words.STATUS_WORDS,
        "upload": trigger_words.UPLOAD_WORDS,
        "chat_edit": ("add bgm", "background music", "redo", "加背景音乐", "剪辑", "再来一个"),
    },
)

_SETTINGS = (
    Setting(
        name="api_url",
        env=("NEMO_API_URL",),
        audience=Audience.INTERNAL,
        default=API_URL,
        description=Text("Address of the service", "服务地址"),
    ),
    Setting(
        name="web_url",
        env=("NEMO_WEB_URL",),
        audience=Audience.INTERNAL,
        default=WEB_URL,
        description=Text("Address of its web pages", "网页地址"),
    ),
    Setting(
        name="client_id",
        env=("NEMO_CLIENT_ID",),
        audience=Audience.INTERNAL,
        description=Text("The id of this installation", "本机标识"),
        file=FileSource(path="~/.config/nemovideo/client_id", format="line", fields={"client_id": ("client_id",)}),
    ),
    Setting(
        name="skill_source",
        env=("SKILL_SOURCE",),
        audience=Audience.INTERNAL,
        description=Text("Platform named to the service", "告诉服务的平台名"),
    ),
    Setting(
        name="store_token",
        env=("NEMO_STORE_TOKEN",),
        default="1",
        description=Text("Keep the free access on this machine", "在本机保存免费访问凭证"),
    ),
    Setting(
        name="time_scale",
        env=("NEMO_TIME_SCALE",),
        audience=Audience.TEST,
        default="1",
        description=Text("Factor on every wait, for a simulator", "所有等待时间的倍数，供模拟器使用"),
    ),
)

NEMOVIDEO = Provider(
    name=PROVIDER,
    title=Text("NemoVideo", "NemoVideo"),
    models=_MODELS,
    website=WEB_URL,
    auth=(AuthKind.ANONYMOUS, AuthKind.KEYS),
    credentials=(EnvSource(fields={"token": "NEMO_TOKEN"}),),
    settings=_SETTINGS,
    options=(Option(name="project", description=Text("The project to work in", "要使用的项目")),),
    vocabulary=_VOCABULARY,
    limits=Limits(
        input_bytes=Bounds().upload_bytes,
        media_types=_LOCAL_TYPES,
        result_life_s=86_400.0,
        wait_s=1800.0,
    ),
    free_operations=(Operation.EXPORT,),
    hosts=("nemovideo.ai", "nemovideo.com"),
    client_id=False,
    locale=str(Path(__file__).parent / "locale"),
)
