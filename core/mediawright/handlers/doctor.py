"""Looks at this installation: what is there, which providers can be used and why not, what a standard clip would cost."""

import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mediawright import __version__
from mediawright.files.scratch import sweep
from mediawright.handlers.connectivity import network_rows, reach
from mediawright.handlers.response import Response
from mediawright.installing import EXTRAS, install_command
from mediawright.installing import absent as lacking
from mediawright.present import pages
from mediawright.present.page import Row
from mediawright.services.studio import Studio
from mediawright.tools.find import missing
from mediawright.types.constraints import choose_model, complete
from mediawright.types.errors import InvalidRequest, MediawrightError
from mediawright.types.message import Lang, Message
from mediawright.types.money import Price
from mediawright.types.operations import Operation
from mediawright.types.pricing import price_of
from mediawright.types.provider import Provider
from mediawright.types.request import Request
from mediawright.types.states import FINAL

#: what prices are compared by
STANDARD = Request(operation=Operation.TEXT_TO_VIDEO, prompt="a fox at dawn", duration=5)
#: seconds that two clocks may differ before it is worth a word
NOTICED_S = 5
LIBRARIES = ("httpx2", "pluggy", "pydantic", "typer")


async def examine(studio: Studio, lang: Lang, *, network: bool) -> Response:
    """The whole report. Nothing is sent anywhere unless `network`."""
    checks = [await _provider(studio, plugin.name, lang, network) for plugin in studio.registry.load_all()]
    absent = [
        Message("doctor.tool_missing", {"provider": check.title, "tool": tool})
        for check in checks
        for tool in check.missing
    ]
    rows, trouble, facts = network_rows(studio)  # after the calls: an answer tells the time
    told, untold = _notices(studio)
    stuck = [Message("doctor.stuck_note", {"provider": c.title, "why": c.stuck_why}) for c in checks if c.stuck_why]
    report = pages.Report(
        versions={"mediawright": __version__, "Python": sys.version.split()[0], **_versions()},
        providers=checks,
        storage=(*_storage(studio), *_shared_ledger(studio), *_swept(studio)),
        network=tuple(rows),
        told=tuple(told),
        network_data=facts,
        extras={name: not lacking((module,)) for name, module in EXTRAS.items()},
        clip=Message("doctor.standard_clip"),
        notes=(
            *trouble,
            *stuck,
            *absent,
            *untold,
            *(load_failure.reason for load_failure in studio.registry.load_failures.values()),
        ),
    )
    return Response(page=pages.doctor(report), status="checked").plus(data={"program": _program()})


def _notices(studio: Studio) -> tuple[list[Row], list[Message]]:
    """Who is told of ended jobs, and who cannot be."""
    if not studio.config.notify:
        return [], []
    from mediawright.handlers.notify import doctor_rows

    return doctor_rows(studio)


def _program() -> str | None:
    """Where the command itself is; a daemon's search path is often short, the interpreter's own folder is known."""
    return shutil.which("mediawright") or shutil.which("mediawright", path=str(Path(sys.executable).parent))


def _versions() -> dict[str, str]:
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _storage(studio: Studio) -> list[Row]:
    """Whether the three folders can be written, without naming the person they belong to."""
    rows = []
    for label, folder in (("config", studio.home.config), ("state", studio.home.state)):
        there = folder if folder.exists() else next((p for p in folder.parents if p.exists()), folder)
        free = shutil.disk_usage(there).free
        rows.append(Row(Message(f"doctor.folder.{label}"), Message("doctor.free_space", {"size": _bytes(free)})))
    return rows


def _shared_ledger(studio: Studio) -> list[Row]:
    """Whether the database that several machines share answers, and how far this machine's clock is from its."""
    if not studio.shared:
        return []
    label = Message("doctor.shared_ledger")
    try:
        where = studio.ledger.where
    except MediawrightError as error:
        return [Row(label, error.message)]
    apart = abs((studio.clock.now() - studio.local_clock.now()).total_seconds())
    values = {"where": getattr(where, "shown", ""), "apart": apart}
    return [Row(label, Message("doctor.shared_apart" if apart > NOTICED_S else "doctor.shared_reached", values))]


def _swept(studio: Studio) -> list[Row]:
    """Removes the work folders that interrupted processes left behind, and says so where there were some."""
    if not studio.has_ledger:
        return []
    try:
        found = sweep(studio.home.work, lambda name: _over(studio, name), studio.clock.now())
    except MediawrightError:  # a record that cannot be read says nothing about its jobs
        return []
    words = Message("doctor.swept", {"n": found.folders, "size": found.size})
    return [Row(Message("doctor.folder.work"), words)] if found.folders else []


def _over(studio: Studio, name: str) -> bool | None:
    try:
        job = studio.ledger.get(name)
    except InvalidRequest:
        return None
    # a job may be named by its first letters, a folder never is
    known = job.id == name
    return job.state in FINAL and studio.ledger.lease_holder(job.id) is None if known else None


def _bytes(count: int) -> str:
    return f"{count / 1e9:.0f} GB"


async def _provider(studio: Studio, name: str, lang: Lang, network: bool) -> pages.ProviderCheck:
    plugin = studio.registry.load(name)
    status = await studio.accounts.status(name, lang)
    signed_in = studio.accounts.usable(lang)[name]
    absent = missing(plugin.provider.tools, studio.environ)
    # one program of several may be enough; without any there is nothing to run
    crippled = bool(absent) and len(absent) == len(plugin.provider.tools)
    why_not = Message("doctor.no_tool", {"tools": ", ".join(absent)}) if crippled else None
    parts = lacking(plugin.provider.libraries)
    if parts:
        why_not = Message("doctor.no_library", {"command": install_command(name)})
    unsigned = status.note if status.source and status.note else Message("doctor.not_signed_in")
    found = await reach(studio, plugin, lang, signed_in=signed_in) if network else None
    refused = bool(found and found.refused)
    if refused:
        why_not = Message("doctor.key_refused")
    return pages.ProviderCheck(
        name=name,
        title=plugin.provider.title,
        usable=signed_in and not crippled and not parts and not refused,
        why_not=why_not if signed_in else unsigned,
        account=status.account,
        clip=standard_price(plugin.provider),
        reachable=found.stuck is None if found else None,
        reach_s=found.seconds if found else None,
        stuck=str(found.stuck) if found and found.stuck else None,
        stuck_why=found.why if found else None,
        key_refused=refused,
        missing=absent,
    )


def standard_price(provider: Provider) -> Price | None:
    """What the standard clip would cost at a provider; None where it makes none."""
    if STANDARD.operation not in provider.operations:
        return None
    model = choose_model(provider, STANDARD)
    return price_of(model, complete(STANDARD, model))
