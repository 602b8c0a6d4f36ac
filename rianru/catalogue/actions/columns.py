"""The columns of what is known of a publication, taken from the model, so that none is forgotten."""

from collections.abc import Sequence
from typing import Any

import orjson

from rianru.catalogue.models.works import Described

NAMES = tuple(field.name for field in Described._meta.get_fields())
LISTED = ", ".join(NAMES)
LISTS = frozenset(field.name for field in Described._meta.get_fields() if type(field).__name__ == "ArrayField")
BLANK: dict[str, Any] = {
    name: [] if name in LISTS else {"year": None, "pages": None, "restricted": False, "format": "other"}.get(name, "")
    for name in NAMES
}
FOLLOWED = (
    "title", "title_sort", "other_titles", "people", "roles", "statement", "subjects", "genres", "series",
    "series_numbers", "publisher", "summary", "contents", "isbns", "issns", "isbns_wrong", "year", "call_number",
    "format", "language", "audience", "restricted",
)
"""What the search index, headings and the names of works are made of: where nothing of it changes, nobody is told."""
BLANK_JSON = orjson.dumps(BLANK).decode()
_COPIED = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))
SAID = (
    "jsonb_populate_record((SELECT jsonb_populate_record(NULL::catalogue_edition, %(blank)s::jsonb)), reading.said) "
    "AS said"
)
"""In a FROM: the columns of a reading, with blanks for what it does not say. Takes `blank`: BLANK_JSON, read once."""


def of(table: str, names: Sequence[str] = NAMES) -> str:
    """The columns of a table, by its name."""
    return ", ".join(f"{table}.{name}" for name in names)


def array(texts: Sequence[str]) -> str:
    """A text[] as PostgreSQL writes it; several times as fast as the driver's own way, which suits every type."""
    if not texts:
        return "{}"
    return "{" + ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts) + "}"


def copied(text: str) -> str:
    """A text as COPY reads it, whatever stands in it."""
    for sign, written in _COPIED:
        if sign in text:
            text = text.replace(sign, written)
    return text
