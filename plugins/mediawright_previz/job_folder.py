"""One job's folder: the spec it is rendered from, the finished files, and the mark that stops it.

The spec survives a restart and says everything, so a rendering that was cut short simply starts again.
"""

import json
import os
from pathlib import Path
from typing import Any

from mediawright.plugin import LocalFault, Message, Request, canonical, dataclass, restore
from mediawright_previz.labels import DOMAIN, Lang

SPEC_NAME = "render.json"
CANCEL_NAME = "cancel"
DONE_NAME = "done"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Spec:
    """What is to be rendered: the request with absolute paths, and the language of the words around it."""

    request: Request
    lang: Lang


@dataclass(frozen=True, slots=True)
class Workshop:
    """The folder of one job, private to it."""

    folder: Path

    @property
    def spec_path(self) -> Path:
        return self.folder / SPEC_NAME

    def write_spec(self, spec: Spec) -> None:
        """Keep the spec, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{SPEC_NAME}.{os.getpid()}.part"
        part.write_text(canonical({"version": VERSION, "lang": spec.lang, "request": spec.request}), "utf-8")
        part.replace(self.spec_path)

    def read_spec(self) -> Spec:
        """Raises LocalFault when it is gone or was written by another version."""
        try:
            data: dict[str, Any] = json.loads(self.spec_path.read_text("utf-8"))
            if data["version"] != VERSION:
                raise ValueError(data["version"])
            return Spec(restore(Request, data["request"]), "zh" if data["lang"] == "zh" else "en")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LocalFault(Message("previz.error.spec", domain=DOMAIN), provider=DOMAIN) from error

    @property
    def has_spec(self) -> bool:
        return self.spec_path.is_file()

    @property
    def cancelled(self) -> bool:
        return (self.folder / CANCEL_NAME).exists()

    def cancel(self) -> None:
        """Leave the mark that the rendering loop, in whatever process, looks for at every frame."""
        (self.folder / CANCEL_NAME).touch()

    @property
    def done(self) -> bool:
        return (self.folder / DONE_NAME).exists()

    def finish(self) -> None:
        (self.folder / DONE_NAME).touch()
