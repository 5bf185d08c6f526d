"""What a studio keeps for later wishes: the cast, and every file that went in or came out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from mediawright.services.assets import AssetLibrary
    from mediawright.services.cast.library import CastLibrary
    from mediawright.services.studio import Studio
    from mediawright.types.cast import Cast
    from mediawright.types.message import Lang
    from mediawright.types.request import Request


class Libraries:
    """The libraries of a studio, made when first used."""

    @cached_property
    def cast(self) -> CastLibrary:
        """Members that keep their looks and voices: `studio.cast.add("Mia", pictures=["mia.png"])`."""
        from mediawright.services.cast.library import CastLibrary

        return CastLibrary(cast("Studio", self))

    @cached_property
    def assets(self) -> AssetLibrary:
        """Every result and input, by its content: `studio.assets.find(Sought(words=("sea",)))`."""
        from mediawright.services.assets import AssetLibrary

        return AssetLibrary(cast("Studio", self))

    def with_assets(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values of a command with paths in place of "asset:NAME". Raises InvalidRequest."""
        return self.assets.resolved(values) if "asset:" in str(values).lower() else values

    async def taking_part(self, request: Request, lang: Lang, look: bool) -> Cast | None:
        """Who of the cast a request names; `look` allows that a provider is asked about copies. Raises InvalidRequest."""
        texts = (request.prompt, request.voice or "", *(shot.prompt for shot in request.shots))
        if not any("@" in text or "＠" in text for text in texts):
            return None
        from mediawright.services.cast.taking_part import could_name, taking_part  # most requests name nobody

        return await taking_part(cast("Studio", self), request, lang, look=look) if could_name(request) else None
