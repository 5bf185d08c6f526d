"""What an answer shows of files in a store: a link that works for a while in the place of an address. Never kept."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from mediawright.handlers.response import Response
from mediawright.store.shared_files import SharedFiles


def linked(files: SharedFiles, response: Response) -> Response:
    """The answer with links; the very answer where it shows nothing of the store."""
    page = _mapped(response.page, files.linked)
    return response if page is response.page else replace(response, page=page)


def _mapped(value: Any, link: Any) -> Any:
    """A value with every address in it replaced; what has none is the very same value."""
    if isinstance(value, str):
        return link(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = {item.name: getattr(value, item.name) for item in fields(value) if item.init}
        changed = {name: new for name, old in found.items() if (new := _mapped(old, link)) is not old}
        return replace(value, **changed) if changed else value
    if isinstance(value, Mapping):
        new = {name: _mapped(item, link) for name, item in value.items()}
        return new if any(new[name] is not item for name, item in value.items()) else value
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        items = [_mapped(item, link) for item in value]
        same = all(one is other for one, other in zip(items, value, strict=True))
        return value if same else type(value)(items)
    return value
