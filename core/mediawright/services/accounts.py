"""Signing in and out, and what is left: the calls that never cost anything."""

from collections.abc import AsyncIterator, Mapping, Sequence

from mediawright.context.factory import Contexts
from mediawright.context.protocol import Clock, Context, Credential
from mediawright.plugins.discover import Registry
from mediawright.plugins.dispatch import Plugin
from mediawright.secrets.find import odd_letter
from mediawright.services.balances import has_credential, signed_in_to
from mediawright.types.auth import (
    AuthAction,
    AuthDone,
    AuthEvent,
    AuthLink,
    AuthStatus,
    AuthVerb,
    AuthWaiting,
    HistoryItem,
    Quota,
    Window,
)
from mediawright.types.dataclass import dataclass
from mediawright.types.errors import InvalidRequest, MediawrightError, SignInNeeded, StillRunning, Unreachable
from mediawright.types.message import Lang, Message, Problem
from mediawright.types.provider import AuthKind, EnvSource, Voice


@dataclass(frozen=True, slots=True)
class Accounts:
    """What can be asked of a provider about its user."""

    registry: Registry
    contexts: Contexts
    clock: Clock

    async def act(self, name: str, action: AuthAction, *, timeout: float | None = None) -> AsyncIterator[AuthEvent]:
        """The events of a sign-in action; waits between them are slept here.

        `timeout` (seconds) ends the waiting, not the sign-in, which the next call resumes: StillRunning. Keys to be kept
        are looked at here, before any provider does: InvalidRequest.
        """
        plugin, ctx = self._open(name, "zh" if action.lang == "zh" else "en")
        _check_given(name, action)
        deadline = None if timeout is None else self.clock.monotonic() + timeout
        events = plugin.auth(ctx, action)
        async for event in _signed_out(events) if action.verb is AuthVerb.LOGOUT else events:
            yield event
            if not isinstance(event, AuthWaiting):
                continue
            if deadline is not None and self.clock.monotonic() + event.wait_s > deadline:
                raise StillRunning(Message("auth.still_waiting"), provider=name)
            await self.clock.sleep(event.wait_s)

    async def status(self, name: str, lang: Lang) -> AuthStatus:
        """Who is signed in at a provider; no network. A key that cannot be one is told as the note."""
        plugin, ctx = self._open(name, lang)
        try:
            _ = ctx.credential
            async for event in plugin.auth(ctx, AuthAction(verb=AuthVerb.STATUS, lang=lang)):
                if isinstance(event, AuthDone):
                    return event.status
        except SignInNeeded as error:
            return _odd_status(error)
        return AuthStatus(signed_in=False)

    async def link(self, name: str, lang: Lang) -> AuthLink | None:
        """A sign-in link to put into an answer: the pending one, or a new one. None where there is no such way in, or
        the provider cannot be reached."""
        plugin, ctx = self._open(name, lang)
        if AuthKind.DEVICE not in plugin.provider.auth:
            return None
        try:
            async for event in plugin.auth(ctx, AuthAction(verb=AuthVerb.LOGIN, lang=lang)):
                if isinstance(event, AuthLink):
                    return event
        except MediawrightError:
            return None
        return None

    async def where_keys(self, name: str, lang: Lang) -> Message | None:
        """The provider's own sentence on where a key is made, for one that knows only keys; None where it says none. Asks no
        network: without a key there is nothing to try."""
        plugin, ctx = self._open(name, lang)
        if plugin.provider.auth != (AuthKind.KEYS,) or has_credential(ctx):
            return None
        try:
            async for _ in plugin.auth(ctx, AuthAction(verb=AuthVerb.LOGIN, lang=lang)):
                pass
        except SignInNeeded as error:
            return None if error.message.key.startswith("error.") else error.message
        except MediawrightError:
            return None
        return None

    async def quota(self, name: str, window: Window, lang: Lang) -> Quota:
        plugin, ctx = self._open(name, lang)
        self._signed_in(plugin, ctx)
        return await plugin.quota(ctx, window)

    async def history(self, name: str, window: Window, lang: Lang) -> Sequence[HistoryItem]:
        plugin, ctx = self._open(name, lang)
        self._signed_in(plugin, ctx)
        return await plugin.history(ctx, window)

    async def voices(self, name: str, lang: Lang) -> Sequence[Voice]:
        """Whom a provider can let speak: asked there where somebody is signed in, else those that come with it."""
        plugin, ctx = self._open(name, lang)
        if not plugin.has("voices") or not signed_in_to(plugin.provider, ctx):
            return plugin.provider.voices
        try:
            return await plugin.voices(ctx) or plugin.provider.voices
        except Unreachable as error:
            ctx.debug("the voices could not be asked for", error=error.code)
            return plugin.provider.voices

    def usable(self, lang: Lang) -> Mapping[str, bool]:
        """Which working providers could be used now."""
        plugins = self.registry.load_all()
        return {p.name: signed_in_to(p.provider, self.contexts.open(p.provider, lang=lang)) for p in plugins}

    def credentials(self, name: str) -> list[Credential]:
        """Every complete set of a provider's secrets, the one in use first. Raises LocalFault."""
        return self.contexts.credentials(self.registry.load(name).provider)

    def keys_in(self, environ: Mapping[str, str], name: str) -> dict[str, str]:
        """The first complete set of a provider's keys in the environment. Raises InvalidRequest naming the names."""
        sources = self._key_sources(name)
        for source in sources:
            values = {field: environ.get(variable, "").strip() for field, variable in source.fields.items()}
            if all(values.values()):
                return values
        names = tuple(" + ".join(source.fields.values()) for source in sources)
        raise InvalidRequest(Problem("env", Message("auth.no_keys_in_env"), allowed=names), provider=name)

    def key_names(self, name: str) -> tuple[str, ...]:
        """What is typed in for a provider: the fields of its largest set of keys. Raises InvalidRequest."""
        sources = self._key_sources(name)
        if not sources:
            raise InvalidRequest(Problem("provider", Message("auth.no_import")), provider=name)
        return tuple(max(sources, key=lambda source: len(source.fields)).fields)

    def _key_sources(self, name: str) -> list[EnvSource]:
        return [source for source in self.registry.load(name).provider.credentials if isinstance(source, EnvSource)]

    def chosen(self, lang: Lang) -> Mapping[str, bool]:
        """Which working providers the person has signed in to (a token nobody asked for does not count)."""
        plugins = self.registry.load_all()
        return {p.name: has_credential(self.contexts.open(p.provider, lang=lang)) for p in plugins}

    def _open(self, name: str, lang: Lang) -> tuple[Plugin, Context]:
        plugin = self.registry.load(name)
        return plugin, self.contexts.open(plugin.provider, lang=lang)

    def _signed_in(self, plugin: Plugin, ctx: Context) -> None:
        if not signed_in_to(plugin.provider, ctx):
            raise SignInNeeded(provider=plugin.name)


def _check_given(name: str, action: AuthAction) -> None:
    numbers = {field: odd_letter(value.strip()) for field, value in action.values.items()}
    problems = [
        Problem(field, Message("secrets.odd_letter", {"place": field.replace("_", "-"), "number": number}))
        for field, number in numbers.items()
        if number
    ]
    if problems:
        raise InvalidRequest(*problems, provider=name)


async def _signed_out(events: AsyncIterator[AuthEvent]) -> AsyncIterator[AuthEvent]:
    """The events of a sign-out, which has its end also where a key found elsewhere cannot be one."""
    try:
        async for event in events:
            yield event
    except SignInNeeded as error:
        yield AuthDone(status=_odd_status(error), message=error.message)


def _odd_status(error: SignInNeeded) -> AuthStatus:
    return AuthStatus(signed_in=False, source=error.data.get("source"), note=error.message)
