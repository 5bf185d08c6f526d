"""Which of Kling's two regions knows this key: configured, remembered, or found by asking (docs/contracts/kling.md §1)."""

from urllib.parse import urlsplit

from mediawright.plugin import Context, MediawrightError, Message, Unreachable, dataclass
from mediawright_kling.envelope import is_success

PROBE_PATH = "/v1/videos/text2video"
PROBE_TIMEOUT_S = 8.0
KEPT = "api_base"


@dataclass(frozen=True, slots=True)
class Region:
    """One region: the API's base, the console that binds devices, and the page where keys are made."""

    key: str
    api: str
    bind: str

    @property
    def host(self) -> str:
        return urlsplit(self.api).hostname or ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Whom this provider talks to there: the API and the console."""
        return self.host, urlsplit(self.bind).hostname or ""

    @property
    def console(self) -> str:
        return f"{self.bind}/dev/api-key"


REGIONS = (
    Region("cn", "https://api-beijing.klingai.com", "https://klingai.com"),
    Region("global", "https://api-singapore.klingai.com", "https://kling.ai"),
)
#: tried in this order after exact matches (§1.3)
MARKS = (
    ("api-beijing.klingai.com", "cn"),
    ("api-singapore.klingai.com", "global"),
    ("klingai.com", "cn"),
    ("kling.ai", "global"),
    ("kuaishou.com", "cn"),
)


def region_of(url: str) -> Region | None:
    """The region a base belongs to; None for a host of nobody (a simulator)."""
    exact = next((r for r in REGIONS if url in {r.api, r.bind}), None)
    if exact:
        return exact
    key = next((key for mark, key in MARKS if mark in url), None)
    return next((r for r in REGIONS if r.key == key), None)


def clean(base: str | None) -> str:
    return (base or "").strip().rstrip("/")


def known_base(ctx: Context) -> str | None:
    """The API's base without asking anybody: configured, else what an earlier probe found."""
    configured = clean(ctx.settings.get("api_base"))
    if configured:
        return configured
    kept = ctx.recall(KEPT)
    return clean(kept) or None if isinstance(kept, str) else None


async def api_base(ctx: Context, bearer: str) -> str:
    """The API's base; asks cn, then global, once, and keeps the answer. Raises Unreachable when neither knows the key."""
    known = known_base(ctx)
    if known:
        return known
    for region in REGIONS:
        if await _answers(ctx, region.api, bearer):
            ctx.keep(KEPT, region.api)
            return region.api
    hosts = ", ".join(region.host for region in REGIONS)
    consoles = " , ".join(region.console for region in REGIONS)
    raise Unreachable(Message("kling.region.none", {"hosts": hosts, "consoles": consoles}, "kling"), provider="kling")


async def _answers(ctx: Context, base: str, bearer: str) -> bool:
    try:
        answer = await ctx.get(
            base + PROBE_PATH,
            params={"pageNum": 1, "pageSize": 1},
            headers={"Authorization": f"Bearer {bearer}"},
            timeout=PROBE_TIMEOUT_S,
            tries=1,
        )
        return 200 <= answer.status < 300 and is_success(answer.json())
    except (MediawrightError, ValueError):
        return False


def bind_base(ctx: Context) -> str:
    """The console's base (§1.3): configured, else that of the API's region, else the API's own host, else cn."""
    configured = clean(ctx.settings.get("bind_base"))
    if configured:
        return configured
    base = known_base(ctx)
    if base is None:
        return REGIONS[0].bind
    region = region_of(base)
    return region.bind if region else base
