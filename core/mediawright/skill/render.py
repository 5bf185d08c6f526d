"""The whole skill as files: path below the repository → text. Pure for given facts."""

from collections.abc import Iterable

from mediawright.skill import command_tables, environment, error_tables, frontmatter, models, parameters
from mediawright.skill.packages import PLUGIN, display, packages
from mediawright.skill.render_context import RenderContext, Voice
from mediawright.skill.template import bullets, fill, rows, template

#: file below `references/` → when to open it; the order is that of the list in SKILL.md
COMMON_REFERENCES = {
    "exit-codes": "for any exit code not in the text above",
    "errors": "when an answer has `error` and `message` is not enough to decide what to do",
    "recovery": "when a call was cut, a job seems lost, or the exit code is 8",
}
MAIN_REFERENCES = {
    "creative-guide": "before anything that is not one clear clip or picture, and for what can be done where",
    "film": "for more than one shot: a script, a storyboard, an advertisement, a short drama",
    "commands": "for a setting that words cannot say",
    **COMMON_REFERENCES,
    "environment": "when asked where settings and sign-ins come from",
}
PROVIDER_REFERENCES = {
    "prompts": "before writing or improving a prompt",
    "models": "to choose a model, a length, a shape or a size, and for prices",
    "parameters": "for a setting that words cannot say",
    **COMMON_REFERENCES,
}


def rendered(context: RenderContext) -> dict[str, str]:
    """Every file that the rendering owns."""
    slug = context.words["slug"]
    found = {"SKILL.md": main_skill(context, f"skills/{slug}/references/"), **packages(context)}
    for folder in (f"skills/{slug}", f"{PLUGIN}/skills/{slug}"):
        found |= _below(folder, main_folder(context))
    for voice in context.voices:
        if voice.own:
            found |= _below(f"skills/{voice.name}", provider_folder(context, voice))
    return {path: text.rstrip("\n") + "\n" for path, text in sorted(found.items())}


def _below(folder: str, files: dict[str, str]) -> dict[str, str]:
    return {f"{folder}/{path}": text for path, text in files.items()}


# --- the main skill


def main_folder(context: RenderContext) -> dict[str, str]:
    texts = {
        "creative-guide": _creative_guide(context),
        "film": template("references/film.md"),
        "commands": _commands(),
        "environment": _environment(context),
        **_common(context, context.voices),
    }
    for voice in context.voices:
        texts[f"{voice.name}-models"] = _models(context, voice)
        if voice.prompts:
            texts[f"{voice.name}-prompts"] = voice.prompts
    files = {f"references/{name}.md": text for name, text in texts.items()}
    return {"SKILL.md": main_skill(context, "references/"), "agents/openai.yaml": display(context, None), **files}


def main_skill(context: RenderContext, refs: str) -> str:
    """SKILL.md of everything; `refs` is the way to the references from where it stands."""
    words = context.words
    body = fill(
        template("skill.md"),
        {
            "title": words["title"],
            "install": words["install"],
            "provider_names": _offer(context),
            "exit_rows_short": error_tables.exit_rows(context, error_tables.BESIDE),
            "refs": refs,
            "example_provider": context.example.name,
            "free_provider": _free(context),
            "hosts": ", ".join(frontmatter.domains_of(context.voices)),
            "reference_list": f"{_listed(MAIN_REFERENCES, refs)}\n{_per_provider(context, refs)}",
        },
    )
    return frontmatter.head(context, words["slug"], words["description"], context.voices, words["emoji"]) + body


def _offer(context: RenderContext) -> str:
    """Name the paid providers, then the free ones of this machine, so that none reads as what it is not."""
    paid = [_named(voice) for voice in context.voices if not _is_free(voice)]
    free = [_named(voice) for voice in context.voices if _is_free(voice)]
    parts = [f"{_either(paid)} (paid)"] if paid else []
    return ", or with ".join([*parts, *(f"{name}, a free preview drawn on this machine" for name in free)])


def _either(names: list[str]) -> str:
    """Join names with commas and "or"."""
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)


def _is_free(voice: Voice) -> bool:
    return voice.provider.free and voice.provider.local


def _named(voice: Voice) -> str:
    title = voice.provider.title
    return title.en if title.en == title.zh else f"{title.en} ({title.zh})"


def _free(context: RenderContext) -> str:
    return context.free.name if context.free else context.example.name


def _per_provider(context: RenderContext, refs: str) -> str:
    """One line for each provider: with many of them the list is most of what an agent reads."""
    return bullets(
        f"{voice.title}: [models and prices]({refs}{voice.name}-models.md)"
        + (f", [prompts]({refs}{voice.name}-prompts.md)" if voice.prompts else "")
        for voice in context.voices
    )


