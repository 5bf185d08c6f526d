"""Whether a provider can be reached, and where the way ends: name, connection, proxy, encryption or answer."""

import time
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from mediawright.http.errors import CertificateRefused, ProxyFailed
from mediawright.http.fence import Step
from mediawright.http.proxies import proxies
from mediawright.http.trust import TrustStore
from mediawright.present.page import Row
from mediawright.types.auth import Window
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import MediawrightError, SignInNeeded
from mediawright.types.message import Lang, Message

if TYPE_CHECKING:
    from mediawright.plugins.dispatch import Plugin
    from mediawright.services.studio import Studio

#: seconds for the first answer of a provider's own address
PATIENCE_S = 10.0
#: seconds between two clocks that no signature minds
SKEW_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`stuck`: the step that was not passed, None where an answer came. `refused`: it came, and says no to the key."""

    seconds: float
    stuck: Step | None = None
    refused: bool = False
    why: Message | None = None


async def reach(studio: "Studio", plugin: "Plugin", lang: Lang, *, signed_in: bool) -> Reach | None:
    """Ask the provider's address for nothing in particular, then, where there is a sign-in, what is left. Free.

    None where it has no address that is known here and nobody is signed in, or where it is on this machine.
    """
    address = address_of(studio, plugin)
    if plugin.provider.local or not (address or signed_in):
        return None
    began = time.monotonic()
    try:
        if address:
            ctx = studio.contexts.open(plugin.provider, lang=lang)
            await ctx.get(address, tries=1, timeout=PATIENCE_S)
        if signed_in:
            await studio.accounts.quota(plugin.name, Window(), lang)
    except SignInNeeded:
        return Reach(seconds=time.monotonic() - began, refused=True)
    except MediawrightError as error:
        return Reach(seconds=time.monotonic() - began, stuck=_step(error), why=error.message)
    return Reach(seconds=time.monotonic() - began)


def _step(error: MediawrightError) -> Step:
    """Where the way ended; a setting that cannot be used ends it before any step was made."""
    if told := error.data.get("step"):
        return Step(str(told))
    unusable = {CertificateRefused: Step.TLS, ProxyFailed: Step.PROXY}
    return next((step for kind, step in unusable.items() if isinstance(error, kind)), Step.HTTP)


def address_of(studio: "Studio", plugin: "Plugin") -> str:
    """The first setting of a provider that is a web address; "" where it has none."""
    settings = studio.contexts.open(plugin.provider).settings
    return next((value for value in settings.values() if value.startswith(("https://", "http://"))), "")


def network_rows(studio: "Studio") -> tuple[list[Row], list[Message], Mapping[str, Any]]:
    """Proxy, certificates and clock in use: rows, what is wrong with them, and the same for programs."""
    rows, notes, data = [], [], dict[str, Any]()
    try:
        found = proxies()
        words = [Message("doctor.proxy", proxy.words) for proxy in found] or [Message("doctor.no_proxy")]
        rows += [Row(Message("doctor.field.proxy"), word) for word in words]
        data["proxies"] = [{"proxy": proxy.shown, "setting": proxy.setting} for proxy in found]
    except MediawrightError as error:
        notes.append(error.message)
        data["proxies"] = [dict(error.data)]
    store = TrustStore.of(studio.environ)
    known = {"setting": store.setting, "path": store.path}
    named = Message("doctor.trust_named", known) if store.setting else Message("doctor.trust_system")
    rows.append(Row(Message("doctor.field.trust"), named))
    data["certificates"] = {**known, "readable": store.readable}
    if not store.readable:
        notes.append(Message("http.no_certificates", known))
    rows.append(Row(Message("doctor.field.clock"), _clock(studio, notes, data)))
    return rows, notes, data


def _skew(told: tuple[str, datetime] | None) -> float | None:
    """Seconds that this machine's clock is ahead of a server's; None where none told a time that can be read."""
    try:
        return (told[1] - parsedate_to_datetime(told[0])).total_seconds() if told else None
    except (ValueError, TypeError):  # no date, or one without a zone
        return None


def _clock(studio: "Studio", notes: list[Message], data: dict[str, Any]) -> Message:
    skew = _skew(studio.contexts.http.told_time)
    data["clock"] = {"now": studio.clock.now().isoformat(), "skew_s": None if skew is None else round(skew, 1)}
    if skew is None:
        return Message("doctor.clock", {"now": f"{studio.clock.now():%Y-%m-%d %H:%M} UTC"})
    if abs(skew) <= SKEW_S:
        return Message("doctor.clock_right")
    told = Message("doctor.clock_ahead" if skew > 0 else "doctor.clock_behind", {"by": abs(skew)})
    notes.append(told)
    return told
