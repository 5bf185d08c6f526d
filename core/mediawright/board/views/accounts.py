"""Providers and their ways in. Pure."""

from urllib.parse import urlsplit

from mediawright.board.views.blocks import SAFE, View
from mediawright.present.catalog import render
from mediawright.present.pages.account import balance_name
from mediawright.present.values import day
from mediawright.types.auth import AuthLink, AuthStatus, Balance, Quota
from mediawright.types.message import Lang, Message
from mediawright.types.operations import MediaKind
from mediawright.types.provider import AuthKind, Provider


def provider_view(provider: Provider, status: AuthStatus | None, lang: Lang) -> View:
    """One provider: what it makes, whether it can be used, how to get in."""
    signed_in = status is not None and status.signed_in
    nobody = {AuthKind.NONE, AuthKind.ANONYMOUS} & set(provider.auth)
    kinds = [kind for kind in MediaKind if any(model.kind is kind for model in provider.models)]
    return {
        "name": provider.name,
        "title": provider.title.in_(lang),
        "website": provider.website if provider.website.startswith(SAFE) else "",
        "host": urlsplit(provider.website).netloc,
        "free": provider.free,
        "local": provider.local,
        "signed_in": signed_in,
        "needs_nobody": bool(nobody) and not signed_in,
        "ready": signed_in or bool(nobody),
        "account": (status.account or "") if status is not None else "",
        "note": render(status.note, lang) if status is not None and status.note is not None else "",
        "by_link": AuthKind.DEVICE in provider.auth,
        "by_keys": AuthKind.KEYS in provider.auth,
        "kinds": [render(Message(f"kind.{kind.value}"), lang) for kind in kinds],
        "models": len({model.name for model in provider.models}),
        "asks_balance": signed_in and not provider.free,
    }


def balances_view(found: Quota, lang: Lang) -> View:
    """What is left in each pot, with its share where the whole is known."""
    return {
        "balances": [_balance(item, lang) for item in found.balances],
        "note": render(found.note, lang) if found.note is not None else "",
    }


def _balance(item: Balance, lang: Lang) -> View:
    whole = item.total.value if item.total is not None else 0
    return {
        "name": render(balance_name(item), lang),
        "left": render(Message("price.exact", {"amount": item.left}), lang),
        "share": round(float(min(item.left.value, whole) / whole), 3) if whole else None,
        "ends": day(item.expires_at, lang) if item.expires_at is not None else "",
        "spendable": item.spendable,
    }


def sign_in_view(provider: Provider, link: AuthLink, lang: Lang) -> View:
    """The way in: a link, the same to be scanned, and the code where it is not part of the link."""
    safe = link.link.startswith(SAFE)
    return {
        "title": provider.title.in_(lang),
        "url": link.link,
        "safe": safe,
        "qr": qr(link.link) if safe else "",
        "code": (link.user_code or "") if link.verification_uri_complete is None else "",
        "note": render(link.message, lang) if link.message is not None else "",
    }


def qr(text: str) -> str:
    """A QR code as inline SVG without styles; "" for what does not fit into one."""
    import segno

    try:
        code = segno.make(text, error="m", micro=False)
    except segno.DataOverflowError:
        return ""
    return code.svg_inline(omitsize=True, border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None)
