"""Facts of two made-up providers: one that is paid and signed in to, one that is free and local."""

from datetime import date
from decimal import Decimal

import pytest

from mediawright.skill.render_context import RenderContext, Voice, words
from mediawright.types.capability import Capability, Inputs
from mediawright.types.message import Text
from mediawright.types.money import Per, PriceRule, Prices
from mediawright.types.operations import MediaKind, Operation
from mediawright.types.provider import (
    Audience,
    AuthKind,
    EnvSource,
    FileSource,
    Limits,
    Model,
    Option,
    Provider,
    Setting,
    Timing,
)
from mediawright.types.request import Role

TOLD = {
    "description": "Make videos with Acme: price first. Use when the user names Acme, 文生视频, 图生视频.",
    "short_description": "Acme videos.",
    "default_prompt": "Use $acme.",
    "intro": "Videos by Acme.",
    "sign_in": "By a link.",
    "limits": ["Ten seconds at most."],
    "example": {"wish": "a fox at dawn", "cost": "90"},
    "examples": [{"say": "From words", "run": 'mediawright video --provider acme --prompt "a fox" --json'}],
    "models_note": "Two modes.",
}


def acme() -> Provider:
    clip = Capability(
        operations=(Operation.TEXT_TO_VIDEO, Operation.IMAGE_TO_VIDEO),
        durations=(5, 6, 7, 10),
        modes=("std", "pro"),
        sound=(True, False),
        inputs=(Inputs(kind=MediaKind.IMAGE, roles=(Role.FIRST_FRAME,), at_most=1),),
        subjects=2,
        multi_shot=True,
        prompt_limit=500,
        defaults={"mode": "std", "sound": False},
    )
    rule = PriceRule(
        value=Decimal("2.50"), unit="credits", per=Per.SECOND, when={"mode": ("std", "pro"), "sound": False}
    )
    model = Model(
        name="acme-1",
        label=Text("Acme One", "艾克米一"),
        kind=MediaKind.VIDEO,
        capabilities=(clip,),
        prices=Prices(source="acme.example", updated=date(2026, 9, 1), rules=(rule,), usd={"credits": Decimal("0.01")}),
        timing=Timing(typical_low=60, typical_high=300),
        recommended_for=(Operation.TEXT_TO_VIDEO,),
    )
    return Provider(
        name="acme",
        title=Text("Acme", "艾克米"),
        models=(model,),
        auth=(AuthKind.DEVICE,),
        credentials=(
            EnvSource(fields={"api_key": "ACME_KEY", "account": "ACME_ACCOUNT"}, public=("account",)),
            FileSource(path="keys.json", format="json", fields={"api_key": ("key",)}, root_env="ACME_HOME"),
        ),
        settings=(
            Setting(name="look", env=("ACME_LOOK",), description=Text("house style", "风格")),
            Setting(name="passphrase", env=("ACME_PHRASE",), secret=True),
            Setting(name="store_token", env=("ACME_STORE_TOKEN",), description=Text("1: keep it", "1：保存")),
            Setting(
                name="base_url", env=("ACME_URL",), description=Text("address", "地址"), audience=Audience.INTERNAL
            ),
            Setting(name="pace", env=("ACME_PACE",), audience=Audience.TEST),
        ),
        options=(Option(name="hue", description=Text("colour", "颜色"), allowed=("red", "blue")),),
        limits=Limits(result_life_s=86_400.0),
        hosts=("api.acme.example",),
    )


def sketch() -> Provider:
    model = Model(
        name="sketch",
        label=Text("Sketch", "草图"),
        kind=MediaKind.IMAGE,
        capabilities=(Capability(operations=(Operation.TEXT_TO_IMAGE,)),),
    )
    return Provider(name="sketch", title=Text("Sketch", "草图"), models=(model,), free=True, local=True)


@pytest.fixture
def context() -> RenderContext:
    voices = (Voice(acme(), TOLD, "# Prompts\n"), Voice(sketch(), {}, None))
    return RenderContext("1.2.3", words(), voices)
