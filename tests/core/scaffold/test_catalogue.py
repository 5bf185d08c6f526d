"""Catalogues written without a library are the ones that the libraries read."""

import gettext
import io

from babel.messages.pofile import read_po

from mediawright.scaffold.catalogue import mo, po

SENTENCES = {"acme.b": 'Say "so" to {name}.\nTwice.', "acme.a": "简单的一句话。", "acme.rule.c": "back\\slash"}


def test_the_compiled_one_is_read_by_gettext() -> None:
    read = gettext.GNUTranslations(io.BytesIO(mo("mediawright-acme", "zh", SENTENCES)))
    assert {key: read.gettext(key) for key in SENTENCES} == SENTENCES
    assert read.info()["language"] == "zh"
    assert read.gettext("acme.unknown") == "acme.unknown"


def test_the_text_says_the_same() -> None:
    catalog = read_po(io.BytesIO(po("mediawright-acme", "zh", SENTENCES).encode()), locale="zh", abort_invalid=True)
    assert {item.id: item.string for item in catalog if item.id} == SENTENCES
