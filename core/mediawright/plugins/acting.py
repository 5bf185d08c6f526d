"""Which hook of which plugin is at work: what may be sent depends on it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from mediawright.types.dataclass import dataclass
from mediawright.types.errors import PluginFault
from mediawright.types.message import Message

#: the one hook that may ask for something that costs: it is only called for a job that was approved
SPENDING = "submit"
#: methods that ask for nothing, whatever is read
LOOKS = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Acting:
    """A call of a plugin."""

    plugin: str
    hook: str


_NOW: ContextVar[Acting | None] = ContextVar("acting", default=None)


@contextmanager
def acting(plugin: str, hook: str) -> Iterator[None]:
    """While a plugin's hook works; tasks that it starts meanwhile belong to it."""
    token = _NOW.set(Acting(plugin, hook))
    try:
        yield
    finally:
        _NOW.reset(token)


def check_may_spend(method: str, more: Callable[[], None] | None = None) -> None:
    """Raises PluginFault, naming plugin and hook, where a hook other than `submit` is about to send what may cost; `more`
    may refuse for reasons of its own."""
    now = _NOW.get()
    if now is not None and now.hook != SPENDING and method.upper() not in LOOKS:
        message = Message("plugin.may_not_spend", {"plugin": now.plugin, "hook": now.hook})
        raise PluginFault(message, provider=now.plugin)
    if more is not None:
        more()
