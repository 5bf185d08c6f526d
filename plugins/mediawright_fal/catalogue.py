"""fal's models at run time: searched by name or words, each with the schema of its inputs (contract §7, §12.2)."""

from collections.abc import Iterator
from typing import Any

from mediawright import plugin as mw
from mediawright import sdk
from mediawright_fal.provider import ENDPOINTS, TABLE

#: models of one page; each comes with its whole OpenAPI document
PAGE = 50


async def page(api: sdk.TaskApi, ctx: mw.Context, query: mw.CatalogueQuery) -> mw.CataloguePage:
    """Return some models. By exact name no key is needed: the site shows the schema of one endpoint to everyone."""
    if query.name and ctx.credential is None:
        document = await _open(ctx, query.name)
        info = sdk.first(document, ("info.x-fal-metadata", "info"))
        entry = {"endpoint_id": query.name, "openapi": document, "metadata": info if isinstance(info, dict) else {}}
        return mw.CataloguePage(models=tuple(_models([entry], query.operation)))
    asked: dict[str, Any] = {"expand": "openapi-3.0"}
    if query.name:
        asked["endpoint_id"] = query.name
    else:
        category = next((word for word, op in TABLE["categories"].items() if op == query.operation), None)
        more = {"q": query.text, "cursor": query.cursor, "category": category}
        asked |= {"status": "active", "limit": PAGE} | {name: value for name, value in more.items() if value}
    found = await api.fetch(ctx, sdk.HttpRequest(path="/v1/models", method="GET", query=asked, setting="api"))
    entries = [entry for entry in sdk.every(found, "models[]") if isinstance(entry, dict)]
    models = tuple(_models(entries, query.operation if query.name else None))
    return mw.CataloguePage(models=models, cursor=sdk.text(found, "next_cursor", 2000))


async def _open(ctx: mw.Context, name: str) -> Any:
    url = ctx.settings["site"].rstrip("/") + "/api/openapi/queue/openapi.json"
    answer = await ctx.get(url, params={"endpoint_id": name})
    if answer.status == 404:
        return {}
    if answer.status >= 300:
        raise mw.Unreachable(provider="fal", provider_code=str(answer.status))
    return sdk.body_of(answer)


def _models(entries: list[dict[str, Any]], said: mw.Operation | None) -> Iterator[mw.Model]:
    """Yield what can be run. `said`: what a person who named the endpoint wants of it, for a category that is none of ours;
    training is left out (§12.3)."""
    for entry in entries:
        name, category = str(entry.get("endpoint_id", "")), sdk.text(entry, "metadata.category")
        schema = sdk.openapi_input(entry.get("openapi"), name)
        able = sdk.operations([TABLE["categories"].get(category, "")]) or ((said,) if said else ())
        if name and schema and able and "training" not in category and "trainer" not in name:
            yield ENDPOINTS.found(name, sdk.text(entry, "metadata.display_name") or name, able, schema)
