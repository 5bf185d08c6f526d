"""Who can speak: asked of the provider where it can say it, else those that come with it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from mediawright.services.accounts import Accounts
from mediawright.types.errors import Unreachable
from mediawright.types.message import Text
from mediawright.types.provider import AuthKind, Provider, Voice

ANNA, OWN = (Voice(name=name, label=Text(name, name)) for name in ("anna", "own"))
ACME = Provider(name="acme", title=Text("Acme", "阿可"), models=(), auth=(AuthKind.KEYS,), voices=(ANNA,))


class Speaking:
    """A plugin that lists voices, or is silent."""

    provider = ACME

    def __init__(self, able: bool, answer: Any) -> None:
        self.able, self.answer = able, answer

    def has(self, hook: str) -> bool:
        return self.able

    async def voices(self, ctx: Any) -> Any:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("plugin", "signed_in", "found"),
    [
        (Speaking(True, (ANNA, OWN)), True, (ANNA, OWN)),
        (Speaking(True, (ANNA, OWN)), False, (ANNA,)),
        (Speaking(False, ()), True, (ANNA,)),
        (Speaking(True, Unreachable(provider="acme")), True, (ANNA,)),
        (Speaking(True, ()), True, (ANNA,)),
    ],
)
async def test_the_account_s_own_list_comes_first_and_silence_hides_nobody(
    plugin: Speaking, signed_in: bool, found: tuple[Voice, ...]
) -> None:
    ctx = SimpleNamespace(credential=object() if signed_in else None, debug=lambda *words, **data: None)
    registry = SimpleNamespace(load=lambda name: plugin)
    contexts = SimpleNamespace(open=lambda provider, **more: ctx)
    accounts = Accounts(registry=cast(Any, registry), contexts=cast(Any, contexts), clock=cast(Any, None))
    assert tuple(await accounts.voices("acme", "en")) == found
