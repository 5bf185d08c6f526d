"""The tool as data. Facts: https://github.com/leejet/stable-diffusion.cpp, examples/cli, read on 2026-11-20."""

from pathlib import Path

from mediawright import plugin as mw

TOOL = "sd-cli"
#: pixels, whole multiples of 64
SIZES = {"1:1": (512, 512), "16:9": (1024, 576), "9:16": (576, 1024)}

DRAWING = mw.Capability(
    operations=(mw.Operation.TEXT_TO_IMAGE,),
    aspect_ratios=tuple(SIZES),
    negative_prompt=True,
    seed=True,
    defaults={"aspect_ratio": "1:1"},
)
REDRAWING = mw.Capability(
    operations=(mw.Operation.EDIT_IMAGE,),
    inputs=(mw.Inputs(kind=mw.MediaKind.IMAGE, at_least=1, at_most=1),),
    aspect_ratios=tuple(SIZES),
    negative_prompt=True,
    seed=True,
    defaults={"aspect_ratio": "1:1"},
)
SD = mw.Model(
    name="stable-diffusion",
    label=mw.Text("Stable Diffusion", "Stable Diffusion"),
    kind=mw.MediaKind.IMAGE,
    capabilities=(DRAWING, REDRAWING),
    timing=mw.Timing(typical_low=10, typical_high=300),
)
SDCPP = mw.Provider(
    name="sdcpp",
    title=mw.Text("Stable Diffusion on this computer", "本机 Stable Diffusion"),
    spec=1,
    website="https://github.com/leejet/stable-diffusion.cpp",
    free=True,
    local=True,
    models=(SD,),
    tools=(TOOL,),
    settings=(mw.Setting(name="model", env=("SD_MODEL",)),),
    vocabulary=mw.Vocabulary(names=("sdcpp", "stable-diffusion.cpp", "本机sd")),
    limits=mw.Limits(parallel=1, media_types=("image/png", "image/jpeg")),
    locale=str(Path(__file__).with_name("locale")),
)
