"""`mediawright auth`: signing in and out, without a secret on the screen."""

import getpass
import os
from typing import TYPE_CHECKING, Any

from mediawright.cli.console import Console, perform
from mediawright.commands.arguments import ARGUMENTS
from mediawright.commands.flags import COMMON, Flag, command, new_app
from mediawright.types.auth import AuthAction, AuthDone, AuthVerb
from mediawright.types.errors import InvalidRequest
from mediawright.types.message import Message, Problem

if TYPE_CHECKING:
    from mediawright.handlers.response import Response
    from mediawright.services.studio import Studio

FORCE = (Flag("force", "mark"), Flag("timeout"), *COMMON)
#: an agent reads the link only when the call returns; a person at a terminal sees it at once
LINK_ONLY = 0.0


def login(**values: Any) -> None:
    """Show the link, wait for the person. With `--json` the link comes at once and the next call waits on."""
    _act(AuthVerb.LOGIN, values)


def logout(**values: Any) -> None:
    _act(AuthVerb.LOGOUT, values)


def switch(**values: Any) -> None:
    _act(AuthVerb.SWITCH, values)


def status(**values: Any) -> None:
    """Who is signed in: at one provider, or everywhere."""
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.accounts import of_signed_in

        named = values.get("provider")
        names = [studio.registry.load(named).name] if named else [p.name for p in studio.registry.load_all()]
        states = {name: await studio.accounts.status(name, console.lang) for name in names}
        return of_signed_in(studio, states, one=bool(named))

    perform(console, work)


def import_keys(**values: Any) -> None:
    """Keep keys: from the environment (`--env`) or as given."""
    from_env = values.pop("env", False)

    def keys(studio: "Studio", provider: str) -> dict[str, str]:
        if from_env:
            return studio.accounts.keys_in(studio.environ, provider)
        names = ("access_key_id", "secret_access_key", "api_key", "token")
        given = {name: str(values[name]).strip() for name in names if values.get(name)}
        if not given:
            raise InvalidRequest(Problem("env", Message("auth.no_keys_given"), allowed=("--env", "--access-key-id")))
        return given

    _keep(values, keys)


def configure(**values: Any) -> None:
    """Type the keys in, unseen."""
    if not os.isatty(0):
        values["no_terminal"] = True

    def keys(studio: "Studio", provider: str) -> dict[str, str]:
        if values.get("no_terminal"):
            raise InvalidRequest(Problem("terminal", Message("cli.needs_terminal")))
        return {name: getpass.getpass(f"{name}: ").strip() for name in studio.accounts.key_names(provider)}

    _keep(values, keys)


def _keep(values: dict[str, Any], keys: Any) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.handlers.accounts import of_auth

        provider = studio.registry.load(values["provider"]).name
        action = AuthAction(verb=AuthVerb.IMPORT, values=keys(studio, provider), lang=console.lang)
        async for event in studio.accounts.act(provider, action):
            if isinstance(event, AuthDone):
                return of_auth(studio, provider, event)
        raise InvalidRequest(Problem("provider", Message("auth.no_import")))

    perform(console, work)


def _act(verb: AuthVerb, values: dict[str, Any]) -> None:
    console = Console.of(values)

    async def work(studio: "Studio") -> "Response":
        from mediawright.cli.sign_in import follow

        provider = studio.provider_with("auth", values.get("provider"), lang=console.lang)
        said = values.get("timeout")
        timeout = console.timeout(values) if said is not None or not console.json else LINK_ONLY
        action = AuthAction(verb=verb, force=bool(values.get("force")), lang=console.lang)
        return await follow(studio, console, provider, action, timeout)

    perform(console, work)


app = new_app(group=True)
KEYS = (
    Flag("env", "mark"),
    Flag("access_key_id"),
    Flag("secret_access_key"),
    Flag("api_key"),
    Flag("token"),
    *COMMON,
)
app.command("login")(command(FORCE, login, *ARGUMENTS["auth", "login"]))
app.command("logout")(command(FORCE, logout, *ARGUMENTS["auth", "logout"]))
app.command("status")(command(COMMON, status, *ARGUMENTS["auth", "status"]))
app.command("switch")(command(FORCE, switch, *ARGUMENTS["auth", "switch"]))
app.command("import")(command(KEYS, import_keys, *ARGUMENTS["auth", "import"]))
app.command("configure")(command(COMMON, configure, *ARGUMENTS["auth", "configure"]))
