"""The shape of the index on disk. Any change here is a new VERSION, and every node rebuilds by itself."""

from collections.abc import Iterator

import tantivy

from rianru.core.search.document import BETWEEN, Document
from rianru.kernel.thai import fold, index_tokens, pieces
from rianru.kernel.thai.sound import skeleton, spoken

VERSION = 2
WORDS = "words"
FIELDS = ("title", "people", "subjects", "series", "text")
FACETS = ("format", "language", "audience", "decade", "author", "subject", "series_title")
SPOKEN, SKELETON = 3, 4  # characters a gram
LONGEST_PART = 120  # characters of a title or name that are cut into grams
MOST_PARTS = 8


def build() -> tantivy.Schema:
    """Words of five fields, their sub-word pieces, whole numbers, what sounds alike, facets.

    Stored: the key, and titles and names, with which what sounds alike is weighed.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name=WORDS, index_option="position")
    builder.add_text_field("pieces", tokenizer_name=WORDS, index_option="freq")
    builder.add_text_field("numbers", tokenizer_name=WORDS, index_option="basic")
    builder.add_text_field("spoken", tokenizer_name=WORDS, index_option="basic")
    builder.add_text_field("skeleton", tokenizer_name=WORDS, index_option="basic")
    builder.add_text_field("parts", stored=True, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(facet(name), fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("year", fast=True, indexed=True)
    return builder.build()


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Registers our tokenizer: the text is segmented already, so only blanks separate words."""
    index.register_tokenizer(WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


def key(kind: str, id: object) -> str:
    """The one term that names a document."""
    return f"{kind}:{id}"


def facet(name: str) -> str:
    """The field of a facet."""
    return f"facet_{name}"


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
    _add_sounds(made, document)
    for name, values in document.facets.items():
        for value in values:
            made.add_text(facet(name), value)
    if document.year is not None:
        made.add_integer("year", document.year)
    return made


def _add_sounds(made: tantivy.Document, document: Document) -> None:
    parts = list(_parts(document))
    made.add_text("spoken", " ".join({gram for part in parts for gram in grams(spoken(part), SPOKEN)}))
    made.add_text("skeleton", " ".join({gram for part in parts for gram in grams(skeleton(part), SKELETON)}))
    made.add_text("parts", "\n".join(parts))


def _parts(document: Document) -> Iterator[str]:
    """Its titles and names, each once."""
    whole = [*document.title.split(BETWEEN), *document.people.split(BETWEEN)]
    for part in list(dict.fromkeys(filter(None, (each.strip() for each in whole))))[:MOST_PARTS]:
        yield part[:LONGEST_PART]


def grams(text: str, size: int) -> set[str]:
    """Every run of `size` characters; nothing of a text that is shorter."""
    return {text[start : start + size] for start in range(len(text) - size + 1)}


def number_key(number: str) -> str:
    """A number as it is found: folded, letters and digits only (978-616-... and 978616... are one)."""
    folded = fold(number)
    return folded if folded.isalnum() else "".join(sign for sign in folded if sign.isalnum())
