"""Provider plugins by entry point: known without importing them, imported when used, and harmless when broken."""

import contextlib
import importlib
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Protocol

import pluggy

from mediawright import hookspecs
from mediawright.plugins import contract
from mediawright.plugins.dispatch import Plugin, Redact, Trace
from mediawright.plugins.installed import installed
from mediawright.time_limit import call_within
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import NotFound, PluginFault
from mediawright.types.message import Message, Problem

GROUP = "mediawright.providers"
DISABLE = "MEDIAWRIGHT_DISABLE_PLUGINS"
#: how a trace calls the import of a plugin
IMPORT = "import"
#: seconds for the import of one plugin, of which the slowest takes about one
IMPORT_PATIENCE_S = 20.0


class Entry(Protocol):
    """An entry point, whoever read it."""

    @property
    def name(self) -> str: ...

    @property
    def value(self) -> str: ...

    @property
    def module(self) -> str: ...


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """A plugin that cannot be used, and why."""

    name: str
    target: str
    reason: Message


class _Manager(pluggy.PluginManager):
    """Pluggy's, for plugins that are modules: of one, only what is marked is looked at any further."""

    def parse_hookimpl_opts(self, plugin: object, name: str) -> pluggy.HookimplOpts | None:
        marked = getattr(vars(plugin).get(name), f"{self.project_name}_impl", None) is not None
        return super().parse_hookimpl_opts(plugin, name) if marked else None


class Registry:
    """All installed providers. Nothing of a plugin runs before `load` names it."""

    def __init__(
        self,
        found: Iterable[Entry],
        disabled: Iterable[str] = (),
        trace: Trace | None = None,
        on_load: Callable[[Plugin], None] | None = None,
        redact: Redact | None = None,
    ) -> None:
        self._redact = redact
        self._manager = _Manager(hookspecs.PROJECT)
        self._manager.add_hookspecs(hookspecs)
        self._trace = trace
        self._on_load = on_load
        self._loaded: dict[str, Plugin] = {}
        self.disabled = frozenset(disabled)
        self.load_failures: dict[str, LoadFailure] = {}
        self._points: dict[str, Entry] = {}
        self._sort(found)

    @classmethod
    def installed(
        cls,
        environ: Mapping[str, str],
        trace: Trace | None = None,
        on_load: Callable[[Plugin], None] | None = None,
        redact: Redact | None = None,
    ) -> "Registry":
        """The registry of this installation; `MEDIAWRIGHT_DISABLE_PLUGINS` holds names to leave out, by comma.

        `redact` hides known secrets in whatever a plugin raises.
        """
        blocked = (name.strip() for name in environ.get(DISABLE, "").split(","))
        return cls(installed(GROUP), [name for name in blocked if name], trace, on_load, redact)

    def _sort(self, found: Iterable[Entry]) -> None:
        by_name: dict[str, dict[str, Entry]] = defaultdict(dict)
        for point in found:
            by_name[point.name].setdefault(point.value, point)
        for name, points in sorted(by_name.items()):
            if name in self.disabled:
                continue
            if len(points) > 1:
                owners = ", ".join(sorted(points))
                self.load_failures[name] = LoadFailure(
                    name, owners, Message("plugin.clash", {"plugin": name, "owners": owners})
                )
            else:
                self._points[name] = next(iter(points.values()))

    def names(self) -> tuple[str, ...]:
        """The names that can be asked for, sorted. Imports nothing."""
        return tuple(name for name in self._points if name not in self.load_failures)

    def load(self, name: str) -> Plugin:
        """The provider of that name, imported and checked.

        Raises NotFound for a name nobody registered, PluginFault for one that is broken.
        """
        if name in self._loaded:
            return self._loaded[name]
        if name not in self.load_failures and name not in self._points:
            key = "plugin.disabled" if name in self.disabled else "plugin.unknown"
            names = self.names()
            raise NotFound(Problem("provider", Message(key, {"plugin": name}), allowed=names), data={"known": names})
        if name not in self.load_failures:
            plugin = self._import(name, self._points[name])
            if plugin is not None:
                self._loaded[name] = plugin
                if self._on_load is not None:
                    self._on_load(plugin)
                return plugin
        raise PluginFault(self.load_failures[name].reason, provider=name)

    def load_all(self) -> tuple[Plugin, ...]:
        """Every provider that works; the others are in `load_failures` afterwards."""
        result = []
        for name in self.names():
            try:
                result.append(self.load(name))
            except PluginFault:
                continue
        return tuple(result)

    def _import(self, name: str, point: Entry) -> Plugin | None:
        began, failure = time.perf_counter(), None
        try:
            with contextlib.redirect_stdout(sys.stderr):  # our own standard output is an answer, or a protocol
                module = call_within(IMPORT_PATIENCE_S, lambda: importlib.import_module(point.module))
        except BaseException as error:  # a third party's import may raise anything; it harms only itself
            from mediawright.plugins.fault_data import is_fault

            if not is_fault(error):
                raise
            failure = type(error).__name__
            newer = contract.newer_name(name, error) if isinstance(error, Exception) else None
            self._load_failure(name, point, newer or _broken("import", name, error))
            return None
        finally:
            if self._trace is not None:
                self._trace(name, IMPORT, time.perf_counter() - began, failure)
        faults = contract.faults(name, module)
        if not faults:
            return self._register(name, point, module)
        self._load_failure(name, point, contract.newer(name, module) or faults[0])
        return None

    def _register(self, name: str, point: Entry, module: ModuleType) -> Plugin | None:
        try:
            self._manager.register(module, name=name)
            self._manager.check_pending()
        except (pluggy.PluginValidationError, ValueError) as error:
            if self._manager.has_plugin(name):
                self._manager.unregister(name=name)
            self._load_failure(name, point, Message("plugin.refused", {"plugin": name, "reason": str(error)}))
            return None
        try:
            plugin = Plugin(name, self._manager, module, self._trace, self._redact)
            faults = contract.description_faults(name, plugin.provider)
        except Exception as error:  # noqa: BLE001  see above
            cause = error.__cause__ if isinstance(error.__cause__, Exception) else error
            faults = [contract.newer_name(name, cause) or _broken("describe", name, cause)]
        if not faults:
            return plugin
        self._manager.unregister(name=name)
        self._load_failure(name, point, faults[0])
        return None

    def _load_failure(self, name: str, point: Entry, reason: Message) -> None:
        self.load_failures[name] = LoadFailure(name, point.value, reason)


def _broken(where: str, name: str, error: BaseException) -> Message:
    if isinstance(error, TimeoutError) and where == "import":
        return Message("plugin.hangs", {"plugin": name, "seconds": int(IMPORT_PATIENCE_S)})
    return Message(f"plugin.{where}", {"plugin": name, "reason": f"{type(error).__name__}: {error}"})
