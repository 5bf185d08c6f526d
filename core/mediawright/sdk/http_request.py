"""One HTTP request as a value: what `wire` shows and `submit` sends, so that the two cannot differ."""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from mediawright.types.dataclass import dataclass
from mediawright.types.message import Message
from mediawright.types.request import Media
from mediawright.types.verdicts import WireCall

#: what stands in a body for an input: a link, an upload's address, a `Base64File`; `{"$file": name}` in a dry run
Link = Callable[[Media], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """Method, path below the service's base URL, and the rest.

    `headers` holds what this request needs beyond the headers of every call (`TaskApi.headers`, the key); `setting` names
    the setting with its base URL where that is another host of the service; `note` is a sentence for the dry run.
    """

    path: str
    method: str = "POST"
    query: Mapping[str, str | int | list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: Any = None
    setting: str = ""
    note: Message | None = None

    def shown(self, base: str, headers: Mapping[str, str]) -> WireCall:
        """Return the request for `--dry-run`; `headers` are those of every call, with the key masked."""
        return WireCall(
            method=self.method,
            url=base.rstrip("/") + self.path,
            query={name: value if isinstance(value, str) else str(value) for name, value in self.query.items()},
            headers={**headers, **self.headers},
            json=self.json,
            note=self.note,
        )


def file_name(media: Media) -> dict[str, str]:
    """Return what stands for a local input in a dry run; a link stands for itself in `preview`."""
    return {"$file": media.source.replace("\\", "/").rpartition("/")[2]}


def preview(media: Media) -> Any:
    """Return an input as a dry run shows it."""
    return media.source if media.is_url else file_name(media)


def without_empty(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that have a value: a field that was not asked for is left out, never sent as null."""
    return {name: value for name, value in body.items() if value is not None and value != [] and value != {}}