def _listed(references: dict[str, str], refs: str) -> str:
    return bullets(f"[{name}]({refs}{name}.md): {when}" for name, when in references.items())


def _creative_guide(context: RenderContext) -> str:
    prompts = (
        f"{voice.title}: [{voice.name}-prompts.md]({voice.name}-prompts.md)"
        for voice in context.voices
        if voice.prompts
    )
    return fill(
        template("references/creative-guide.md"),
        {
            "free_provider": _free(context),
            "capability_table": models.capability_table(context),
            "nobody": models.nobody(context),
            "prompt_list": bullets(prompts),
        },
    )


def _commands() -> str:
    values = {"spending_rows": command_tables.spending_rows(), "sections": command_tables.sections()}
    return fill(template("references/commands.md"), values)


def _environment(context: RenderContext) -> str:
    names = environment.published(context, context.voices)
    files = environment.vendor_files(context.voices)
    return fill(
        template("references/environment.md"),
        {
            "rows": rows((f"`{name}`", variable.use) for name, variable in names.items()),
            "common_rows": rows((f"`{name}`", use) for name, use in environment.common(context).items()),
            "files": bullets(f"`{path}` ({title})" for path, title in files.items()),
        },
    )


# --- one provider's skill


def provider_folder(context: RenderContext, voice: Voice) -> dict[str, str]:
    texts = {"models": _models(context, voice), "parameters": _parameters(voice), **_common(context, (voice,))}
    if voice.prompts:
        texts["prompts"] = voice.prompts
    files = {f"references/{name}.md": text for name, text in texts.items()}
    return {"SKILL.md": provider_skill(context, voice), "agents/openai.yaml": display(context, voice), **files}


def provider_skill(context: RenderContext, voice: Voice) -> str:
    told, example = voice.told, voice.told["example"]
    body = fill(
        template("provider.md"),
        {
            "title": voice.title,
            "name": voice.name,
            "install": context.words["install"],
            "intro": _flat(told["intro"]),
            "sign_in": _flat(told["sign_in"]),
            "example_wish": example["wish"],
            "example_inputs": example.get("inputs", ""),
            "example_cost": example["cost"],
            "timing": models.minutes(voice),
            "capabilities": models.capability_list(voice),
            "limits": bullets(told["limits"]),
            "examples": bullets(f"{item['say']}: `{item['run']}`" for item in told["examples"]),
            "hosts": ", ".join(voice.provider.hosts),
            "reference_list": _listed(_have(PROVIDER_REFERENCES, voice), "references/"),
        },
    )
    return frontmatter.head(context, voice.name, told["description"], (voice,), context.words["emoji"]) + body


def _have(references: dict[str, str], voice: Voice) -> dict[str, str]:
    return {name: when for name, when in references.items() if name != "prompts" or voice.prompts}


def _flat(text: str) -> str:
    return " ".join(text.split())


def _parameters(voice: Voice) -> str:
    return fill(
        template("references/parameters.md"),
        {
            "title": voice.title,
            "name": voice.name,
            "rows": parameters.parameter_rows(voice),
            "options": parameters.options(voice.provider),
        },
    )


# --- both


def _models(context: RenderContext, voice: Voice) -> str:
    about = _flat(voice.told.get("models_note", ""))
    command = f"mediawright models --provider {voice.name}"
    own = any(capability.schema for model in voice.provider.models for capability in model.capabilities)
    more = f" What each option of a model takes: `{command} --model NAME --json`." if own else ""
    example = f"Looked up at any time with `{command} --json`.{more}"
    return fill(
        template("references/models.md"),
        {"title": voice.title, "about": f"{about} {example}".strip(), "tables": models.tables(voice)},
    )


def _common(context: RenderContext, voices: Iterable[Voice]) -> dict[str, str]:
    voices = tuple(voices)
    paid = next((voice.name for voice in voices if not voice.provider.free), voices[0].name)
    known = context if len(voices) > 1 else RenderContext(context.version, context.words, voices)
    return {
        "exit-codes": fill(template("references/exit-codes.md"), {"exit_rows": error_tables.exit_rows(context)}),
        "errors": fill(
            template("references/errors.md"),
            {
                "error_rows": error_tables.error_rows(),
                "provider_errors": "".join(error_tables.provider_errors(voice) for voice in voices),
            },
        ),
        "recovery": fill(
            template("references/recovery.md"),
            {"example_provider": paid, "result_lives": error_tables.result_lives(known)},
        ),
    }
