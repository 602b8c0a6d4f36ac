"""Notes, contents and summary: 5XX."""

from typing import Final

from rianru.kernel.formats.marc.describe.gathering import Gathered
from rianru.kernel.formats.marc.describe.texts import clean, is_thai, joined
from rianru.kernel.formats.marc.record import Field

_SAID: Final = frozenset("abcdefghijklmnopqrstvyz3")  # not addresses (u), control numbers (w), notes for staff (x)


def notes(fields: Gathered) -> tuple[str, ...]:
    """Notes for readers, each once, in the record's order; who may read it (506) last."""
    once: dict[str, None] = {}
    all_notes = fields.get("notes", ())
    for field in [*all_notes, *fields["access"]] if "access" in fields else all_notes:
        found = [value for code, value in field.subfields if code in _SAID]
        if found and (text := clean(found[0] if len(found) == 1 else " ".join(found))):
            once[text] = None
    return tuple(once)


def contents(fields: Gathered) -> str:
    """All tables of contents (505 a t r g) as one line."""
    found = fields.get("contents")
    return " -- ".join(filter(None, (joined(field, "atrg").strip("- ") for field in found))) if found else ""


def summary(fields: Gathered) -> str:
    """520: the first, a Thai one before others; warnings about contents (first indicator 4) are none."""
    found: list[Field] = [field for field in fields.get("summary", ()) if field.indicators[:1] != "4"]
    texts = [text for field in found if (text := joined(field, "ab"))]
    return next((text for text in texts if is_thai(text)), texts[0]) if texts else ""
