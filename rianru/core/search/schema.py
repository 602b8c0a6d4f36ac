"""The shape of the index on disk. Any change here is a new VERSION, and every node rebuilds by itself."""

import tantivy

from rianru.core.search.document import Document
from rianru.kernel.thai import fold, index_tokens, pieces

VERSION = 1
WORDS = "words"
FIELDS = ("title", "people", "subjects", "text")


def build() -> tantivy.Schema:
    """Words of four fields, their sub-word pieces, whole numbers; nothing stored but the key."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    builder.add_text_field("pieces", tokenizer_name=WORDS, index_option="freq")
    builder.add_text_field("numbers", tokenizer_name=WORDS, index_option="basic")
    builder.add_integer_field("year", fast=True, indexed=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Registers our tokenizer: the text is segmented already, so only blanks separate words."""
    index.register_tokenizer(WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def key(kind: str, id: object) -> str:
    """The one term that names a document."""
    return f"{kind}:{id}"


def row(document: Document) -> tantivy.Document:
    """A document as the index keeps it: folded words joined by blanks."""
    made = tantivy.Document()
    made.add_text("key", key(document.kind, document.id))
    made.add_text("kind", document.kind)
    found: dict[str, None] = {}
    for name in FIELDS:
        words = index_tokens(getattr(document, name))
        made.add_text(name, " ".join(words))
        if name != "text":
            found.update(dict.fromkeys(piece for word in words if not word.isascii() for piece in pieces(word)))
    made.add_text("pieces", " ".join(found))
    made.add_text("numbers", " ".join(number_key(number) for number in document.numbers))
    if document.year is not None:
        made.add_integer("year", document.year)
    return made


def number_key(number: str) -> str:
    """A number as it is found: folded, letters and digits only (978-616-... and 978616... are one)."""
    folded = fold(number)
    return folded if folded.isalnum() else "".join(sign for sign in folded if sign.isalnum())
