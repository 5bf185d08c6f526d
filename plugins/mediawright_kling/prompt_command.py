"""`prompt check`: a prompt looked at before it costs anything."""

import json
from typing import Any

from mediawright.plugin import InvalidRequest, Media, MediaKind, Message, Operation, Problem, Request, Role, Shot
from mediawright_kling.prompt_check import prompt_hints, prompt_problems

NAME = "kling"


def add_commands(app: Any, cli: Any) -> None:
    """`prompt check` below the provider's name. `cli.tell` shows sentences and problems in the person's language."""
    import typer

    group = typer.Typer(no_args_is_help=True)

    @group.command("check")
    def check(
        prompt: str = typer.Option("", "--prompt", "-p"),
        image: list[str] | None = typer.Option(None, "--image", "-i"),  # noqa: B008
        element_ids: list[str] | None = typer.Option(None, "--element-ids"),  # noqa: B008
        video: str | None = typer.Option(None, "--video"),
        multi_prompt: str | None = typer.Option(None, "--multi-prompt"),
        duration: int | None = typer.Option(None, "--duration"),
        json_: bool = typer.Option(False, "--json"),
        lang: str = typer.Option("auto", "--lang"),
    ) -> None:
        try:
            request = utterance_of(prompt, image or [], element_ids or [], video, multi_prompt, duration)
        except InvalidRequest as error:
            cli.tell((), problems=error.problems, text=prompt, json=json_, lang=lang)
            return
        hints = prompt_hints(request)
        problems = prompt_problems(request)
        found = hints if hints or problems else (Message("kling.prompt.fine", domain=NAME),)
        cli.tell(found, problems=problems, text=prompt, json=json_, lang=lang)

    @group.callback()
    def prompt_group() -> None:
        """Help with prompts."""

    app.add_typer(group, name="prompt")


def utterance_of(
    prompt: str, images: list[str], elements: list[str], video: str | None, shots: str | None, duration: int | None
) -> Request:
    """The request that these words would belong to. Raises InvalidRequest for shots that cannot be read."""
    pictures = [Media(kind=MediaKind.IMAGE, role=Role.REFERENCE, source=source) for source in _items(images)]
    clips = [Media(kind=MediaKind.VIDEO, role=Role.BASE, source=video)] if video else []
    return Request(
        operation=Operation.REFERENCE_TO_VIDEO if pictures or clips or elements else Operation.TEXT_TO_VIDEO,
        prompt=prompt,
        media=(*pictures, *clips),
        subject_ids=tuple(_items(elements)),
        shots=shots_of(shots) if shots else (),
        multi_shot=bool(shots),
        duration=duration,
    )


def shots_of(text: str) -> tuple[Shot, ...]:
    """Shots as JSON: a list of {index, prompt, duration}. Raises InvalidRequest (K-R22)."""
    try:
        items = json.loads(text)
        return tuple(
            Shot(index=int(item["index"]), prompt=str(item["prompt"]), duration=int(item["duration"])) for item in items
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        message = Message("kling.rule.shots_unreadable", domain=NAME)
        raise InvalidRequest(Problem("multi_prompt", message, "K-R22"), provider=NAME) from error


def _items(given: list[str]) -> list[str]:
    return [part.strip() for item in given for part in item.split(",")]
