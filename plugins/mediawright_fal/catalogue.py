"""fal's models at run time: searched by name or words, each with the schema of its inputs (contract §7, §12.2)."""

from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal import schema as schemas
from mediawright_fal.models import CATEGORIES, found_model

#: models of one page; each comes with its whole OpenAPI document
PAGE = 50


async def page(api: sdk.TaskApi, ctx: mw.Context, query: mw.CatalogueQuery) -> mw.CataloguePage:
    """Return some models. By exact name no key is needed: the site shows the schema of one endpoint to everyone."""
    if query.name and ctx.credential is None:
        document = await _open(ctx, query.name)
        return mw.CataloguePage(
            models=_models([{"endpoint_id": query.name, "openapi": document, **_about(document)}], query.operation)
        )
    asked: dict[str, Any] = {"expand": "openapi-3.0"}
    if query.name:
        asked["endpoint_id"] = query.name
    else:
        asked |= {"status": "active", "limit": PAGE}
        asked |= {"q": query.text} if query.text else {}
        asked |= {"cursor": query.cursor} if query.cursor else {}
        category = next((word for word, op in CATEGORIES.items() if op == query.operation), None)
        asked |= {"category": category} if category else {}
    found = await api.fetch(ctx, sdk.HttpRequest(path="/v1/models", method="GET", query=asked, setting="api"))
    entries = [entry for entry in sdk.every(found, "models[]") if isinstance(entry, dict)]
    return mw.CataloguePage(
        models=_models(entries, query.operation if query.name else None), cursor=sdk.text(found, "next_cursor", 2000)
    )


async def _open(ctx: mw.Context, name: str) -> Any:
    url = ctx.settings["site"].rstrip("/") + "/api/openapi/queue/openapi.json"
    answer = await ctx.get(url, params={"endpoint_id": name})
    if answer.status == 404:
        return {}
    if answer.status >= 300:
        raise mw.Unreachable(provider="fal", provider_code=str(answer.status))
    return sdk.body_of(answer)


def _about(document: Any) -> dict[str, Any]:
    """The category stands in the document of the open road, where it stands at all."""
    info = sdk.first(document, ("info.x-fal-metadata", "info"))
    return {"metadata": info if isinstance(info, dict) else {}}


def _models(entries: list[dict[str, Any]], said: mw.Operation | None) -> tuple[mw.Model, ...]:
    found = []
    for entry in entries:
        schema = schemas.of_openapi(entry.get("openapi"), str(entry.get("endpoint_id", "")))
        model = found_model(entry, schema, said) if schema else None
        if model is not None:
            found.append(model)
    return tuple(found)
