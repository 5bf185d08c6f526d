"""The settings that one provider takes, of all those the command line knows."""

from collections.abc import Iterable

from mediawright.skill.command_tables import flag_rows
from mediawright.skill.render_context import Voice
from mediawright.skill.template import rows, table
from mediawright.types.capability import Capability
from mediawright.types.constraints import LISTED, SWITCHED, spelled
from mediawright.types.operations import MediaKind
from mediawright.types.provider import Provider
from mediawright.types.request import Role

#: taken wherever anything is made
ALWAYS = {"prompt": "the wish in words", "model": "a name of models.md", "operation": "where the inputs leave it open"}
#: what several shots are said with
SHOTS = ("multi_shot", "shot_type", "multi_prompt")


def parameter_rows(voice: Voice) -> str:
    """Setting, what for, what this provider's models take."""
    capabilities = [capability for model in voice.provider.models for capability in model.capabilities]
    taken = dict(ALWAYS)
    for field, name in LISTED.items():
        values = _union(capabilities, name)
        if values and not (field == "count" and values == (1,)):
            taken[field] = ", ".join(spelled(values))
    taken |= {field: "yes" for field in SWITCHED if any(getattr(item, field) for item in capabilities)}
    taken |= _inputs(capabilities)
    if any(item.subjects for item in capabilities):
        taken["element_ids"] = f"up to {max(item.subjects for item in capabilities)} saved subjects"
    if any(item.multi_shot for item in capabilities):
        taken |= dict.fromkeys(SHOTS, "models with several shots")
    if voice.provider.options:
        taken["option"] = ", ".join(option.name for option in voice.provider.options)
    return table(("setting", "for", "taken"), []) + "\n" + flag_rows(taken)


def _union(capabilities: Iterable[Capability], name: str) -> tuple[object, ...]:
    return tuple(dict.fromkeys(value for item in capabilities for value in getattr(item, name)))


def _inputs(capabilities: Iterable[Capability]) -> dict[str, str]:
    found = [item for capability in capabilities for item in capability.inputs if item.at_most != 0]
    taken: dict[str, str] = {}
    for kind in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO):
        of_kind = [item for item in found if item.kind is kind]
        if not of_kind:
            continue
        most = max(item.at_most or 0 for item in of_kind)
        taken[kind.value] = f"up to {most}" if most else "any number"
        roles = {role for item in of_kind for role in item.roles or tuple(Role)}
        if kind is MediaKind.IMAGE and Role.FIRST_FRAME in roles:
            taken["first_frame"] = "one picture"
        if kind is MediaKind.IMAGE and Role.END_FRAME in roles:
            taken["end_frame"] = "one picture"
        if kind is MediaKind.VIDEO and {Role.BASE, Role.FEATURE} <= roles:
            taken["video_refer_type"] = "base or feature"
            taken["keep_original_sound"] = "yes or no"
    return taken


def options(provider: Provider) -> str:
    """The extras behind `--option name=value`."""
    if not provider.options:
        return ""
    found = ((f"`{item.name}`", item.description.en, ", ".join(item.allowed) or "–") for item in provider.options)
    return "## Extras\n\n| `--option` | for | taken |\n|---|---|---|\n" + rows(found) + "\n"
